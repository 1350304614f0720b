import { possibleSteps } from '../../domain/risk/alarm';
import type { AlarmRecord } from '../../domain/risk/alarm-schema';
import { engagementAccess } from '../../domain/engagement/access';
import type { Person } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { alarmsOnPage } from '../../db/stores/alarms';
import type { EngagementRow } from '../../db/stores/engagements';
import type { AlarmAttempt, AlarmView } from '../../templates/risk-page-data';
import { factsOf } from '../../templates/facts';
import { teamOf } from '../engagement-scope';
import { namesOf } from './request-view';

const ALARMS = 50;

interface Looking {
  readonly person: Person;
  /** What the reader has just tried to do about an alarm, and why not. */
  readonly attempt: AlarmAttempt | null;
}

/** Alarms of an engagement, with what the reader may do about them. */
export async function alarmsPart(
  db: Db,
  row: EngagementRow,
  { person, attempt }: Looking,
): Promise<readonly AlarmView[]> {
  const alarms = await alarmsOnPage(db, row.id, ALARMS);
  const mayAct = engagementAccess('edit', person, teamOf(row)) === null;
  const nameOf = await namesOf(
    db,
    alarms.flatMap(({ comments }) => comments.flatMap(({ actorId }) => actorId ?? [])),
  );
  return alarms.map((alarm) => {
    const steps = mayAct ? possibleSteps(alarm) : [];
    const tried = attempt?.alarmId === alarm.id ? attempt : null;
    const unsaid = tried?.refusal === 'COMMENT_REQUIRED' && steps.length > 0;
    const refused = {
      refusal: tried?.refusal ?? null,
      exact: tried?.exact ?? null,
      typed: tried?.comment ?? '',
      unsaid,
    };
    return { ...shown(alarm, nameOf), steps, ...refused };
  });
}

const shown = (
  alarm: AlarmRecord,
  nameOf: (id: string) => string,
): Omit<AlarmView, 'steps' | 'refusal' | 'exact' | 'typed' | 'unsaid'> => ({
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
