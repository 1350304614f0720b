import { isKeptEntry } from '../../domain/exit/purge';
import { type Named, namesPerson } from '../../domain/people/naming';
import type { Db } from '../knex';
import { type AuditRow, MASTER_STREAM } from '../stores/audit';
import { entriesWhere } from './trail';

/** The numbers of entries by their streams. */
export type Payloads = ReadonlyMap<string, readonly number[]>;

/** Cheap, and picks too many: what names the person is decided entry by entry. */
const MAY_NAME = `erased_by is null and payload <> '{}' and (
  position(lower(:email) in lower(payload::text)) > 0 or position(:name in payload::text) > 0
  or (stream = '${MASTER_STREAM}' and payload ->> 'userId' = :id))`;

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
  stream === MASTER_STREAM && payload['userId'] === id;

/** Whether the person did something of their own in a stream; all share that of master data. */
async function tookPart(db: Db, id: string, stream: string): Promise<boolean> {
  if (stream === MASTER_STREAM) return false;
  const own = await db<{ stream: string; seq: number }>('audit_events')
    .where({ stream })
    .whereRaw('? in (actor_id, on_behalf_of_id)', [id])
    .first('seq');
  return own !== undefined;
}
