import { z } from 'zod';
import { LOCALES } from '../people/people';
import { Uuid } from '../shapes';

export const LoadSamples = z.strictObject({
  /** The language of the caller unless said otherwise. */
  locale: z.enum(LOCALES).optional(),
});
export type LoadSamples = z.infer<typeof LoadSamples>;

export const SamplesView = z.strictObject({
  state: z.enum(['absent', 'loading', 'loaded', 'removing']),
  /** Steps that are done, of how many. */
  done: z.int(),
  steps: z.int(),
  loadedById: Uuid.nullable(),
});
export type SamplesView = z.infer<typeof SamplesView>;
