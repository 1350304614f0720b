import { type RequestHandler, Router } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

const requests = new Histogram({
  name: 'tenure_http_request_seconds',
  help: 'Time to answer HTTP requests, by method, first path part and status class.',
  labelNames: ['method', 'area', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

/** Counts every answer; the area is bounded to known words so that a visitor cannot invent time series. */
export const countRequests: RequestHandler = (req, res, next) => {
  const stop = requests.startTimer();
  res.on('finish', () =>
    stop({ method: req.method, area: areaOf(req.path), status: `${Math.floor(res.statusCode / 100)}xx` }),
  );
  next();
};

const areaOf = (path: string): string =>
  /^\/api\/v1\/(engagements|requests|tasks|policies|users|vendors|reviews|alarms|calc|calendars|portfolio|outbox)/.exec(
    path,
  )?.[1] ??
  /^\/(a|docs|healthz|readyz|metrics)(\/|$)/.exec(path)?.[1] ??
  'other';

export function metricsRouter(): Router {
  const router = Router();
  router.get('/metrics', async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
