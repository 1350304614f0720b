import type { Db } from '../knex';
import type { AuditRow } from '../stores/audit';

/** The stream whose only entry holds the hash over what is sealed of entries of version 1. */
export const SEALED_STREAM = 'sealed';

/** What is sealed of entries of version 1 of one stream, by their numbers. */
export type Seals = ReadonlyMap<number, string>;

export async function sealsOf(db: Db, rows: readonly AuditRow[]): Promise<Seals> {
  const stream = rows[0]?.stream;
  const seqs = rows.filter(({ version }) => version === 1).map(({ seq }) => seq);
  if (stream === undefined || seqs.length === 0) return new Map();
  const seals = await db('audit_sealed')
    .where({ stream })
    .whereIn('seq', seqs)
    .select<{ seq: number; facts: string }[]>('seq', 'facts');
  return new Map(seals.map(({ seq, facts }) => [seq, facts]));
}

/** Whether what is sealed is what the entry about it says, which was written when the rule of version 1 ended. */
export async function isSealWhole(db: Db): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select from audit_events where stream = ? and seq = 1 and version = 2 and type = 'audit.sealed' and payload ->> 'root' = (
       select encode(sha256(convert_to(
         coalesce(string_agg(stream || ' ' || seq || ' ' || facts || E'\\n', '' order by stream collate "C", seq), ''), 'UTF8')), 'hex')
       from audit_sealed)`,
    [SEALED_STREAM],
  );
  return rows.length === 1;
}
