import { z } from 'zod';
import { type AlarmStep, ALARM_STEPS } from '../../domain/risk/alarm';
import { localDate } from '../../domain/calendar/zone';
import type { Person } from '../../domain/people/people';
import { AlarmBacktest, AlarmBacktestBody, AlarmBacktestQuery } from '../../domain/risk/backtest-schema';
import { ALARM_STATES, AlarmComment, AlarmView } from '../../domain/risk/alarm-schema';
import { Uuid } from '../../domain/shapes';
import { listAlarms } from '../../db/stores/alarms';
import { backtestAlarms } from '../alarm-backtest';
import { actOnAlarm, readableAlarm, viewOf } from '../alarms';
import { scopedEngagement } from '../engagement-scope';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const alarmRoutes = (deps: Deps): readonly Route[] => [
  list(deps),
  backtest(deps),
  backtestCandidate(deps),
  read(deps),
  ...ALARM_STEPS.map((name) => step(deps, name)),
];

const Query = z.strictObject({
  ...pageQuery,
  engagementId: Uuid.optional(),
  state: z.enum(ALARM_STATES).optional(),
  rule: z.string().max(100).optional(),
  severity: z.enum(['amber', 'red']).optional(),
});

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
      const after = idCursor(query.cursor);
      const alarms = await listAlarms(db, { ...query, after, limit: query.limit + 1 });
      return ok(toPage(alarms.map(viewOf), query.limit, ({ id }) => [id]));
    },
  });

const backtest = ({ db }: Deps): Route =>
  route<unknown, AlarmBacktestQuery>({
    method: 'get',
    path: '/alarms/backtest',
    summary: 'How often alarms were followed by a red value, and red values preceded by an alarm',
    tag: 'Risk',
    access: 'insiders',
    query: AlarmBacktestQuery,
    answers: { 200: AlarmBacktest },
    handle: async ({ query, actor, now }) => ok(await backtestFor(db, query, { actor, now })),
  });

const backtestCandidate = ({ db }: Deps): Route =>
  route<unknown, unknown, AlarmBacktestBody>({
    method: 'post',
    path: '/alarms/backtest',
    summary: 'The same under candidate rules, beside the rules in force; nothing is written',
    tag: 'Risk',
    access: 'insiders',
    body: AlarmBacktestBody,
    idempotent: false,
    answers: { 200: AlarmBacktest },
    handle: async ({ body, actor, now }) => ok(await backtestFor(db, body, { actor, now })),
  });

async function backtestFor(
  db: Deps['db'],
  asked: AlarmBacktestQuery & Partial<AlarmBacktestBody>,
  { actor, now }: { readonly actor: Person; readonly now: number },
): Promise<AlarmBacktest> {
  if (asked.engagementId !== undefined) await scopedEngagement(db, asked.engagementId, { actor, act: 'read' });
  return backtestAlarms(db, { ...asked, today: localDate(actor.timeZone, now) });
}

const Params = z.strictObject({ id: Uuid });

const read = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>>({
    method: 'get',
    path: '/alarms/{id}',
    summary: 'One alarm with its evidence and history',
    tag: 'Risk',
    access: 'insiders',
    params: Params,
    answers: { 200: AlarmView },
    handle: async ({ params, actor }) => ok(await readableAlarm(db, params.id, actor)),
  });

const SUMMARIES: Readonly<Record<AlarmStep, string>> = {
  ack: 'Acknowledge an alarm',
  plan: 'Say what is being done about an alarm',
  close: 'Close an alarm; a red one only after its plan',
};

const step = (deps: Deps, name: AlarmStep): Route =>
  route<z.infer<typeof Params>, unknown, AlarmComment>({
    method: 'post',
    path: `/alarms/{id}/${name}`,
    summary: SUMMARIES[name],
    tag: 'Risk',
    access: 'insiders',
    params: Params,
    body: AlarmComment,
    answers: { 200: AlarmView },
    handle: async ({ params, body: { comment }, actor, channel, now, newId }) =>
      ok(await actOnAlarm(deps, { id: params.id, step: name, comment, actor, channel, now, newId })),
  });
