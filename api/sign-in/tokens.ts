import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { fieldError } from '../../domain/errors';
import type { TokenScope } from '../../domain/people/token-scopes';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { insertToken } from '../../db/stores/tokens';
import type { Trx } from '../../db/transaction';
import { tellOfChange } from '../../db/stores/sign-in-changes';

export interface TokenWish {
  readonly userId: string;
  readonly name: string;
  readonly scopes?: readonly TokenScope[] | undefined;
  readonly expiresAt: number;
  /** Who makes it. */
  readonly by: string;
  /** Who made the token by which they make it: what one makes through another person is one's own. */
  readonly tokenById?: string | null;
  readonly channel: 'api' | 'page';
  readonly now: number;
}

/** A token of a person; it is in this answer alone. */
export async function makeToken(trx: Trx, wish: TokenWish): Promise<{ readonly id: string; readonly token: string }> {
  const { userId, name, scopes = null, expiresAt, by, tokenById, channel, now } = wish;
  if (expiresAt <= now) throw fieldError('expiresAt', 'has passed');
  const id = uuidv7();
  const token = `tenure_${randomBytes(32).toString('base64url')}`;
  const createdBy = tokenById ?? by;
  await insertToken(trx, { id, userId, name, secret: token, scopes, createdBy, expiresAt, now });
  await tellOfChange(trx, { userId, change: 'token-made', now });
  await appendAudit(trx, MASTER_STREAM, [
    {
      key: `user.token-created:${userId}:${id}`,
      at: now,
      type: 'user.token-created',
      actorId: by,
      channel,
      payload: { userId, tokenId: id, name, scopes, expiresAt: new Date(expiresAt).toISOString() },
    },
  ]);
  return { id, token };
}
