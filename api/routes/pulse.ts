import { v7 as uuidv7 } from 'uuid';
import { localDate } from '../../domain/calendar/zone';
import { DomainError, fieldError } from '../../domain/errors';
import { isEnded } from '../../domain/engagement/statuses';
import { NewPulse, PulseAnswer } from '../../domain/planning/pulse-schema';
import type { PulseFinding } from '../../domain/planning/pulse';
import { acknowledgeUntil } from '../../db/read/alarm-due';
import { type Pulse, pulseOf } from '../../db/read/pulse';
import { openActionItem } from '../../db/stores/action-items';
import { openAlarm } from '../../db/stores/alarms';
import type { EngagementRow } from '../../db/stores/engagements';
import { findPerson } from '../../db/stores/people';
import { insertPulse } from '../../db/stores/pulses';
import type { Trx } from '../../db/transaction';
import { labelOf } from '../../templates/catalog';
import { scopedEngagement } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const pulseRoutes = (deps: Deps): readonly Route[] => [record(deps), read(deps)];

const answerOf = ({ items, findings }: Pulse) => ({
  items,
  findings: findings.map(({ rule, severity }) => ({ rule, severity })),
});

/** A survey that is too low, or fallen too far, opens an amber alarm; its owner is told by the engagement's monitoring. */
const record = ({ db, gateway, log }: Deps): Route =>
  route<EngagementParams, unknown, NewPulse>({
    method: 'post',
    path: '/engagements/{id}/pulse',
    summary: 'Record a survey of the people whom the outsourcing concerns',
    tag: 'Planning',
    access: 'insiders',
    params: EngagementParams,
    body: NewPulse,
    answers: { 201: PulseAnswer },
    handle: async (call) => {
      const { params, body, actor, newId, now } = call;
      const pulse = await changeRecord(db, call, {
        act: 'edit',
        type: 'pulse.recorded',
        write: async (trx, engagement) => {
          checkDay(engagement, { day: body.date, now });
          const entry = { id: newId, engagementId: engagement.id, pulse: body, actorId: actor.id, now };
          if (!(await insertPulse(trx, entry)))
            throw new DomainError('CONFLICT', `There is a survey of ${body.date} already.`);
          const found = await pulseOf(trx, engagement);
          // A survey handed in late says nothing new about today.
          const isNewest = found.items.at(-1)?.date === body.date;
          for (const finding of isNewest ? found.findings : []) await sound(trx, engagement, { finding, now });
          return found;
        },
        payload: ({ findings }) => ({ ...body, rules: findings.map(({ rule }) => rule) }),
      });
      if (pulse.findings.length > 0) await planAgain({ gateway, log }, params.id);
      return { status: 201, body: answerOf(pulse) };
    },
  });

function checkDay({ state, time_zone }: EngagementRow, { day, now }: { day: string; now: number }): void {
  if (isEnded(state)) throw new DomainError('STATE_CONFLICT', `The engagement has ended (${state}).`);
  if (day > localDate(time_zone, now)) throw fieldError('date', 'must not lie in the future');
}

/** One alarm is open per rule, however often it is found; a new one is work for the owner, who is told of it. */
async function sound(
  trx: Trx,
  engagement: EngagementRow,
  { finding, now }: { finding: PulseFinding; now: number },
): Promise<void> {
  const { id: engagementId, owner_id: assigneeId, sponsor_id } = engagement;
  const { rule, severity, evidence } = finding;
  const ackDueAt = await acknowledgeUntil(trx, engagement.time_zone, { severity, now });
  const id = uuidv7();
  if (!(await openAlarm(trx, { id, engagementId, rule, subject: 'employees', severity, evidence, ackDueAt, now })))
    return;
  const owner = await findPerson(trx, assigneeId);
  await openActionItem(trx, {
    key: `alarm-plan:${id}`,
    engagementId,
    kind: 'alarm-plan',
    title: labelOf(owner?.locale ?? 'en', 'rule', rule),
    assigneeId,
    escalateIds: sponsor_id === null ? [] : [sponsor_id],
    opensAt: now,
    dueAt: ackDueAt,
    now,
  });
}

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/pulse',
    summary: 'Surveys of the people concerned by day, and what the newest one gives rise to',
    tag: 'Planning',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: PulseAnswer },
    handle: async ({ params, actor }) =>
      ok(answerOf(await pulseOf(db, await scopedEngagement(db, params.id, { actor, act: 'read' })))),
  });
