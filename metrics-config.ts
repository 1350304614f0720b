import { z } from 'zod';

/** Who reads `GET /metrics`; `config.ts` reads it with all other settings. */
export const MetricsEnv = {
  TENURE_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,200}$/, 'needs 32 to 200 characters, none of them a space')
    .optional(),
};

export interface MetricsSettings {
  /** What a reader of the figures shows. Without one they are read on the machine itself only. */
  readonly metricsToken: string | undefined;
}

type Given = z.infer<z.ZodObject<typeof MetricsEnv>>;

export const metricsOf = (given: Given): MetricsSettings => ({ metricsToken: given.TENURE_METRICS_TOKEN });
