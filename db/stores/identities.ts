import { v7 as uuidv7 } from 'uuid';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { toPerson, type UserRow } from './people';
import { hashSecret } from './tokens';

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly linked_at: Date;
}

/** Somebody as a provider knows them: its name for them says nothing and is never given to anybody else. */
export interface Named {
  readonly issuer: string;
  readonly subject: string;
}

export interface Identity extends Named {
  readonly id: string;
  readonly linkedAt: number;
}

const toIdentity = ({ id, issuer, subject, linked_at }: Row): Identity => ({
  id,
  issuer,
  subject,
  linkedAt: linked_at.getTime(),
});

/** Whose identity it is, whether or not they may still sign in. */
export async function personByIdentity(
  db: Db,
  { issuer, subject }: Named,
): Promise<{ readonly id: string; readonly person: Person } | null> {
  const row = await db<UserRow>('users')
    .join('identities', 'identities.user_id', 'users.id')
    .where({ 'identities.issuer': issuer, 'identities.subject': subject })
    .first<(UserRow & { readonly identity_id: string }) | undefined>('users.*', 'identities.id as identity_id');
  return row ? { id: row.identity_id, person: toPerson(row) } : null;
}

export async function findIdentity(db: Db, userId: string, issuer: string): Promise<Identity | null> {
  const row = await db<Row>('identities').where({ user_id: userId, issuer }).first();
  return row ? toIdentity(row) : null;
}

export interface NewIdentity extends Named {
  readonly userId: string;
  readonly now: number;
}

/** Its id; null when the person has one of this issuer, or somebody else has this one. */
export async function insertIdentity(trx: Trx, { userId, issuer, subject, now }: NewIdentity): Promise<string | null> {
  const [row] = await trx('identities')
    .insert({ id: uuidv7(), user_id: userId, issuer, subject, linked_at: new Date(now) })
    .onConflict()
    .ignore()
    .returning<{ id: string }[]>('id');
  return row?.id ?? null;
}

/** Takes the identities of a person away; answers how many there were. */
export const deleteIdentities = (trx: Trx, userId: string): Promise<number> =>
  trx<Row>('identities').where({ user_id: userId }).delete();

/** Whether an active person still has this identity. */
export async function isIdentityOf(db: Db, userId: string, id: string): Promise<boolean> {
  const row = await db('identities')
    .join('users', 'users.id', 'identities.user_id')
    .where({ 'identities.id': id, 'users.id': userId, 'users.active': true })
    .first<{ id: string } | undefined>('identities.id');
  return row !== undefined;
}

/** What has come back from the provider opens something once, through however many processes it comes at a time. */
export async function takeState(db: Db, state: string, now: number): Promise<boolean> {
  const rows = await db('used_states')
    .insert({ state_hash: hashSecret(state), used_at: new Date(now) })
    .onConflict('state_hash')
    .ignore()
    .returning<{ state_hash: string }[]>('state_hash');
  return rows.length === 1;
}
