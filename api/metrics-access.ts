import { timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { Request } from 'express';
import { hashSecret } from '../db/stores/tokens';
import { DomainError } from '../domain/errors';

/** What proxies say of whom they ask for. */
const BY_PROXY = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'] as const;

/** The figures are for the operator: whoever shows their token or, where none is set, who asks on the machine itself. */
export function checkReader(req: Request, token: string | undefined): void {
  if (token === undefined && isNear(req)) return;
  if (token === undefined)
    throw new DomainError('FORBIDDEN', 'The figures are read on the machine itself, or with TENURE_METRICS_TOKEN.');
  const shown = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
  if (!timingSafeEqual(Buffer.from(hashSecret(shown)), Buffer.from(hashSecret(token))))
    throw new DomainError('UNAUTHENTICATED', 'Send `Authorization: Bearer <TENURE_METRICS_TOKEN>`.');
}

/** Straight from loopback: a proxy there asks for somebody else. */
function isNear({ socket, headers }: Request): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  const isLoopback = address === '::1' || (isIPv4(address) && address.startsWith('127.'));
  return isLoopback && BY_PROXY.every((name) => headers[name] === undefined);
}
