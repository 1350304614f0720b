import { bandOf } from '../../domain/risk/exposure';
import type { IncidentView, RiskView as RiskRecord } from '../../domain/risk/record-schema';
import { byExposure, riskView } from '../../domain/risk/risk';
import { riskRules } from '../../db/read/risk-rules';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { incidentsOf } from '../../db/stores/incidents';
import { risksOf } from '../../db/stores/risks';
import type { EngagementParts } from '../../templates/engagement-page-data';
import type { IncidentOnPage, RiskView } from '../../templates/risk-page-data';
import { riskMatrix } from '../../templates/risk-matrix';
import { formPath, mayWrite } from './form-links';
import { namesOf } from './request-view';
import type { Beholder } from './selection-view';

/** Register and incidents of an engagement, with what the reader may write there. */
export async function riskPart(
  db: Db,
  row: EngagementRow,
  { person }: Pick<Beholder, 'person'>,
): Promise<EngagementParts['risk']> {
  const [kept, { exposure }, incidents] = await Promise.all([
    risksOf(db, row.id),
    riskRules(db),
    incidentsOf(db, row.id),
  ]);
  const risks = byExposure(kept.map((risk) => riskView(risk, exposure)));
  const writes = mayWrite(row, person);
  const nameOf = await namesOf(
    db,
    risks.flatMap(({ ownerId }) => ownerId ?? []),
  );
  return {
    risks: risks.map((risk) => riskOnPage(risk, nameOf, writes ? formPath(row, `risk?of=${risk.id}`) : null)),
    matrix: riskMatrix(risks, (one) => bandOf(one, exposure)),
    incidents: incidents.toReversed().map((one) => incidentOnPage(one, writes ? row : null)),
    riskForms: (writes ? ['risk', 'incident'] : []).map((form) => ({ form, href: formPath(row, form) })),
  };
}

const riskOnPage = (
  { type, cause, likelihood, impact, band: level, controls, residual, ownerId, reviewAt }: RiskRecord,
  nameOf: (id: string) => string,
  href: string | null,
): RiskView => ({
  ...{ type, cause, likelihood, impact, level, controls },
  residual: residual ?? null,
  owner: ownerId === undefined ? null : nameOf(ownerId),
  reviewAt: reviewAt ?? null,
  href,
});

function incidentOnPage(
  { id, type, severity, state, detectedAt, personalData, closing }: IncidentView,
  writable: EngagementRow | null,
): IncidentOnPage {
  const forms = writable && state === 'open' ? ['incident', 'incident-close'] : [];
  return {
    ...{ type, severity, state, personalData },
    detectedAt: Date.parse(detectedAt),
    rootCause: closing?.rootCause ?? null,
    forms: forms.map((form) => ({ form, href: writable ? formPath(writable, `${form}?of=${id}`) : '' })),
  };
}
