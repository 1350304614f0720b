import type { NextFunction, Request, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';

const ids = new WeakMap<Request, string>();

/** Gives every call an id that stands in its answer, its problem document and every log line about it. */
export function assignRequestId(req: Request, res: Response, next: NextFunction): void {
  const id = uuidv7();
  ids.set(req, id);
  res.set('x-request-id', id);
  next();
}

export const requestIdOf = (req: Request): string => ids.get(req) ?? '-';
