import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { ErrorCode } from '../../domain/errors';
import type { Notice } from '../../templates/page-data';
import { Overloaded } from '../admission';
import { noteRefusal } from '../log-requests';
import { problemOf, retryAfterOf, toDomainError } from '../problems';
import { requestIdOf } from '../request-id';
import { notice } from './notice';
import { type PageDeps, readerOf, sendPage, shellFor } from './reader';

const WORDS: Partial<Readonly<Record<ErrorCode, string>>> = {
  NOT_FOUND: 'not-found',
  FORBIDDEN: 'forbidden',
  NOT_ASSIGNEE: 'forbidden',
  FORM_REFUSED: 'form-expired',
  TOO_MANY_REQUESTS: 'busy',
  BODY_TOO_LARGE: 'too-large',
  FILE_INFECTED: 'infected',
  UNAVAILABLE: 'away',
};

/** Tells a person what went wrong in words; programs keep getting problem documents from the application itself. */
export function pageErrors(deps: PageDeps): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- express tells error handlers from others by their four parameters
  return (error: unknown, req, res, next) => {
    if (res.headersSent || req.accepts(['html', 'json']) !== 'html') return next(error);
    const refusal = toDomainError(error);
    const requestId = requestIdOf(req);
    noteRefusal(res, refusal.code);
    if (refusal.code === 'INTERNAL') deps.log.error({ err: error, requestId }, 'page failed');
    const { status } = problemOf(refusal, requestId);
    const seconds = retryAfterOf(refusal);
    if (seconds !== null) res.set('retry-after', String(seconds));
    const reader = readerOf(req, null);
    const words = refusal instanceof Overloaded ? 'crowded' : wordsOf(refusal.code);
    sendPage(res, reader, {
      name: 'notice',
      status,
      data: { shell: shellFor(reader, deps), notice: noticeIn(words, requestId) },
    });
  };
}

const wordsOf = (code: ErrorCode): string => WORDS[code] ?? (code === 'INTERNAL' ? 'defect' : 'not-found');

function noticeIn(words: string, requestId: string): Notice {
  const link = { href: '/inbox', text: 'inbox' } as const;
  return notice(words, { tone: 'bad', detail: words === 'defect' ? requestId : null, link });
}

/** Browsers that ask for a page which is not there get one that says so. */
export const missingPage: RequestHandler = (req, _res, next) => {
  const isPage = req.method === 'GET' && req.accepts(['html', 'json']) === 'html' && !req.path.startsWith('/api/');
  if (!isPage) return next('router');
  next();
};
