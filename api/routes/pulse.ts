import { z } from 'zod';
import { localDate } from '../../domain/calendar/zone';
import { DomainError, fieldError } from '../../domain/errors';
import { isEnded } from '../../domain/engagement/statuses';
import { NewPulse, PulseAnswer } from '../../domain/planning/pulse-schema';
import { type Pulse, pulseOf } from '../../db/read/pulse';
import type { EngagementRow } from '../../db/stores/engagements';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import { insertPulse } from '../../db/stores/pulses';
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
          const alarms = found.findings.map((finding) => ({ ...finding, subject: 'employees' }));
          await raiseAlarms({ trx, engagement, now }, isNewest ? alarms : []);
          return found;
        },
        payload: ({ findings }) => ({ ...body, rules: findings.map(({ rule }) => rule) }),
      });
      if (pulse.findings.length > 0) await planAgain({ db, gateway, log }, params.id);
      return { status: 201, body: answerOf(pulse) };
    },
  });

function checkDay({ state, time_zone }: EngagementRow, { day, now }: { day: string; now: number }): void {
  if (isEnded(state)) throw new DomainError('STATE_CONFLICT', `The engagement has ended (${state}).`);
  if (day > localDate(time_zone, now)) throw fieldError('date', 'must not lie in the future');
}

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/pulse',
    summary: 'Surveys of the people concerned by day, and what the newest one gives rise to',
    tag: 'Planning',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: PulseAnswer.extend({ next: z.null() }) },
    handle: async ({ params, actor }) => {
      const pulse = await pulseOf(db, await scopedEngagement(db, params.id, { actor, act: 'read' }));
      return ok({ ...answerOf(pulse), next: null });
    },
  });
