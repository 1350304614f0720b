import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Services } from '../../services';
import { cookie } from '../../session';

/** What a browser has of which nobody is known yet, so that what it was asked is answered by it alone. */
const secretCookie = ({ publicUrl }: Pick<Services['config'], 'publicUrl'>) => {
  const secure = publicUrl.startsWith('https://');
  const options = { httpOnly: true, sameSite: 'strict', secure, path: '/' } as const;
  return { name: secure ? '__Host-tenure_passkey' : 'tenure_passkey', options };
};

export const browserSecret = (req: Request, { config }: Pick<Services, 'config'>): string | null =>
  cookie(req, secretCookie(config).name);

/** The one that it has, or a new one. */
export function keptBrowserSecret(req: Request, res: Response, { config }: Pick<Services, 'config'>): string {
  const { name, options } = secretCookie(config);
  const kept = cookie(req, name);
  if (kept !== null && /^[\w-]{43}$/.test(kept)) return kept;
  const secret = randomBytes(32).toString('base64url');
  res.cookie(name, secret, options);
  return secret;
}
