import type { RequestHandler } from 'express';

/** In the templates' own text only: a quote in a text from people never reaches a page unescaped. */
const OWN_PATH = / (href|action|formaction|src|data-live)="\/(?!\/)/g;

/**
 * Puts the path of the public address (`https://intranet.example/tenure`) before every path that leaves with a page or a
 * redirect. A proxy takes it off again, so nothing else knows of it.
 */
export function belowPrefix(publicUrl: string): RequestHandler {
  const prefix = new URL(publicUrl).pathname.replace(/\/+$/, '');
  return (_req, res, next) => {
    if (prefix === '') return next();
    const [location, send] = [res.location.bind(res), res.send.bind(res)];
    res.location = (url) => location(url.startsWith('/') ? `${prefix}${url}` : url);
    res.send = (body: unknown) => send(typeof body === 'string' ? body.replace(OWN_PATH, ` $1="${prefix}/`) : body);
    next();
  };
}
