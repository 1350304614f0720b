import type { Db } from '../knex';
import type { Sealer } from '../sealed';
import type { Trx } from '../transaction';
import { hasPasskey } from './passkeys';

interface Row {
  readonly user_id: string;
  readonly seed: string;
  readonly created_at: Date;
  readonly confirmed_at: Date | null;
  readonly last_step: string;
}

/** What an authenticator app and we share; `seed` is a sealed text. */
export interface SecondFactor {
  readonly seed: string;
  readonly createdAt: number;
  /** When its first code was shown; null while it is being set up. */
  readonly confirmedAt: number | null;
}

export async function findSecondFactor(db: Db, userId: string): Promise<SecondFactor | null> {
  const row = await db<Row>('second_factors').where({ user_id: userId }).first();
  if (!row) return null;
  return { seed: row.seed, createdAt: row.created_at.getTime(), confirmedAt: row.confirmed_at?.getTime() ?? null };
}

/** Whether an app of theirs counts. */
export const hasApp = async (db: Db, userId: string): Promise<boolean> =>
  (await findSecondFactor(db, userId))?.confirmedAt != null;

interface Made {
  readonly seed: string;
  readonly now: number;
}

/** Begins to set one up, in place of one that was begun before; false where there is a confirmed one. */
export async function beginSecondFactor(db: Db, userId: string, { seed, now }: Made): Promise<boolean> {
  const fresh = { seed, created_at: new Date(now) };
  const rows = await db('second_factors')
    .insert({ user_id: userId, ...fresh })
    .onConflict('user_id')
    .merge(fresh)
    .whereNull('second_factors.confirmed_at')
    .returning<{ user_id: string }[]>('user_id');
  return rows.length === 1;
}

interface Shown {
  readonly seed: string;
  /** Of the app's clock: the number of half minutes. */
  readonly step: number;
}

/** From now on it counts. False when it has been confirmed or begun anew meanwhile. */
export async function confirmSecondFactor(
  trx: Trx,
  userId: string,
  { seed, step, now }: Shown & Made,
): Promise<boolean> {
  const count = await trx('second_factors')
    .where({ user_id: userId, seed, confirmed_at: null })
    .update({ confirmed_at: new Date(now), last_step: step });
  return count === 1;
}

/** A code is good once, and none before it afterwards; of many at once one counts. */
export async function takeStep(db: Db, userId: string, { seed, step }: Shown): Promise<boolean> {
  const count = await db('second_factors')
    .where({ user_id: userId, seed })
    .whereNotNull('confirmed_at')
    .andWhere('last_step', '<', step)
    .update({ last_step: step });
  return count === 1;
}

/** Takes the app away, and with the last factor the recovery codes; answers whether there was a confirmed one. */
export async function removeApp(trx: Trx, userId: string): Promise<boolean> {
  const rows = await trx<Row>('second_factors').where({ user_id: userId }).delete().returning('confirmed_at');
  await forgetRecoveryCodes(trx, userId);
  return rows.some(({ confirmed_at }) => confirmed_at !== null);
}

/** Takes the app, every passkey and the recovery codes away; answers whether there was any that counted. */
export async function removeSecondFactors(trx: Trx, userId: string): Promise<boolean> {
  const passkeys = await trx('passkeys').where({ user_id: userId }).delete();
  const app = await removeApp(trx, userId);
  return app || passkeys > 0;
}

/** Codes stand in for an app or a passkey: without either they go. */
export const forgetRecoveryCodes = async (trx: Trx, userId: string): Promise<void> => {
  if ((await hasApp(trx, userId)) || (await hasPasskey(trx, userId))) return;
  await trx('recovery_codes').where({ user_id: userId }).delete();
};

interface Codes {
  readonly hashes: readonly string[];
  readonly now: number;
}

export async function replaceRecoveryCodes(trx: Trx, userId: string, { hashes, now }: Codes): Promise<void> {
  await trx('recovery_codes').where({ user_id: userId }).delete();
  await trx('recovery_codes').insert(
    hashes.map((code_hash) => ({ code_hash, user_id: userId, created_at: new Date(now) })),
  );
}

/** A recovery code is good once. */
export async function takeRecoveryCode(
  db: Db,
  userId: string,
  { hash, now }: { readonly hash: string; readonly now: number },
): Promise<boolean> {
  const count = await db('recovery_codes')
    .where({ user_id: userId, code_hash: hash, used_at: null })
    .update({ used_at: new Date(now) });
  return count === 1;
}

export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  const [row] = await db('recovery_codes').where({ user_id: userId, used_at: null }).count<{ count: string }[]>();
  return Number(row?.count ?? 0);
}

/** After a change of the root key. What no key opens any more stays: its person has recovery codes, or it is reset. */
export async function resealSecondFactors(db: Db, sealer: Sealer): Promise<number> {
  let changed = 0;
  for (const { user_id, seed } of await db<Row>('second_factors').select('user_id', 'seed')) {
    const plain = sealer.isOld(seed) ? sealer.openOrNull(seed) : null;
    if (plain !== null)
      changed += await db('second_factors')
        .where({ user_id, seed })
        .update({ seed: sealer.seal(plain) });
  }
  return changed;
}
