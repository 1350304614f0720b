import type { Trx } from '../transaction';
import type { DatasetId } from './datasets';

const HASHED = (column: string): string => `encode(sha256(convert_to(${column}, 'UTF8')), 'hex')`;

/**
 * Takes out of the ledger of all runs what may be personal data itself: keys of rows at the edges of spans, and names of files.
 * Counts, hashes and the order of the pieces stay.
 */
export async function forgetNames(
  trx: Trx,
  { engagementId, key }: DatasetId,
  { ofFiles, runId }: { readonly ofFiles: boolean; readonly runId: string },
): Promise<void> {
  const runs = { engagement_id: engagementId, dataset_key: key };
  const names = { unit: trx.raw(HASHED('unit')), entry: trx.raw(HASHED('entry')) };
  await trx('dataset_chunks')
    .whereIn('run_id', trx('dataset_runs').where(runs).select('id'))
    .update({ lower_bound: null, upper_bound: null, ...(ofFiles && names) });
  await trx('dataset_runs').where(runs).update({ under_way: null, findings: null });
  // Of runs that did not count: why they failed, and what differed.
  await trx('dataset_runs').where(runs).whereNot({ id: runId }).update({ failure: null, verification: null });
}
