import { engagementStream } from '../stores/audit';
import { erasePayloads } from '../stores/audit-erasure';
import { lockEngagement } from '../stores/engagements';
import { type SampleSet, samplesOf, vendorStream } from '../stores/samples';
import type { Trx } from '../transaction';
import { PURGED_TABLES } from './tables';

/** Rows of a vendor that belong to no engagement, those that others refer to last. */
const OF_VENDORS = ['action_items', 'vendor_assessments', 'vendor_emissions', 'sanctions_hits'] as const;

/** Takes everything of a set away in one transaction: what is repeated after a crash finds all of it, or nothing. */
export async function removeSampleRows(trx: Trx, set: SampleSet, now: number): Promise<void> {
  const engagements = await samplesOf(trx, 'engagement');
  for (const id of engagements) await removeEngagement(trx, { id, set, now });
  for (const id of await samplesOf(trx, 'vendor')) await removeVendor(trx, id);
  const people = await samplesOf(trx, 'person');
  await trx('vendors').whereIn('owner_id', people).update({ owner_id: set.loaded_by });
  await trx('users').whereIn('id', people).delete();
}

interface Removed {
  readonly id: string;
  readonly set: SampleSet;
  readonly now: number;
}

async function removeEngagement(trx: Trx, { id, set, now }: Removed): Promise<void> {
  await lockEngagement(trx, id);
  await erasePayloadsOf(trx, { id, set, now });
  // It names one of the candidates, which cannot go while it does.
  await trx('engagements').where({ id }).update({ candidate_id: null });
  for (const { table, where } of PURGED_TABLES) await trx.raw(`delete from ${table} where ${where}`, { id });
  await trx('lessons').where({ engagement_id: id }).delete();
  await trx('engagements').where({ id }).delete();
}

/** The trail keeps that something was, when and by whom; not what. */
async function erasePayloadsOf(trx: Trx, { id, set, now }: Removed): Promise<void> {
  const stream = engagementStream(id);
  const seqs = await trx<{ stream: string; seq: number }>('audit_events')
    .where({ stream })
    .whereNull('erased_by')
    .andWhereRaw(`payload <> '{}'`)
    .orderBy('seq')
    .pluck('seq');
  const by = { actorId: set.loaded_by, channel: 'workflow', now } as const;
  await erasePayloads(trx, { stream, seqs }, { key: `samples:${set.id}`, reason: 'samples', ...by });
}

/** One that a real engagement has taken up since stays, as an ordinary vendor. */
async function removeVendor(trx: Trx, id: string): Promise<void> {
  if ((await engagementsWith(trx, [id])).length > 0) return;
  await trx('deliveries')
    .where({ stream: vendorStream(id) })
    .delete();
  for (const table of OF_VENDORS) await trx(table).where({ vendor_id: id }).delete();
  await trx('vendors').where({ parent_id: id }).update({ parent_id: null });
  await trx('vendors').where({ id }).delete();
}

/** Numbers of the engagements, besides the samples, that have to do with these vendors. */
export async function engagementsWith(trx: Trx, vendorIds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await trx.raw<{ rows: { number: string }[] }>(
    `select number from engagements
     where (vendor_id = any(:ids) or exists (
       select from candidates where candidates.engagement_id = engagements.id and candidates.vendor_id = any(:ids)))
       and not exists (select from samples where samples.stream = 'engagement:' || engagements.id)
     order by number`,
    { ids: [...vendorIds] },
  );
  return rows.map(({ number }) => number);
}
