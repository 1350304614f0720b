import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Request, RequestHandler } from 'express';
import { requestIdOf } from './request-id';

const UNTRACED = /^\/(healthz|readyz|livez|metrics|assets)(\/|$)/;

/** Where the routes of the API are. */
export const API = '/api/v1';

/**
 * Each call in a span, part of the trace that the caller names (`traceparent`). It is named by the route and never by the path, which in
 * mailed links carries a right.
 */
export const traceRequests: RequestHandler = (req, res, next) => {
  if (UNTRACED.test(req.path)) return next();
  const attributes = { 'http.request.method': req.method, 'tenure.request_id': requestIdOf(req) };
  const parent = propagation.extract(context.active(), req.headers);
  const span = trace.getTracer('tenure-api').startSpan(req.method, { kind: SpanKind.SERVER, attributes }, parent);
  res.once('close', () => {
    const route = routeOf(req);
    if (route !== null) span.updateName(`${req.method} ${route}`).setAttribute('http.route', route);
    span.setAttribute('http.response.status_code', res.statusCode);
    if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
};

/** The pattern of the route that answered, with where it is mounted; null where none did. */
function routeOf(req: Request): string | null {
  const { route } = req as { readonly route?: { readonly path?: unknown } };
  if (typeof route?.path !== 'string') return null;
  // Express forgets where a route is mounted as soon as it throws.
  const base = req.baseUrl || (req.originalUrl.startsWith(`${API}/`) ? API : '');
  return `${base}${route.path}`;
}
