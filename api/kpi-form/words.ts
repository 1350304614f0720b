import type { Request } from 'express';
import { queryText } from '../pages/reader';

const DONE = ['save', 'submit', 'submit-both', 'propose', 'unchanged'] as const;
export const doneOf = (req: Request): string | null => DONE.find((word) => word === queryText(req, 'done')) ?? null;

/** Refusals that are not the fault of what was typed. */
const STATUS: Readonly<Record<string, number>> = {
  FORM_REFUSED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  STATE_CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
};

export const refusalStatus = (refusal: string | null): number => (refusal === null ? 200 : (STATUS[refusal] ?? 422));
