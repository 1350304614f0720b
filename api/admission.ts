import type { Request, RequestHandler, Response } from 'express';
import onHeaders from 'on-headers';
import { DomainError } from '../domain/errors';

/** More was asked of this process at once than it answers in good time. */
export class Overloaded extends DomainError {
  constructor() {
    super(
      'UNAVAILABLE',
      'There is more to answer than fits into good time. Nothing was done; try again in some seconds.',
    );
  }
}

/** Somebody who presses a button has waited to do so: what changes something is let in for longer than what only looks. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const WRITES_PER_READ = 2;

/**
 * Lets so many requests be worked on at once, and refuses the others at their door: a process that takes everything in
 * answers all of it too late. A request counts once its body is here and until its answer begins, so that whoever sends or
 * reads slowly, or follows a stream, holds no place.
 */
export function admission(most: number): RequestHandler {
  let inHand = 0;
  return (req, res, next) => {
    if (inHand >= (READS.has(req.method) ? most : most * WRITES_PER_READ)) return next(new Overloaded());
    const place = placeFor(res, (change) => (inHand += change));
    if (hasBody(req)) req.once('end', place.take);
    else place.take();
    next();
  };
}

/** Where nothing is held back. */
export const admitAll: RequestHandler = (_req, _res, next) => next();

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Taken and given back once, whatever becomes of the answer. */
function placeFor(res: Response, count: (change: 1 | -1) => void): { readonly take: () => void } {
  let state: 'free' | 'taken' | 'over' = 'free';
  const give = (): void => {
    if (state === 'taken') count(-1);
    state = 'over';
  };
  onHeaders(res, give);
  res.once('close', give);
  return {
    take: () => {
      if (state !== 'free') return;
      state = 'taken';
      count(1);
    },
  };
}
