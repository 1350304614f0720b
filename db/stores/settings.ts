import { asOurselves } from '../wall/scope';
import type { Db } from '../knex';
import { isGathering, once } from '../once';
import type { Trx } from '../transaction';

export interface StoredSetting {
  readonly version: number;
  /** `shipped` is what Tenure brings along; `own` is what the organisation has set. */
  readonly origin: 'shipped' | 'own';
  readonly body: unknown;
}

interface Row {
  readonly key: string;
  readonly version: number;
  readonly body: unknown;
}

/** What ships counts as version 1; an organisation's own versions come after it. */
const SHIPPED_VERSION = 1;

/** The newest version of a setting, or the one asked for; null where the organisation has none of its own. */
export const findSetting = (db: Db, key: string, version?: number): Promise<StoredSetting | null> =>
  asOurselves(() => readSetting(db, key, version));

async function readSetting(db: Db, key: string, version: number | undefined): Promise<StoredSetting | null> {
  if (version === undefined && isGathering(db)) return (await newestSettings(db)).get(key) ?? null;
  const query = db<Row>('settings').where({ key }).orderBy('version', 'desc');
  if (version !== undefined) void query.where({ version });
  const row = await query.first();
  return row ? { version: row.version, origin: 'own', body: row.body } : null;
}

const newestSettings = (db: Db): Promise<ReadonlyMap<string, StoredSetting>> =>
  once(db, 'newestSettings', async () => {
    const rows = await db<Row>('settings')
      .distinctOn('key')
      .orderBy([{ column: 'key' }, { column: 'version', order: 'desc' }]);
    return new Map(rows.map(({ key, version, body }) => [key, { version, origin: 'own', body }]));
  });

export const shippedSetting = (body: unknown): StoredSetting => ({ version: SHIPPED_VERSION, origin: 'shipped', body });

export interface NewSetting {
  readonly key: string;
  readonly body: unknown;
  readonly actorId: string;
  readonly now: number;
}

/** Until the transaction ends nobody else sets this; answers the version that stands. */
export async function lockSetting(trx: Trx, key: string): Promise<number> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`setting:${key}`]);
  return (await findSetting(trx, key))?.version ?? SHIPPED_VERSION;
}

/** Adds a version and answers its number. Two writers at once get two versions. */
export async function addSetting(trx: Trx, { key, body, actorId, now }: NewSetting): Promise<number> {
  const version = (await lockSetting(trx, key)) + 1;
  const columns = { key, version, body: JSON.stringify(body), saved_by: actorId, saved_at: new Date(now) };
  await trx('settings').insert(columns);
  return version;
}
