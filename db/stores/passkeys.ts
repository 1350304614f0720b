import type { PasskeyUse } from '../../domain/people/passkey';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { toPerson, type UserRow } from './people';

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly credential_id: string;
  readonly public_key: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly backup_eligible: boolean;
  readonly backed_up: boolean;
  readonly name: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

export interface Passkey extends PasskeyUse {
  readonly id: string;
  /** The device's name for it, base64url. */
  readonly credentialId: string;
  readonly publicKey: Buffer;
  /** How the browser reaches its device. */
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

const toPasskey = (row: Row): Passkey => ({
  id: row.id,
  credentialId: row.credential_id,
  publicKey: row.public_key,
  counter: row.counter,
  transports: row.transports,
  backupEligible: row.backup_eligible,
  backedUp: row.backed_up,
  name: row.name,
  createdAt: row.created_at.getTime(),
  lastUsedAt: row.last_used_at?.getTime() ?? null,
});

/** Passkeys of a person, the oldest first. */
export async function findPasskeys(db: Db, userId: string): Promise<readonly Passkey[]> {
  const rows = await db<Row>('passkeys').where({ user_id: userId }).orderBy(['created_at', 'id']);
  return rows.map(toPasskey);
}

export const hasPasskey = async (db: Db, userId: string): Promise<boolean> =>
  (await db<Row>('passkeys').where({ user_id: userId }).first('id')) !== undefined;

/** By the device's name for it, with the person whose it is, whether or not they may still sign in. */
export async function passkeyByCredential(
  db: Db,
  credentialId: string,
): Promise<{ readonly passkey: Passkey; readonly person: Person } | null> {
  const row = await db<Row>('passkeys').where({ credential_id: credentialId }).first();
  const user = row && (await db<UserRow>('users').where({ id: row.user_id }).first());
  return row && user ? { passkey: toPasskey(row), person: toPerson(user) } : null;
}

export type NewPasskey = Omit<Passkey, 'createdAt' | 'lastUsedAt'> & { readonly userId: string; readonly now: number };

/** False when somebody has this passkey already. */
export async function insertPasskey(trx: Trx, passkey: NewPasskey): Promise<boolean> {
  const rows = await trx('passkeys')
    .insert({
      id: passkey.id,
      user_id: passkey.userId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      backup_eligible: passkey.backupEligible,
      backed_up: passkey.backedUp,
      name: passkey.name,
      created_at: new Date(passkey.now),
    })
    .onConflict('credential_id')
    .ignore()
    .returning<{ id: string }[]>('id');
  return rows.length === 1;
}

/** Notes that it was used. False when it is gone or its counter has gone on meanwhile: of many at once with one count, one counts. */
export async function notePasskeyUse(
  db: Db,
  id: string,
  { counter, backedUp, now }: Pick<PasskeyUse, 'counter' | 'backedUp'> & { readonly now: number },
): Promise<boolean> {
  const count = await db<Row>('passkeys')
    .where({ id })
    .andWhereRaw('(counter < ? or (counter = 0 and ? = 0))', [counter, counter])
    .update({ counter, backed_up: backedUp, last_used_at: new Date(now) });
  return count === 1;
}

export const deletePasskey = async (trx: Trx, userId: string, id: string): Promise<boolean> =>
  (await trx<Row>('passkeys').where({ user_id: userId, id }).delete()) === 1;
