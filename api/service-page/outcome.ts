import type { Refused } from '../pages/typed-faults';

/** What came of a form: a refusal keeps everything that was typed, beside what it is about. */
export type ServiceOutcome =
  { readonly done: string; readonly refused?: never } | { readonly done?: never; readonly refused: Refused };

export const doneAs = (done: string): ServiceOutcome => ({ done });
/** Refused as a whole: no field is wrong. */
export const refusedAs = (code: string): ServiceOutcome => ({ refused: { code, errors: [] } });
