import type { Request } from 'express';

/**
 * What the browser says about where a form comes from. Pages send no referrer, so browsers send `Origin: null` with their
 * own forms too: that says nothing, and the form token decides.
 */
export function isSameOrigin(req: Request, publicUrl: string): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = req.headers;
  if (origin === undefined || origin === 'null') return true;
  return origin === new URL(publicUrl).origin || hostOf(origin) === req.headers.host;
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

/** Whether a browser keeps to itself where a call comes from. Where no form token decides, it is not believed. */
export const keepsItsOrigin = ({ headers }: Request): boolean =>
  headers.origin === 'null' && headers['sec-fetch-site'] === undefined;

/** Whether the browser vouches that one of our own pages sent this. */
export const isSurelyOurs = ({ headers }: Request): boolean => headers['sec-fetch-site'] === 'same-origin';
