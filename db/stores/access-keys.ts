import { timingSafeEqual } from 'node:crypto';
import type { KeyView } from '../../domain/people/key-schema';
import type { KeyScope } from '../../domain/people/key-scopes';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { hashSecret } from './tokens';

export interface AccessKey {
  readonly id: string;
  readonly engagement_id: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly secret_hash: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

export interface NewAccessKey {
  readonly id: string;
  readonly engagementId: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly secret: string;
  readonly createdBy: string;
  readonly expiresAt: number | null;
  readonly now: number;
}

export async function insertKey(trx: Trx, key: NewAccessKey): Promise<AccessKey> {
  const [row] = await trx<AccessKey>('access_keys')
    .insert({
      id: key.id,
      engagement_id: key.engagementId,
      name: key.name,
      scopes: [...key.scopes],
      secret_hash: hashSecret(key.secret),
      created_by: key.createdBy,
      created_at: new Date(key.now),
      expires_at: key.expiresAt === null ? null : new Date(key.expiresAt),
    })
    .returning('*');
  if (!row) throw new Error('a key that was inserted is not there');
  return row;
}

/** Keys of an engagement, the oldest first, those that no longer act as well. */
export async function listKeys(
  db: Db,
  engagementId: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly AccessKey[]> {
  const query = db<AccessKey>('access_keys').where({ engagement_id: engagementId }).orderBy('id').limit(limit);
  if (after !== null) void query.where('id', '>', after);
  return query;
}

/** Ends a key; answers whether the engagement has it. Ending it twice keeps the first moment. */
export async function revokeKey(
  trx: Trx,
  engagementId: string,
  { id, now }: { id: string; now: number },
): Promise<boolean> {
  const count = await trx<AccessKey>('access_keys')
    .where({ id, engagement_id: engagementId })
    .update({ revoked_at: trx.raw('coalesce(revoked_at, ?)', [new Date(now)]) } as object);
  return count > 0;
}

/** Stands in for a key that is not there, so that a wrong id costs the same work as a wrong secret. */
const NOBODY = hashSecret('');

/** The key that acts now behind an id and its secret, or null. */
export async function keyBySecret(
  db: Db,
  { id, secret, now }: { readonly id: string; readonly secret: string; readonly now: number },
): Promise<AccessKey | null> {
  const row = await db<AccessKey>('access_keys').where({ id }).first();
  const isRight = timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(row?.secret_hash ?? NOBODY));
  const acts = row && row.revoked_at === null && (row.expires_at === null || row.expires_at.getTime() > now);
  return isRight && acts ? row : null;
}

const MINUTE_MS = 60_000;

/** Notes that a key was used, once a minute at most. */
export async function noteKeyUse(db: Db, { id, last_used_at: last }: AccessKey, now: number): Promise<void> {
  if (last !== null && last.getTime() > now - MINUTE_MS) return;
  await db<AccessKey>('access_keys')
    .where({ id })
    .update({ last_used_at: new Date(now) });
}

export const toKeyView = (row: AccessKey): KeyView => ({
  id: row.id,
  name: row.name,
  scopes: [...row.scopes],
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});
