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
export async function personByEmail(
  db: Db,
  email: string,
): Promise<{ readonly person: Person; readonly password: KeptPassword | null } | null> {
  const row = await db<UserRow>('users')
    .leftJoin('passwords', 'passwords.user_id', 'users.id')
    .whereRaw('lower(users.email) = lower(?)', [email])
    .andWhere({ 'users.active': true })
    .first<(UserRow & Joined) | undefined>('users.*', 'passwords.hash', 'passwords.changed_at');
  return row ? { person: toPerson(row), password: keptIn(row) } : null;
}

interface Joined {
  readonly hash: string | null;
  readonly changed_at: Date | null;
}

const keptIn = ({ hash, changed_at: at }: Joined): KeptPassword | null =>
  hash === null || at === null ? null : { hash, changedAt: at.getTime() };

/** Whether an active person still has the password that was set then. */
export async function isPasswordOf(db: Db, userId: string, changedAt: number): Promise<boolean> {
  const row = await db('passwords')
    .join('users', 'users.id', 'passwords.user_id')
    .where({ 'users.id': userId, 'users.active': true })
    .first<{ changed_at: Date } | undefined>('passwords.changed_at');
  return row?.changed_at.getTime() === changedAt;
}
