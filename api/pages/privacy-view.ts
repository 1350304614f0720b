import type { PrivacyAssessmentView } from '../../domain/residency/schema';
import { privacyView } from '../../db/read/privacy';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import { formPath, mayWrite } from './form-links';
import type { Beholder } from './selection-view';
import type { PrivacyOnPage } from '../../templates/privacy-page-data';

/** Where data leaves the country, for the engagement's own page; null while none does and nobody has assessed anything. */
export async function privacyPart(
  db: Db,
  row: EngagementRow,
  { person, now }: Beholder,
): Promise<PrivacyOnPage | null> {
  const { state, crossings, unassessed, assessment, updatedAt } = await privacyView(db, row, now);
  if (state === 'not-needed' && assessment === null) return null;
  return {
    formHref: mayWrite(row, person) ? formPath(row, 'privacy-assessment') : null,
    state,
    crossings,
    unassessed,
    assessment: assessment && assessed(row.id, assessment, updatedAt),
  };
}

const assessed = (
  engagementId: string,
  { legalBasis, destinations, safeguards, reference, documentId }: NonNullable<PrivacyAssessmentView['assessment']>,
  updatedAt: string | null,
): NonNullable<PrivacyOnPage['assessment']> => ({
  legalBasis,
  destinations,
  safeguards,
  reference: reference ?? null,
  documentHref: documentId ? `/api/v1/engagements/${engagementId}/documents/${documentId}/content` : null,
  at: updatedAt === null ? null : Date.parse(updatedAt),
});
