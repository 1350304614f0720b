import type { ErrorCode, Issue, Refusal } from '../errors';
import type { Actor } from './events';

export interface Attempt {
  readonly actor: Actor;
  readonly now: number;
}

export const refuse = (code: ErrorCode, message: string, errors: readonly Issue[] = []): Refusal => ({
  code,
  message,
  errors,
});

export const FROZEN: Refusal = refuse(
  'REQUEST_FROZEN',
  'Somebody reported a decision as not made by its person; an administrator has to settle that first.',
);

/** A field that cannot be accepted as it is. */
export const wrongField = (path: string, message: string): Refusal =>
  refuse('INVALID_FIELDS', `${path} ${message}.`, [{ path, message }]);

/** Two characters that are not blank: enough for 同意 and for "no". */
export const hasReason = (comment: string | undefined): boolean => (comment ?? '').replace(/\s/g, '').length >= 2;
