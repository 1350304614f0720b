import { z } from 'zod';

/** What the processes tell of themselves. Traces have the standard names of OpenTelemetry, whose libraries read more of them (headers, sampler). */
export const TelemetryEnv = {
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url().optional(),
  OTEL_SERVICE_NAME: z.string().max(200).optional(),
};

export interface TracingSettings {
  /** Address of a collector that takes OTLP over HTTP. */
  readonly url: string;
  /** Name of the process among others, where the operator gives one. */
  readonly serviceName: string | undefined;
}

export interface Telemetry {
  readonly logLevel: string;
  /** Undefined where nobody collects traces. */
  readonly tracing: TracingSettings | undefined;
}

type Given = z.infer<z.ZodObject<typeof TelemetryEnv>>;

export function telemetryOf(given: Given): Telemetry {
  const base = given.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '');
  const url = given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base}/v1/traces`);
  const isOff = given.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  const tracing = url && !isOff ? { url, serviceName: given.OTEL_SERVICE_NAME } : undefined;
  return { logLevel: given.LOG_LEVEL, tracing };
}
