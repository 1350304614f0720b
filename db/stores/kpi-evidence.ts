import type { EvidenceFile } from '../../domain/kpi/evidence-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly key: string;
  readonly period: string;
  readonly side: EvidenceFile['side'];
  readonly file_name: string;
  readonly media_type: string;
  readonly size: string;
  readonly sha256: string;
  readonly uploaded_by: string | null;
  readonly uploaded_at: Date;
  readonly revision: number | null;
  readonly correction_id: string | null;
}

const toFile = (row: Row): EvidenceFile => ({
  id: row.id,
  key: row.key,
  period: row.period,
  side: row.side,
  fileName: row.file_name,
  mediaType: row.media_type,
  size: Number(row.size),
  sha256: row.sha256,
  state: row.revision === null && row.correction_id === null ? 'waiting' : 'given',
  revision: row.revision,
  correctionId: row.correction_id,
  uploadedById: row.uploaded_by,
  uploadedAt: row.uploaded_at.toISOString(),
});

export type NewEvidence = Omit<EvidenceFile, 'state' | 'revision' | 'correctionId' | 'uploadedAt'> & {
  readonly engagementId: string;
  /** Epoch milliseconds. */
  readonly uploadedAt: number;
};

/** A repetition under the same id changes nothing. */
export async function insertEvidence(trx: Trx, file: NewEvidence): Promise<void> {
  await trx('kpi_evidence')
    .insert({
      id: file.id,
      engagement_id: file.engagementId,
      key: file.key,
      period: file.period,
      side: file.side,
      file_name: file.fileName,
      media_type: file.mediaType,
      size: file.size,
      sha256: file.sha256,
      uploaded_by: file.uploadedById,
      uploaded_at: new Date(file.uploadedAt),
    })
    .onConflict('id')
    .ignore();
}

export interface EvidencePlace {
  readonly period: string;
  readonly key?: string | undefined;
  readonly side?: EvidenceFile['side'];
}

/** Files of a period, the first one first. */
export async function evidenceOf(db: Db, engagementId: string, place: EvidencePlace): Promise<readonly EvidenceFile[]> {
  const { period, key, side } = place;
  const query = db<Row>('kpi_evidence').where({ engagement_id: engagementId, period }).orderBy('id');
  if (key !== undefined) void query.where({ key });
  if (side !== undefined) void query.where({ side });
  return (await query.select<Row[]>('*')).map(toFile);
}

/** Files that came with values that count or have counted, of so many periods, the first one first. */
export async function countedEvidence(
  db: Db,
  engagementId: string,
  periods: readonly string[],
): Promise<readonly EvidenceFile[]> {
  const rows = await db<Row>('kpi_evidence')
    .where({ engagement_id: engagementId })
    .whereIn('period', [...periods])
    .whereNotNull('revision')
    .orderBy('id')
    .select<Row[]>('*');
  return rows.map(toFile);
}

/** Every file that was handed in, with a value or with what was proposed, the first one first. */
export async function handedInEvidence(db: Db, engagementId: string): Promise<readonly EvidenceFile[]> {
  const rows = await db<Row>('kpi_evidence')
    .where({ engagement_id: engagementId })
    .where((file) => void file.whereNotNull('revision').orWhereNotNull('correction_id'))
    .orderBy('id')
    .select<Row[]>('*');
  return rows.map(toFile);
}

export async function findEvidence(db: Db, engagementId: string, id: string): Promise<EvidenceFile | null> {
  const row = await db<Row>('kpi_evidence').where({ engagement_id: engagementId, id }).first();
  return row ? toFile(row) : null;
}

export interface Attaching extends Required<EvidencePlace> {
  readonly key: string;
  readonly to: { readonly revision: number } | { readonly correctionId: string };
}

/** Hands in what waits: it goes with a value from then on. Answers the ids. */
export async function attachEvidence(
  trx: Trx,
  engagementId: string,
  { period, key, side, to }: Attaching,
): Promise<readonly string[]> {
  const rows = await trx<Row>('kpi_evidence')
    .where({ engagement_id: engagementId, period, key, side, revision: null, correction_id: null })
    .update('revision' in to ? { revision: to.revision } : { correction_id: to.correctionId })
    .returning<{ id: string }[]>('id');
  return rows.map(({ id }) => id).sort();
}

/** What came with a correction goes with the value that it has become. */
export async function confirmEvidence(
  trx: Trx,
  { id, revision }: { readonly id: string; readonly revision: number },
): Promise<void> {
  await trx('kpi_evidence').where({ correction_id: id }).update({ revision });
}

/** Takes a file back that has not been handed in. */
export async function dropEvidence(trx: Trx, id: string): Promise<void> {
  await trx('kpi_evidence').where({ id, revision: null, correction_id: null }).delete();
}
