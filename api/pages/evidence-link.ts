import type { EvidenceFile } from '../../domain/kpi/evidence-schema';
import type { EvidenceLink } from '../../templates/values-page-data';

/** Where people of ours save a file that bears out a value. */
export const evidenceHref = (engagementId: string, { key, id }: Pick<EvidenceFile, 'key' | 'id'>): string =>
  `/api/v1/engagements/${engagementId}/kpis/${key}/evidence/${id}/content`;

export const evidenceLink = (engagementId: string, file: EvidenceFile): EvidenceLink => ({
  fileName: file.fileName,
  size: file.size,
  at: Date.parse(file.uploadedAt),
  href: evidenceHref(engagementId, file),
});
