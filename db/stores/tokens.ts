import { createHash } from 'node:crypto';
import type { Person } from '../../domain/people/people';
import type { TokenView } from '../../domain/people/token-schema';
import type { TokenScope } from '../../domain/people/token-scopes';
import type { Db } from '../knex';
import { toPerson, type UserRow } from './people';

/** Tokens and session ids carry 256 random bits, so a plain hash suffices (OWASP ASVS 6.5.2). */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export interface NewToken {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly secret: string;
  /** Left out: all that the person may do. */
  readonly scopes?: readonly TokenScope[] | null;
  readonly createdBy?: string;
  readonly expiresAt: number | null;
  readonly now: number;
}

export async function insertToken(db: Db, token: NewToken): Promise<void> {
  await db('tokens').insert({
    id: token.id,
    user_id: token.userId,
    name: token.name,
    secret_hash: hashSecret(token.secret),
    scopes: token.scopes ? [...token.scopes] : null,
    created_by: token.createdBy ?? null,
    created_at: new Date(token.now),
    expires_at: token.expiresAt === null ? null : new Date(token.expiresAt),
  });
}

interface TokenRow {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[] | null;
  readonly created_by: string | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

/** A token that opens, with its person. */
export interface HeldToken {
  readonly id: string;
  readonly person: Person;
  /** Null: all that the person may do. */
  readonly scopes: readonly TokenScope[] | null;
  readonly lastUsedAt: number | null;
  /** Who made it; null where nobody is known. */
  readonly madeById: string | null;
}

/** The token with its active person, or null. Reading it changes nothing. */
export async function heldToken(db: Db, secret: string, now: number): Promise<HeldToken | null> {
  const row = await db<UserRow>('users')
    .join('tokens', 'tokens.user_id', 'users.id')
    .where({ 'tokens.secret_hash': hashSecret(secret), 'users.active': true })
    .whereNull('tokens.revoked_at')
    .andWhere((valid) => valid.whereNull('tokens.expires_at').orWhere('tokens.expires_at', '>', new Date(now)))
    .first<(UserRow & Pick<TokenRow, 'scopes' | 'created_by' | 'last_used_at'> & { token_id: string }) | undefined>(
      'users.*',
      'tokens.id as token_id',
      'tokens.scopes',
      'tokens.created_by',
      'tokens.last_used_at',
    );
  if (!row) return null;
  const { token_id: id, scopes, created_by: madeById, last_used_at: last } = row;
  return { id, person: toPerson(row), scopes, madeById, lastUsedAt: last?.getTime() ?? null };
}

/** Whether an active person still has this token, for all that they may do. */
export async function isWholeTokenOf(
  db: Db,
  userId: string,
  { id, now }: { readonly id: string; readonly now: number },
) {
  const row = await db('tokens')
    .join('users', 'users.id', 'tokens.user_id')
    .where({ 'tokens.id': id, 'users.id': userId, 'users.active': true })
    .whereNull('tokens.revoked_at')
    .whereNull('tokens.scopes')
    .andWhere((valid) => valid.whereNull('tokens.expires_at').orWhere('tokens.expires_at', '>', new Date(now)))
    .first<{ id: string } | undefined>('tokens.id');
  return row !== undefined;
}

const MINUTE_MS = 60_000;

/** Notes that a token was used, once a minute at most. */
export async function noteTokenUse(db: Db, { id, lastUsedAt }: HeldToken, now: number): Promise<void> {
  if (lastUsedAt !== null && lastUsedAt > now - MINUTE_MS) return;
  await db<TokenRow>('tokens')
    .where({ id })
    .update({ last_used_at: new Date(now) });
}

/** Tokens of a person, the oldest first, those that no longer open as well. */
export async function listTokens(
  db: Db,
  userId: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly TokenView[]> {
  const query = db<TokenRow>('tokens').where({ user_id: userId }).orderBy('id').limit(limit);
  if (after !== null) void query.where('id', '>', after);
  return (await query).map(toTokenView);
}

/** Ends a token; answers whether the person has it. Ending it twice keeps the first moment. */
export async function revokeToken(
  db: Db,
  userId: string,
  { id, now }: { readonly id: string; readonly now: number },
): Promise<boolean> {
  const count = await db<TokenRow>('tokens')
    .where({ id, user_id: userId })
    .update({ revoked_at: db.raw('coalesce(revoked_at, ?)', [new Date(now)]) } as object);
  return count > 0;
}

const toTokenView = (row: TokenRow): TokenView => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes && [...row.scopes],
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});
