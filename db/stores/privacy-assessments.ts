import type { PrivacyAssessment } from '../../domain/residency/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface StoredAssessment {
  readonly assessment: PrivacyAssessment | null;
  /** 0 before there is one. */
  readonly version: number;
  readonly updatedById: string | null;
  readonly updatedAt: string | null;
}

interface Row {
  readonly engagement_id: string;
  readonly assessment: PrivacyAssessment;
  readonly version: number;
  readonly updated_by: string;
  readonly updated_at: Date;
}

const NONE: StoredAssessment = { assessment: null, version: 0, updatedById: null, updatedAt: null };

export async function privacyAssessmentOf(db: Db, engagementId: string): Promise<StoredAssessment> {
  const row = await db<Row>('privacy_assessments').where({ engagement_id: engagementId }).first();
  if (!row) return NONE;
  const { assessment, version, updated_by: updatedById, updated_at: at } = row;
  return { assessment, version, updatedById, updatedAt: at.toISOString() };
}

/** Puts an assessment in place of the one before; the engagement is held by the caller. */
export async function savePrivacyAssessment(
  trx: Trx,
  engagementId: string,
  {
    assessment,
    updatedById,
    now,
  }: { readonly assessment: PrivacyAssessment; readonly updatedById: string; readonly now: number },
): Promise<void> {
  const columns = { assessment: JSON.stringify(assessment), updated_by: updatedById, updated_at: new Date(now) };
  await trx('privacy_assessments')
    .insert({ engagement_id: engagementId, version: 1, ...columns })
    .onConflict('engagement_id')
    .merge({ ...columns, version: trx.raw('privacy_assessments.version + 1') });
}
