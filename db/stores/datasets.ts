import { DomainError } from '../../domain/errors';
import type { Certificate } from '../../domain/exit/certificate-schema';
import type { DatasetDefinition } from '../../domain/exit/schema';
import { type DatasetEvent, datasetObjection, type DatasetState, nextState } from '../../domain/exit/states';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface DatasetId {
  readonly engagementId: string;
  readonly key: string;
}

export interface Dataset extends DatasetDefinition {
  readonly engagementId: string;
  readonly state: DatasetState;
  /** The real migration that counts. */
  readonly runId: string | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: number | null;
  readonly deletionRequestId: string | null;
  readonly deletionRequestedBy: string | null;
  readonly certificate: unknown;
}

interface Row {
  readonly engagement_id: string;
  readonly key: string;
  readonly title: string;
  readonly personal_data: boolean;
  readonly source: DatasetDefinition['source'];
  readonly target: DatasetDefinition['target'];
  readonly state: DatasetState;
  readonly run_id: string | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: Date | null;
  readonly deletion_request_id: string | null;
  readonly deletion_requested_by: string | null;
  readonly certificate: unknown;
  readonly version: number;
  readonly updated_at: Date;
}

const toDataset = (row: Row): Dataset => ({
  engagementId: row.engagement_id,
  key: row.key,
  title: row.title,
  personalData: row.personal_data,
  source: row.source,
  target: row.target,
  state: row.state,
  runId: row.run_id,
  acknowledgedBy: row.acknowledged_by,
  acknowledgedAt: row.acknowledged_at?.getTime() ?? null,
  deletionRequestId: row.deletion_request_id,
  deletionRequestedBy: row.deletion_requested_by,
  certificate: row.certificate,
});

const where = ({ engagementId, key }: DatasetId) => ({ engagement_id: engagementId, key });

export async function listDatasets(db: Db, engagementId: string): Promise<readonly Dataset[]> {
  const rows = await db<Row>('datasets').where({ engagement_id: engagementId }).orderBy('key');
  return rows.map(toDataset);
}

export async function findDataset(db: Db, id: DatasetId): Promise<Dataset | null> {
  const row = await db<Row>('datasets').where(where(id)).first();
  return row ? toDataset(row) : null;
}

export async function existingDataset(db: Db, id: DatasetId): Promise<Dataset> {
  const dataset = await findDataset(db, id);
  if (!dataset) throw new DomainError('NOT_FOUND', 'There is no such dataset.');
  return dataset;
}

/** Locks the datasets of an engagement, so that what was read stays true until the end of the transaction. */
export async function lockDatasets(trx: Trx, engagementId: string): Promise<readonly Dataset[]> {
  const rows = await trx<Row>('datasets').where({ engagement_id: engagementId }).orderBy('key').forUpdate();
  return rows.map(toDataset);
}

export async function lockDataset(trx: Trx, id: DatasetId): Promise<Dataset> {
  const row = await trx<Row>('datasets').where(where(id)).forUpdate().first();
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such dataset.');
  return toDataset(row);
}

export async function saveDefinition(
  trx: Trx,
  id: DatasetId,
  { definition, now }: { definition: DatasetDefinition; now: number },
): Promise<void> {
  const fields = {
    title: definition.title,
    personal_data: definition.personalData,
    source: JSON.stringify(definition.source),
    target: JSON.stringify(definition.target),
    updated_at: new Date(now),
  };
  await trx('datasets')
    .insert({ ...where(id), ...fields, state: 'inventoried', created_at: new Date(now) })
    .onConflict(['engagement_id', 'key'])
    .merge({ ...fields, version: trx.raw('datasets.version + 1') });
}

export async function removeDataset(trx: Trx, id: DatasetId): Promise<void> {
  await trx('datasets').where(where(id)).delete();
}

export interface DatasetPatch {
  readonly runId?: string;
  readonly acknowledgedBy?: string;
  readonly acknowledgedAt?: number;
  readonly deletionRequestId?: string | null;
  readonly deletionRequestedBy?: string | null;
  readonly certificate?: Certificate | object;
}

/** Moves a dataset along its life; refuses what its state does not allow. Answers the dataset as it was before. */
export async function moveDataset(
  trx: Trx,
  id: DatasetId,
  { event, now, ...patch }: DatasetPatch & { readonly event: DatasetEvent; readonly now: number },
): Promise<Dataset> {
  const before = await lockDataset(trx, id);
  const refusal = datasetObjection(before.state, event);
  if (refusal) throw DomainError.from(refusal);
  await trx('datasets')
    .where(where(id))
    .update({ ...columns(patch), state: nextState(event), version: trx.raw('version + 1'), updated_at: new Date(now) });
  return before;
}

const columns = (patch: DatasetPatch) => ({
  ...(patch.runId !== undefined && { run_id: patch.runId }),
  ...(patch.acknowledgedBy !== undefined && { acknowledged_by: patch.acknowledgedBy }),
  ...(patch.acknowledgedAt !== undefined && { acknowledged_at: new Date(patch.acknowledgedAt) }),
  ...(patch.deletionRequestId !== undefined && { deletion_request_id: patch.deletionRequestId }),
  ...(patch.deletionRequestedBy !== undefined && { deletion_requested_by: patch.deletionRequestedBy }),
  ...(patch.certificate !== undefined && { certificate: JSON.stringify(patch.certificate) }),
});
