import { isKeptEntry } from '../../domain/exit/purge';
import { type Named, namesPerson } from '../../domain/people/naming';
import type { Db } from '../knex';
import { type AuditRow, MASTER_STREAM, SIGN_IN_STREAM } from '../stores/audit';
import { entriesWhere } from './trail';

/** The numbers of entries by their streams. */
export type Payloads = ReadonlyMap<string, readonly number[]>;

/** What all of them share: an account is named by its id, and with it where it was signed in from. */
const OF_ACCOUNTS: readonly string[] = [MASTER_STREAM, SIGN_IN_STREAM];

/** Cheap, and picks too many: what names the person is decided entry by entry. */
const MAY_NAME = `erased_by is null and payload <> '{}' and (
  position(lower(:email) in lower(payload::text)) > 0 or position(:name in payload::text) > 0
  or (stream in (${OF_ACCOUNTS.map((stream) => `'${stream}'`).join(', ')}) and payload ->> 'userId' = :id))`;

/** Entries whose payload tells who a person is: their address, their name, or their own account. */
export async function payloadsAbout(db: Db, { id, email, name }: Named): Promise<Payloads> {
  // Asked of streams that may name them only: nothing finds the entries of a person without a look at the whole trail.
  const took = new Map<string, boolean>();
  const found = new Map<string, number[]>();
  const bindings = { id, email, name: JSON.stringify(name).slice(1, -1) };
  for await (const row of entriesWhere(db, { where: MAY_NAME, bindings })) {
    if (isKeptEntry(row.type)) continue;
    const isTheirs = took.get(row.stream) ?? (await tookPart(db, id, row.stream));
    took.set(row.stream, isTheirs);
    if (!isOwnAccount(row, id) && !namesPerson(row.payload, { id, email, name }, isTheirs)) continue;
    found.set(row.stream, [...(found.get(row.stream) ?? []), row.seq]);
  }
  return found;
}

const isOwnAccount = ({ stream, payload }: AuditRow, id: string): boolean =>
  OF_ACCOUNTS.includes(stream) && payload['userId'] === id;

/** Whether the person did something of their own in a stream that is not of everybody. */
async function tookPart(db: Db, id: string, stream: string): Promise<boolean> {
  if (OF_ACCOUNTS.includes(stream)) return false;
  const own = await db<{ stream: string; seq: number }>('audit_events')
    .where({ stream })
    .whereRaw('? in (actor_id, on_behalf_of_id)', [id])
    .first('seq');
  return own !== undefined;
}
