import type { RequestHandler } from 'express';

export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** A page with a script of ours: one of somebody who is signed in, that follows what it shows, keeps what is typed, goes through a list by keys, or asks for a passkey. */
export const LIVE_POLICY = `${PAGE_POLICY}; script-src 'self'; connect-src 'self'`;

/** A page that shows mails: each stands in a frame of its own. */
export const FRAMING_POLICY = `${LIVE_POLICY}; frame-src 'self'`;

/** A mail in its frame, as strict as a mail program that shows no remote content: no script, no form, no link that opens. */
export const FRAMED_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; sandbox";

/** Pages hold no script unless somebody is signed in, or they keep what is typed or ask for a passkey, are never kept by anybody and are found by no search engine. */
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
