import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { toPerson, type UserRow } from './people';

interface Row {
  readonly user_id: string;
  readonly hash: string;
  readonly changed_at: Date;
}

export interface KeptPassword {
  readonly hash: string;
  readonly changedAt: number;
}

export async function findPassword(db: Db, userId: string): Promise<KeptPassword | null> {
  const row = await db<Row>('passwords').where({ user_id: userId }).first();
  return row ? { hash: row.hash, changedAt: row.changed_at.getTime() } : null;
}

/** Keeps a password in place of the one before, if that is still the one that was read (null: none). Answers whether it was. */
export async function replacePassword(
  db: Db,
  userId: string,
  { hash, before, now }: { readonly hash: string; readonly before: KeptPassword | null; readonly now: number },
): Promise<boolean> {
  if (before === null) {
    const fresh = await db('passwords')
      .insert({ user_id: userId, hash, changed_at: new Date(now) })
      .onConflict('user_id')
      .ignore()
      .returning<{ user_id: string }[]>('user_id');
    return fresh.length === 1;
  }
  const count = await db('passwords')
    .where({ user_id: userId, hash: before.hash })
    .update({ hash, changed_at: new Date(now) });
  return count === 1;
}

/** The same password under newer parameters. */
export async function rehashPassword(
  db: Db,
  userId: string,
  { hash, before }: { readonly hash: string; readonly before: string },
): Promise<void> {
  await db('passwords').where({ user_id: userId, hash: before }).update({ hash });
}

/** Who signs in by this address, with their password if they have one. */
export async function personByEmail(db: Db, email: string): Promise<{ person: Person; hash: string | null } | null> {
  const row = await db<UserRow>('users')
    .leftJoin('passwords', 'passwords.user_id', 'users.id')
    .whereRaw('lower(users.email) = lower(?)', [email])
    .andWhere({ 'users.active': true })
    .first<(UserRow & { hash: string | null }) | undefined>('users.*', 'passwords.hash');
  return row ? { person: toPerson(row), hash: row.hash } : null;
}
