import type { Db } from '../knex';
import type { Trx } from '../transaction';

/** The form of a period as one side has left it, by the names of its fields. */
export interface KpiDraft {
  readonly typed: Readonly<Record<string, string>>;
  readonly savedBy: string | null;
  /** Epoch milliseconds. */
  readonly savedAt: number;
}

export interface DraftPlace {
  readonly engagementId: string;
  readonly period: string;
  readonly side: 'us' | 'vendor';
}

interface Row {
  readonly engagement_id: string;
  readonly period: string;
  readonly side: DraftPlace['side'];
  readonly typed: KpiDraft['typed'];
  readonly saved_by: string | null;
  readonly saved_at: Date;
}

const columnsOf = ({ engagementId, period, side }: DraftPlace) => ({ engagement_id: engagementId, period, side });

export async function findKpiDraft(db: Db, place: DraftPlace): Promise<KpiDraft | null> {
  const row = await db<Row>('kpi_drafts').where(columnsOf(place)).first();
  return row ? { typed: row.typed, savedBy: row.saved_by, savedAt: row.saved_at.getTime() } : null;
}

/** Keeps the last of what a side has typed; null when all of it is handed in. */
export async function saveKpiDraft(trx: Trx, place: DraftPlace, draft: KpiDraft | null): Promise<void> {
  if (draft === null) {
    await trx('kpi_drafts').where(columnsOf(place)).delete();
    return;
  }
  const { typed, savedBy, savedAt } = draft;
  const columns = { typed: JSON.stringify(typed), saved_by: savedBy, saved_at: new Date(savedAt) };
  await trx('kpi_drafts')
    .insert({ ...columnsOf(place), ...columns })
    .onConflict(['engagement_id', 'period', 'side'])
    .merge(columns);
}
