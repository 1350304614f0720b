import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { ALARM_STATES, AlarmComment, AlarmView } from '../../domain/risk/record-schema';
import { type AlarmStep, advanceAlarm, ALARM_STEPS } from '../../domain/risk/alarm';
import { Uuid } from '../../domain/shapes';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { listAlarms, lockAlarm, saveAlarm } from '../../db/stores/alarms';
import { inTransaction } from '../../db/transaction';
import { scopedEngagement } from '../engagement-scope';
import { decodeCursor, pageOf, pageQuery, toPage } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;

export const alarmRoutes = (deps: Deps): readonly Route[] => [
  list(deps),
  ...ALARM_STEPS.map((name) => step(deps, name)),
];

const Query = z.strictObject({ ...pageQuery, engagementId: Uuid.optional(), state: z.enum(ALARM_STATES).optional() });

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/alarms',
    summary: 'Alarms, oldest first',
    tag: 'Risk',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(AlarmView) },
    handle: async ({ query }) => {
      const after = query.cursor ? String(decodeCursor(query.cursor, 1)[0]) : null;
      return ok(
        toPage(await listAlarms(db, { ...query, after, limit: query.limit + 1 }), query.limit, ({ id }) => [id]),
      );
    },
  });

const Params = z.strictObject({ id: Uuid });

const step = ({ db }: Deps, name: AlarmStep): Route =>
  route<z.infer<typeof Params>, unknown, z.infer<typeof AlarmComment>>({
    method: 'post',
    path: `/alarms/{id}/${name}`,
    summary: `${name} an alarm`,
    tag: 'Risk',
    access: 'insiders',
    params: Params,
    body: AlarmComment,
    answers: { 200: AlarmView },
    handle: async ({ params, body, actor, channel, now, newId }) => {
      const after = await inTransaction(db, async (trx) => {
        const alarm = await lockAlarm(trx, params.id);
        if (!alarm) throw new DomainError('NOT_FOUND', 'There is no such alarm.');
        await scopedEngagement(trx, alarm.engagementId, { actor, act: 'edit' });
        const changed = advanceAlarm(alarm, name, { at: now, actorId: actor.id, text: body.comment });
        await saveAlarm(trx, changed, now);
        const entry = {
          key: `alarm:${newId}`,
          at: now,
          type: `alarm.${name}`,
          actorId: actor.id,
          channel,
          payload: { alarmId: alarm.id, rule: alarm.rule },
        };
        await appendAudit(trx, engagementStream(alarm.engagementId), [entry]);
        return changed;
      });
      return ok(after);
    },
  });
