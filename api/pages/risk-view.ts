import { bandOf } from '../../domain/risk/exposure';
import { possibleSteps } from '../../domain/risk/alarm';
import type { AlarmRecord } from '../../domain/risk/alarm-schema';
import { byExposure, riskView } from '../../domain/risk/risk';
import { engagementAccess } from '../../domain/engagement/access';
import type { Person } from '../../domain/people/people';
import { riskRules } from '../../db/read/risk-rules';
import type { Db } from '../../db/knex';
import { alarmsOnPage } from '../../db/stores/alarms';
import type { EngagementRow } from '../../db/stores/engagements';
import { risksOf } from '../../db/stores/risks';
import type { AlarmAttempt, AlarmView, EngagementPage } from '../../templates/engagement-page-data';
import { factsOf } from '../../templates/facts';
import { riskMatrix } from '../../templates/risk-matrix';
import { teamOf } from '../engagement-scope';
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
): Promise<Pick<EngagementPage, 'risks' | 'matrix' | 'alarms'>> {
  const [kept, alarms, { exposure }] = await Promise.all([
    risksOf(db, row.id),
    alarmsOnPage(db, row.id, ALARMS),
    riskRules(db),
  ]);
  const risks = byExposure(kept.map((risk) => riskView(risk, exposure)));
  const mayAct = engagementAccess('edit', person, teamOf(row)) === null;
  const nameOf = await namesOf(
    db,
    alarms.flatMap(({ comments }) => comments.flatMap(({ actorId }) => actorId ?? [])),
  );
  return {
    risks: risks.map(({ type, cause, likelihood, impact, band: level, controls, residual, reviewAt }) => ({
      type,
      cause,
      likelihood,
      impact,
      level,
      controls,
      residual: residual ?? null,
      reviewAt: reviewAt ?? null,
    })),
    matrix: riskMatrix(risks, (one) => bandOf(one, exposure)),
    alarms: alarms.map((alarm) => ({
      ...shown(alarm, nameOf),
      steps: mayAct ? possibleSteps(alarm) : [],
      refusal: attempt?.alarmId === alarm.id ? attempt.refusal : null,
      typed: attempt?.alarmId === alarm.id ? attempt.comment : '',
    })),
  };
}

const shown = (alarm: AlarmRecord, nameOf: (id: string) => string): Omit<AlarmView, 'steps' | 'refusal' | 'typed'> => ({
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
