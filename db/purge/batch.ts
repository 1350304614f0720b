import { isKeptEntry } from '../../domain/exit/purge';
import { engagementStream } from '../stores/audit';
import { erasePayloads } from '../stores/audit-erasure';
import { lockEngagement } from '../stores/engagements';
import { activeHolds } from '../stores/exit-holds';
import { leaveTombstone, type PurgeRow } from '../stores/purges';
import type { Trx } from '../transaction';
import { PURGED_TABLES, type PurgedTable } from './tables';

/** Rows of one transaction. */
const BATCH = 1_000;
/** Entries of one transaction, which are one record of erasure. */
const ENTRIES = 500;

export type Batch = 'more' | 'held' | 'nothing-left';

/**
 * Takes the next rows away, and leaves a tombstone. The engagement is held meanwhile: a legal hold is placed before the
 * batch, and stops it, or after it. What is repeated after a crash finds what is left.
 */
export async function purgeBatch(trx: Trx, purge: PurgeRow, now: number): Promise<Batch> {
  const id = purge.engagement_id;
  await lockEngagement(trx, id);
  if ((await activeHolds(trx, id)).length > 0) return 'held';
  const deleted = await purgeTables(trx, purge, now);
  if (deleted >= BATCH) return 'more';
  return (await erasePayloadsOf(trx, purge, now)) || deleted > 0 ? 'more' : 'nothing-left';
}

/** Goes through the tables until enough rows for one transaction have gone. */
async function purgeTables(trx: Trx, purge: PurgeRow, now: number): Promise<number> {
  let deleted = 0;
  for (const table of PURGED_TABLES) {
    const keys = await deleteRows(trx, { ...table, limit: BATCH - deleted }, purge.engagement_id);
    if (keys.length > 0) await leaveTombstone(trx, { purgeId: purge.id, class: table.table, keys, now });
    deleted += keys.length;
    if (deleted >= BATCH) break;
  }
  return deleted;
}

async function deleteRows(
  trx: Trx,
  { table, where, whole, limit }: PurgedTable & { readonly limit: number },
  id: string,
): Promise<readonly object[]> {
  const chosen = `select ctid from ${table} where ${where}${whole ? '' : ` limit ${limit}`}`;
  const found = await trx.raw<{ rows: unknown[] }>(`select 1 from ${table} where ${where} limit 1`, { id });
  if (found.rows.length === 0) return [];
  // It names one of the candidates, which cannot go while it does.
  if (table === 'candidates') await trx('engagements').where({ id }).update({ candidate_id: null });
  const keys = (await keyColumns(trx, table)).map((column) => `'${column}', "${column}"`).join(', ');
  const deleted = await trx.raw<{ rows: { key: object }[] }>(
    // The place of a row is its own within a part of a table only: what is deleted is asked for once more.
    `delete from ${table} where ctid = any (array(${chosen})) and (${where}) returning jsonb_build_object(${keys}) as key`,
    { id },
  );
  return deleted.rows.map(({ key }) => key);
}

async function keyColumns(trx: Trx, table: string): Promise<readonly string[]> {
  const { rows } = await trx.raw<{ rows: { column: string }[] }>(
    `select attname as column from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
     where indrelid = ?::regclass and indisprimary order by attnum`,
    [table],
  );
  return rows.map(({ column }) => column);
}

/** The trail keeps facts: what happened when and by whom, and entries that hold nothing but hashes and counts. */
async function erasePayloadsOf(trx: Trx, purge: PurgeRow, now: number): Promise<boolean> {
  const stream = engagementStream(purge.engagement_id);
  const entries = await trx<{ stream: string; seq: number; type: string }>('audit_events')
    .where({ stream })
    .whereNull('erased_by')
    .andWhereRaw(`payload <> '{}'`)
    .orderBy('seq')
    .select('seq', 'type');
  const seqs = entries.filter(({ type }) => !isKeptEntry(type)).map(({ seq }) => seq).slice(0, ENTRIES); // prettier-ignore
  if (seqs.length === 0) return false;
  const actorId = purge.confirmed_by ?? undefined;
  await erasePayloads(trx, { stream, seqs }, { key: purge.id, reason: 'purge', actorId, channel: 'workflow', now });
  const keys = seqs.map((seq) => ({ stream, seq }));
  await leaveTombstone(trx, { purgeId: purge.id, class: 'audit payloads', keys, now });
  return true;
}
