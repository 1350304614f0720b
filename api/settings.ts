import { z, type ZodObject } from 'zod';
import { DomainError } from '../domain/errors';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import {
  addSetting,
  findSetting,
  type NewSetting,
  lockSetting,
  shippedSetting,
  type StoredSetting,
} from '../db/stores/settings';
import type { Db } from '../db/knex';
import { inTransaction, type Trx } from '../db/transaction';
import { checkIfMatch, etagOf } from './precondition';
import { type Call, ok, type Reply } from './route';
import { VersionNumber } from './version-number';

/** A setting that ships and that an organisation may replace; every version is kept. */
export interface Setting {
  readonly key: string;
  readonly schema: ZodObject;
  readonly shipped: unknown;
}

export const SettingQuery = z.strictObject({ version: VersionNumber.optional() });
export type SettingQuery = z.infer<typeof SettingQuery>;

/** How a setting is answered: its fields with the version and where it comes from. */
export const settingView = (schema: ZodObject): ZodObject =>
  schema.safeExtend({ version: z.int(), origin: z.enum(['shipped', 'own']) });

export const viewOf = ({ version, origin, body }: StoredSetting) => ({ version, origin, ...(body as object) });

/** As it stands, or in an older version. Throws `NOT_FOUND` for a version that never was. */
export async function storedSetting(db: Db, { key, shipped }: Setting, version?: number): Promise<StoredSetting> {
  const own = await findSetting(db, key, version);
  const found = own ?? (version === undefined || version === 1 ? shippedSetting(shipped) : null);
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such version.');
  return found;
}

export async function readSetting(db: Db, setting: Setting, version?: number): Promise<Reply> {
  const stored = await storedSetting(db, setting, version);
  return ok(viewOf(stored), etagOf(stored.version));
}

/** Sets it anew: a version more, with its entry in the trail. */
export async function putSetting(db: Db, setting: Setting, call: Call<unknown, unknown, unknown>): Promise<Reply> {
  const { key } = setting;
  const { body, ifMatch } = call;
  const version = await inTransaction(db, async (trx) => {
    checkIfMatch(ifMatch, await lockSetting(trx, key));
    return addNoted(trx, call, { key, body });
  });
  return ok(viewOf({ version, origin: 'own', body }), etagOf(version));
}

export type SavingSetting = Pick<
  Call<unknown, unknown, unknown>,
  'actor' | 'channel' | 'now' | 'requestId' | 'ifMatch'
>;

/** A version more, in the trail; answers its number. */
export async function addNoted(
  trx: Trx,
  call: SavingSetting,
  { key, body }: Pick<NewSetting, 'key' | 'body'>,
): Promise<number> {
  const { actor, channel, now, requestId } = call;
  const version = await addSetting(trx, { key, body, actorId: actor.id, now });
  const payload = { key, version };
  await appendAudit(trx, MASTER_STREAM, [
    { key: `setting:${requestId}`, at: now, type: 'setting.saved', actorId: actor.id, channel, payload },
  ]);
  return version;
}
