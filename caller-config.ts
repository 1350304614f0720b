import { z } from 'zod';

/** How often one may call in a minute, of each API process. Each is far beyond what anybody does by hand or a script does with care. */
export interface CallLimits {
  readonly perPerson: number;
  readonly perToken: number;
}

const callsPerMinute = z.coerce.number().int().min(60).max(10_000_000);

/** Settings of who may call, and how often; `config.ts` reads them with all others. */
export const CallerEnv = {
  TENURE_PERSON_CALLS_PER_MINUTE: callsPerMinute.default(1_200),
  TENURE_TOKEN_CALLS_PER_MINUTE: callsPerMinute.default(30_000),
  TENURE_REQUESTS_AT_ONCE: z.coerce.number().int().min(10).max(100_000).default(100),
  TENURE_LINK_LEAST_SECONDS: z.coerce.number().min(0).max(60).default(0),
};

type Given = z.infer<z.ZodObject<typeof CallerEnv>>;

export interface CallerSettings {
  readonly calls: CallLimits;
  /** How many requests an API process works on at once. */
  readonly requestsAtOnce: number;
  /** How long the page behind a mailed link must have been there before a decision is taken from it; 0 where that is not asked. */
  readonly leastReadingMs: number;
}

export const callersOf = (given: Given): CallerSettings => ({
  requestsAtOnce: given.TENURE_REQUESTS_AT_ONCE,
  leastReadingMs: given.TENURE_LINK_LEAST_SECONDS * 1_000,
  calls: { perPerson: given.TENURE_PERSON_CALLS_PER_MINUTE, perToken: given.TENURE_TOKEN_CALLS_PER_MINUTE },
});
