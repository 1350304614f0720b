import { createHash } from 'node:crypto';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { toPerson, type UserRow } from './people';

/** Tokens and session ids carry 256 random bits, so a plain hash suffices (OWASP ASVS 6.5.2). */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export interface NewToken {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly secret: string;
  readonly expiresAt: number | null;
  readonly now: number;
}

export async function insertToken(db: Db, token: NewToken): Promise<void> {
  await db('tokens').insert({
    id: token.id,
    user_id: token.userId,
    name: token.name,
    secret_hash: hashSecret(token.secret),
    created_at: new Date(token.now),
    expires_at: token.expiresAt === null ? null : new Date(token.expiresAt),
  });
}

/** The active person behind an API token, or null. */
export async function personByToken(db: Db, secret: string, now: number): Promise<Person | null> {
  const row = await db<UserRow>('users')
    .join('tokens', 'tokens.user_id', 'users.id')
    .where({ 'tokens.secret_hash': hashSecret(secret), 'users.active': true })
    .whereNull('tokens.revoked_at')
    .andWhere((valid) => valid.whereNull('tokens.expires_at').orWhere('tokens.expires_at', '>', new Date(now)))
    .first<UserRow | undefined>('users.*');
  return row ? toPerson(row) : null;
}

const SESSION_MS = 12 * 3_600_000;

export async function insertSession(
  db: Db,
  { userId, secret, now }: { userId: string; secret: string; now: number },
): Promise<void> {
  const at = new Date(now);
  await db('sessions').insert({
    secret_hash: hashSecret(secret),
    user_id: userId,
    created_at: at,
    last_seen_at: at,
    expires_at: new Date(now + SESSION_MS),
  });
}

/** The active person behind a session cookie, or null. Reading it changes nothing. */
export async function personBySession(db: Db, secret: string, now: number): Promise<Person | null> {
  const row = await db<UserRow>('users')
    .join('sessions', 'sessions.user_id', 'users.id')
    .where({ 'sessions.secret_hash': hashSecret(secret), 'users.active': true })
    .andWhere('sessions.expires_at', '>', new Date(now))
    .first<UserRow | undefined>('users.*');
  return row ? toPerson(row) : null;
}

export async function deleteSession(db: Db, secret: string): Promise<void> {
  await db('sessions')
    .where({ secret_hash: hashSecret(secret) })
    .delete();
}
