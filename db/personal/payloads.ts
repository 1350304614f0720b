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
  const took = await streamsOf(db, id);
  const found = new Map<string, number[]>();
  const bindings = { id, email, name: JSON.stringify(name).slice(1, -1) };
  for await (const row of entriesWhere(db, { where: MAY_NAME, bindings })) {
    if (isKeptEntry(row.type)) continue;
    if (!isOwnAccount(row, id) && !namesPerson(row.payload, { id, email, name }, took.has(row.stream))) continue;
    found.set(row.stream, [...(found.get(row.stream) ?? []), row.seq]);
  }
  return found;
}

const isOwnAccount = ({ stream, payload }: AuditRow, id: string): boolean =>
  stream === MASTER_STREAM && payload['userId'] === id;

/** Streams in which the person did something of their own; all share that of master data. */
async function streamsOf(db: Db, id: string): Promise<ReadonlySet<string>> {
  const { rows } = await db.raw<{ rows: { stream: string }[] }>(
    `select distinct stream from audit_events where :id in (actor_id, on_behalf_of_id) and stream <> :master`,
    { id, master: MASTER_STREAM },
  );
  return new Set(rows.map(({ stream }) => stream));
}
