import type { Trx } from '../transaction';
import { appendAudit, type AuditRow, type Channel, factsOfRow, valueHash } from './audit';

/** The type of an entry that tells which payloads of its stream were erased; it is never erased itself. */
export const ERASED = 'audit.erased';

export interface Erasure {
  /** What it belongs to, with a batch of its own: a repetition under the same key writes no second record. */
  readonly key: string;
  readonly reason: 'purge' | 'person' | 'samples';
  readonly actorId?: string | undefined;
  readonly channel: Channel;
  readonly now: number;
}

/** Entries of one record. */
const BATCH = 500;

/**
 * Erases the payloads of entries of a stream, told by their numbers, and writes down which, with a hash of what stays of
 * each. Answers how many were erased; those that were before stay as they are.
 */
export async function erasePayloads(
  trx: Trx,
  { stream, seqs }: { readonly stream: string; readonly seqs: readonly number[] },
  erasure: Erasure,
): Promise<number> {
  let erased = 0;
  for (let from = 0; from < seqs.length; from += BATCH)
    erased += await eraseBatch(trx, { stream, seqs: seqs.slice(from, from + BATCH) }, erasure);
  return erased;
}

async function eraseBatch(
  trx: Trx,
  { stream, seqs }: { readonly stream: string; readonly seqs: readonly number[] },
  { key, reason, actorId, channel, now }: Erasure,
): Promise<number> {
  const rows = await trx<AuditRow>('audit_events')
    .where({ stream })
    .whereIn('seq', [...seqs])
    .whereNull('erased_by')
    .whereNot('type', ERASED)
    .orderBy('seq');
  const first = rows[0];
  if (!first) return 0;
  const record = `${ERASED}:${key}:${first.seq}`;
  const entries = rows.map((row) => ({ seq: row.seq, facts: valueHash(factsOfRow(row)) }));
  const entry = { key: record, at: now, type: ERASED, actorId, channel, payload: { reason, entries } };
  await appendAudit(trx, stream, [entry]);
  const { rows: answer } = await trx.raw<{ rows: { erased: number }[] }>(
    `select erase_audit_payloads(stream, seq) as erased from audit_events where stream = ? and event_key = ?`,
    [stream, record],
  );
  return answer[0]?.erased ?? 0;
}
