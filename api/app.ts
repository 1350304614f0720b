import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import { DomainError } from '../domain/errors';
import { admitAll } from './admission';
import { codecRouter } from './codec';
import { docsRouter } from './docs';
import { healthRouter } from './health';
import { logRequests, noteRefusal, redact } from './log-requests';
import { countRequests, metricsRouter } from './metrics';
import { mountRoutes } from './mount';
import { openApiDocument } from './openapi';
import { problemOf, retryAfterOf, toDomainError } from './problems';
import { assignRequestId, requestIdOf } from './request-id';
import { openApiRoute } from './routes/openapi';
import type { Route } from './route';
import type { Services } from './services';
import { API, traceRequests } from './trace-requests';

export interface AppParts {
  readonly services: Services;
  readonly routes: readonly Route[];
  /** Pages, decision links and their assets; served beside the API. */
  readonly pages?: Router;
}

/** The whole HTTP side as one express application; it holds no state of its own. */
export function createApp({ services, routes, pages }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').set('etag', false).set('query parser', 'simple').set('case sensitive routing', true);
  app.set('trust proxy', services.config.trustProxy ?? 0);
  app.use(assignRequestId, traceRequests, countRequests, logRequests(services), securityHeaders(services), checkQuery);
  app.use(healthRouter(services), metricsRouter(services), docsRouter(), codecRouter(services));
  const document = openApiRoute((all) => openApiDocument(all, services.config.publicUrl), routes);
  app.use(API, services.admit ?? admitAll, noStore, mountRoutes([...routes, document], services));
  if (pages) app.use(pages);
  app.use(() => {
    throw new DomainError('NOT_FOUND', 'There is nothing at this address.');
  });
  app.use(answerProblems(services));
  return app;
}

/** PostgreSQL stores no NUL, so that nothing can be looked for by one, whatever page or route reads the query. */
const checkQuery: RequestHandler = (req, _res, next) => {
  const query = req.url.indexOf('?');
  if (query >= 0 && req.url.includes('%00', query))
    throw new DomainError('MALFORMED', 'The query holds a character that cannot be stored.');
  next();
};

const noStore: RequestHandler = (_req, res, next) => {
  res.set('cache-control', 'no-store');
  next();
};

const securityHeaders = ({ config }: Services): RequestHandler =>
  helmet({
    strictTransportSecurity: config.publicUrl.startsWith('https://'),
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });

function answerProblems({ log }: Services): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- express tells error handlers from others by their four parameters
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const refusal = toDomainError(error);
    const requestId = requestIdOf(req);
    noteRefusal(res, refusal.code);
    if (refusal.code === 'INTERNAL')
      log.error({ err: error, requestId, path: redact(req.originalUrl) }, 'request failed');
    const problem = problemOf(refusal, requestId);
    const seconds = retryAfterOf(refusal);
    if (seconds !== null) res.set('retry-after', String(seconds));
    res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}
