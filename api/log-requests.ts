import type { Request, RequestHandler, Response } from 'express';
import type { ErrorCode } from '../domain/errors';
import { requestIdOf } from './request-id';
import type { Services } from './services';

const callers = new WeakMap<Request, string>();
const refusals = new WeakMap<Response, ErrorCode>();

/** Who has been recognised by what came along: their calls are told apart in the log. */
export const noteCaller = (req: Request, id: string): void => void callers.set(req, id);
export const callerIdOf = (req: Request): string | null => callers.get(req) ?? null;
/** With which of our codes a call is answered. */
export const noteRefusal = (res: Response, code: ErrorCode): void => void refusals.set(res, code);

/** Nobody known, not theirs, too often: where such answers pile up, somebody tries doors. */
const WATCHED = [401, 403, 429];

/** Paths of mailed links carry the right to decide, to bid or to answer, so a log line shows only how they begin, and no query at all. */
export const redact = (url: string): string =>
  url
    .replace(/\?.*$/, '')
    .replace(/^\/([a-z])\/([^/]{0,8})[^/]*/, '/$1/$2…')
    .slice(0, MOST_PATH);
const MOST_PATH = 500;

/** One line for each call. What was refused stands in the log as it ships, everything else at `debug` only. */
export function logRequests({ log, clock }: Pick<Services, 'log' | 'clock'>): RequestHandler {
  return (req, res, next) => {
    const started = clock();
    res.on('finish', () => {
      const { method, originalUrl } = req;
      const { statusCode: status } = res;
      const facts = { requestId: requestIdOf(req), method, path: redact(originalUrl), status, ms: clock() - started };
      if (status < 400 || status >= 500) return log.debug(facts, 'request');
      log[WATCHED.includes(status) ? 'warn' : 'info']({ ...facts, ...whoAndWhy(req, res) }, 'refused');
    });
    next();
  };
}

/** The address is as true as `TENURE_TRUST_PROXY` makes it. */
const whoAndWhy = (req: Request, res: Response) => ({
  code: refusals.get(res) ?? null,
  actorId: callerIdOf(req),
  ip: req.ip ?? null,
});
