import type { RequestHandler } from 'express';

export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Pages hold no script at all, are never kept by anybody and are found by no search engine. */
export const pageHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'content-security-policy': PAGE_POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, noarchive',
    vary: 'accept-language, cookie',
  });
  next();
};
