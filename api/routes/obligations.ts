import { z } from 'zod';
import { localDate } from '../../domain/calendar/zone';
import { Obligation, ObligationView } from '../../domain/contract/obligation-schema';
import { dueDatesAfter } from '../../domain/contract/recurrence';
import { isEnded } from '../../domain/engagement/statuses';
import { DomainError, fieldError } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import { since } from '../../db/read/obligation-agenda';
import { workCalendarOf } from '../../db/read/work-calendar';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { insertObligation, obligationsOf, saveObligation, type StoredObligation } from '../../db/stores/obligations';
import { findPeople } from '../../db/stores/people';
import type { Db } from '../../db/knex';
import type { Trx } from '../../db/transaction';
import { labelOf } from '../../templates/catalog';
import { scopedEngagement } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { pageOf, wholeOf } from '../paging';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** What each side owes the other: the tasks come up by themselves. */
export const obligationRoutes = (deps: Deps): readonly Route[] => [add(deps), list(deps), end(deps)];

const add = (deps: Deps): Route =>
  route<EngagementParams, unknown, Obligation>({
    method: 'post',
    path: '/engagements/{id}/obligations',
    summary: 'Add a duty of either side: its tasks come up before each due date',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: Obligation,
    answers: { 201: ObligationView },
    handle: async (call) => {
      await recordObligation(deps, call);
      const [id, obligationId] = [call.params.id, call.newId];
      const view = await viewOf(deps.db, { id, obligationId }, call.actor.locale);
      return created(`/api/v1/engagements/${id}/obligations/${obligationId}`, view);
    },
  });

/** A duty of either side from now on. */
export async function recordObligation(deps: Deps, call: Call<EngagementParams, unknown, Obligation>): Promise<void> {
  const { newId: id, body: definition, now, params } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'obligation.added',
    write: async (trx, engagement) => {
      check(engagement, definition, localDate(engagement.time_zone, now));
      await checkPeople(trx, definition);
      await insertObligation(trx, { id, engagementId: engagement.id, definition, now });
    },
    payload: () => ({ obligationId: id, party: definition.party, title: definition.title }),
  });
  await planAgain(deps, params.id);
}

/** Longer ago is history: nobody wants the tasks of years at once. */
const MAX_BACK_MS = 31 * 86_400_000;

function check(engagement: EngagementRow, { schedule }: Obligation, today: string): void {
  if (isEnded(engagement.state))
    throw new DomainError('STATE_CONFLICT', `The engagement has ended (${engagement.state}).`);
  if (Date.parse(schedule.from) < Date.parse(today) - MAX_BACK_MS)
    throw fieldError('schedule.from', 'lies more than a month back');
}

async function checkPeople(trx: Trx, { assigneeId, approverId }: Obligation): Promise<void> {
  if (assigneeId === approverId) throw fieldError('approverId', 'must be somebody else than the assignee');
  const named = { assigneeId, ...(approverId !== undefined && { approverId }) };
  const active = (await findPeople(trx, Object.values(named))).filter((person) => person.active).map(({ id }) => id);
  for (const [field, id] of Object.entries(named))
    if (!active.includes(id)) throw fieldError(field, 'is not an active person');
}

const list = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/obligations',
    summary: 'Obligations of both sides, with the next due date of each',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(ObligationView) },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf((await obligationViews(db, engagement)).map((view) => named(view, actor.locale))));
    },
  });

const One = z.strictObject({ id: Uuid, obligationId: Uuid });
type One = z.infer<typeof One>;

const end = (deps: Deps): Route =>
  route<One>({
    method: 'post',
    path: '/engagements/{id}/obligations/{obligationId}/end',
    summary: 'End an obligation: no more tasks come up, open ones stay',
    tag: 'Contract',
    access: 'insiders',
    params: One,
    body: z.strictObject({}),
    answers: { 200: ObligationView },
    handle: async (call) => {
      await endObligation(deps, call);
      return ok(await viewOf(deps.db, call.params, call.actor.locale));
    },
  });

/** No more of its tasks come up. */
export async function endObligation(deps: Deps, call: Call<One, unknown, unknown>): Promise<void> {
  const { params, now } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'obligation.ended',
    write: async (trx) => {
      const obligation = await existing(trx, params);
      if (obligation.duty !== null) throw new DomainError('STATE_CONFLICT', 'A duty of the law ends with the service.');
      await saveObligation(trx, { ...obligation, state: 'ended' }, now);
    },
    payload: () => ({ obligationId: params.obligationId }),
  });
  await planAgain(deps, params.id);
}

async function existing(db: Db, { id, obligationId }: One): Promise<StoredObligation> {
  const found = (await obligationsOf(db, id)).find((one) => one.id === obligationId);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such obligation.');
  return found;
}

async function viewOf(db: Db, { id: engagementId, obligationId: id }: One, locale: Locale): Promise<ObligationView> {
  const engagement = await findEngagement(db, engagementId);
  const view = engagement && (await obligationViews(db, engagement)).find((one) => one.id === id);
  if (!view) throw new DomainError('NOT_FOUND', 'The engagement has no such obligation.');
  return named(view, locale);
}

/** A duty of the law is called by its name in the reader's language. */
const named = (view: ObligationView, locale: Locale): ObligationView =>
  view.duty === null ? view : { ...view, title: labelOf(locale, 'duty', view.duty) };

export async function obligationViews(db: Db, engagement: EngagementRow): Promise<readonly ObligationView[]> {
  const calendar = await workCalendarOf(db, engagement.time_zone);
  return (await obligationsOf(db, engagement.id)).map((one) => {
    const { id, duty, state, definition } = one;
    const [next] = dueDatesAfter(definition.schedule, since(one), { calendar, count: 1 });
    return { ...definition, id, duty, state, nextDue: state === 'active' ? (next ?? null) : null };
  });
}
