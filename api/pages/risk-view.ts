import { bandOf } from '../../domain/risk/exposure';
import { possibleSteps } from '../../domain/risk/alarm';
import type { AlarmRecord } from '../../domain/risk/alarm-schema';
import type { IncidentView, RiskView as RiskRecord } from '../../domain/risk/record-schema';
import { byExposure, riskView } from '../../domain/risk/risk';
import { engagementAccess } from '../../domain/engagement/access';
import type { Person } from '../../domain/people/people';
import { riskRules } from '../../db/read/risk-rules';
import type { Db } from '../../db/knex';
import { alarmsOnPage } from '../../db/stores/alarms';
import type { EngagementRow } from '../../db/stores/engagements';
import { incidentsOf } from '../../db/stores/incidents';
import { risksOf } from '../../db/stores/risks';
import type { EngagementPage } from '../../templates/engagement-page-data';
import type { AlarmAttempt, AlarmView, IncidentOnPage, RiskView } from '../../templates/risk-page-data';
import { factsOf } from '../../templates/facts';
import { riskMatrix } from '../../templates/risk-matrix';
import { teamOf } from '../engagement-scope';
import { formPath, mayWrite } from './form-links';
import { namesOf } from './request-view';

const ALARMS = 50;

interface Looking {
  readonly person: Person;
  /** What the reader has just tried to do about an alarm, and why not. */
  readonly attempt: AlarmAttempt | null;
}

/** Register and alarms of an engagement, with what the reader may do about them. */
export async function riskPart(
  db: Db,
  row: EngagementRow,
  { person, attempt }: Looking,
): Promise<Pick<EngagementPage, 'risks' | 'matrix' | 'alarms' | 'incidents' | 'riskForms'>> {
  const [kept, alarms, { exposure }, incidents] = await Promise.all([
    risksOf(db, row.id),
    alarmsOnPage(db, row.id, ALARMS),
    riskRules(db),
    incidentsOf(db, row.id),
  ]);
  const risks = byExposure(kept.map((risk) => riskView(risk, exposure)));
  const mayAct = engagementAccess('edit', person, teamOf(row)) === null;
  const writes = mayWrite(row, person);
  const nameOf = await namesOf(db, [
    ...risks.flatMap(({ ownerId }) => ownerId ?? []),
    ...alarms.flatMap(({ comments }) => comments.flatMap(({ actorId }) => actorId ?? [])),
  ]);
  return {
    risks: risks.map((risk) => riskOnPage(risk, nameOf, writes ? formPath(row, `risk?of=${risk.id}`) : null)),
    matrix: riskMatrix(risks, (one) => bandOf(one, exposure)),
    incidents: incidents.toReversed().map((one) => incidentOnPage(one, writes ? row : null)),
    riskForms: (writes ? ['risk', 'incident'] : []).map((form) => ({ form, href: formPath(row, form) })),
    alarms: alarms.map((alarm) => {
      const steps = mayAct ? possibleSteps(alarm) : [];
      const tried = attempt?.alarmId === alarm.id ? attempt : null;
      const unsaid = tried?.refusal === 'COMMENT_REQUIRED' && steps.length > 0;
      const refused = { refusal: tried?.refusal ?? null, typed: tried?.comment ?? '', unsaid };
      return { ...shown(alarm, nameOf), steps, ...refused };
    }),
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

const shown = (
  alarm: AlarmRecord,
  nameOf: (id: string) => string,
): Omit<AlarmView, 'steps' | 'refusal' | 'typed' | 'unsaid'> => ({
  id: alarm.id,
  rule: alarm.rule,
  subject: alarm.subject,
  severity: alarm.severity,
  state: alarm.state,
  openedAt: Date.parse(alarm.openedAt),
  ackDueAt: Date.parse(alarm.ackDueAt),
  planDueAt: alarm.planDueAt === null ? null : Date.parse(alarm.planDueAt),
  reopened: alarm.reopened,
  evidence: factsOf(alarm.evidence),
  comments: alarm.comments.map(({ at, actorId, step, text }) => ({
    at: Date.parse(at),
    name: actorId === null ? null : nameOf(actorId),
    step,
    // What a rule did is said by its step.
    text: actorId === null ? '' : text,
  })),
});
