import type { ExportedEntry } from '../../domain/approval/export-schema';
import type { Db } from '../knex';
import { type AuditRow, entryHash, factsOfRow, linkOf, saltedHash, valueHash } from '../stores/audit';
import { ERASED } from '../stores/audit-erasure';
import { type Seals, sealsOf } from './audit-seal';

/** What records of erasure say of the entries that they name: the hash of what stays of each, by `<record>:<entry>`. */
type Erasures = ReadonlyMap<string, string>;

/** The records that some entries of one stream refer to. */
async function erasuresOf(db: Db, rows: readonly AuditRow[]): Promise<Erasures> {
  const stream = rows[0]?.stream;
  const seqs = [...new Set(rows.flatMap(({ erased_by: by }) => (by === null ? [] : [by])))];
  if (stream === undefined || seqs.length === 0) return new Map();
  const named = await db.raw<{ rows: { record: number; seq: number; facts: string }[] }>(
    `select record.seq as record, (named ->> 'seq')::bigint as seq, named ->> 'facts' as facts
     from audit_events record, jsonb_array_elements(record.payload -> 'entries') named
     where record.stream = ? and record.seq = any(?) and record.type = ?`,
    [stream, seqs, ERASED],
  );
  return new Map(named.rows.map(({ record, seq, facts }) => [`${record}:${seq}`, facts]));
}

/** What is known of some entries beside themselves. */
export interface Evidence {
  readonly erasures: Erasures;
  readonly seals: Seals;
}

/** For entries of one stream. */
export const evidenceOf = async (db: Db, rows: readonly AuditRow[]): Promise<Evidence> => ({
  erasures: await erasuresOf(db, rows),
  seals: await sealsOf(db, rows),
});

/** Whether an entry is as it was written, by the rule of its own version, or has lost its payload as a record tells. */
export function isAsWritten(row: AuditRow, { erasures, seals }: Evidence): boolean {
  if (row.erased_by !== null && !isErasedAs(row, erasures.get(`${row.erased_by}:${row.seq}`))) return false;
  switch (row.version) {
    case 1:
      // Only those that were there when the rule ended: an erased one says nothing else for itself.
      if (seals.get(row.seq) !== valueHash(factsOfRow(row))) return false;
      return row.erased_by !== null || row.hash === entryHash(row.prev_hash, linkOf(row));
    case 2:
      return (row.erased_by !== null || hasItsPayload(row)) && row.hash === hashOfSecond(row);
  }
}

const isErasedAs = (row: AuditRow, facts: string | undefined): boolean =>
  row.erased_by !== null &&
  row.erased_by > row.seq &&
  row.payload_salt === null &&
  Object.keys(row.payload).length === 0 &&
  facts === valueHash(factsOfRow(row));

const hasItsPayload = ({ payload_salt: salt, payload, payload_hash: hash }: AuditRow): boolean =>
  salt !== null && hash === saltedHash(salt, payload);

const hashOfSecond = (row: AuditRow): string =>
  entryHash(row.prev_hash, { ...linkOf(row), payloadHash: row.payload_hash ?? '' });

/** An entry with all that its hash is made of. */
export const toExported = (row: AuditRow): ExportedEntry => ({
  stream: row.stream,
  seq: row.seq,
  key: row.event_key,
  at: row.at.getTime(),
  actorId: row.actor_id,
  onBehalfOfId: row.on_behalf_of_id,
  channel: row.channel,
  type: row.type,
  // Written by us as JSON and read back from a JSON column.
  payload: row.payload as ExportedEntry['payload'],
  version: row.version,
  payloadHash: row.payload_hash,
  payloadSalt: row.payload_salt,
  erasedBy: row.erased_by,
  prevHash: row.prev_hash,
  hash: row.hash,
});
