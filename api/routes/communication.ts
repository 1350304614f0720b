import { z } from 'zod';
import { localDate } from '../../domain/calendar/zone';
import { dueOnDay } from '../../domain/action-item/marks';
import { responsesOf } from '../../domain/communication/responsiveness';
import {
  CommunicationPlan,
  CommunicationPlanView,
  ContactView,
  NewContact,
  Responsiveness,
} from '../../domain/communication/schema';
import { isEnded } from '../../domain/engagement/statuses';
import { DomainError, fieldError } from '../../domain/errors';
import { communicationPlan } from '../../db/read/communication-plan';
import { responseTurns } from '../../db/read/response-turns';
import { silenceOf } from '../../db/read/silence';
import { workCalendarOf } from '../../db/read/work-calendar';
import { communicationPlanOf, insertContact, listContacts, saveCommunicationPlan } from '../../db/stores/communication';
import type { EngagementRow } from '../../db/stores/engagements';
import { findPeople } from '../../db/stores/people';
import type { Db } from '../../db/knex';
import type { Trx } from '../../db/transaction';
import { scopedEngagement } from '../engagement-scope';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { planAgain } from '../plan-again';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** How both sides talk, that they do, and how long they take to answer. */
export const communicationRoutes = (deps: Deps): readonly Route[] => [
  readPlan(deps),
  putPlan(deps),
  log(deps),
  list(deps),
  responsiveness(deps),
];

const common = { tag: 'Delivery', access: 'insiders', params: EngagementParams } as const;

const readPlan = ({ db }: Deps): Route =>
  route<EngagementParams>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/communication-plan',
    summary: 'The communication plan; version 0 and `origin` derived before somebody has written one',
    answers: { 200: CommunicationPlanView },
    handle: async ({ params, actor }) => {
      const view = await communicationPlan(db, await scopedEngagement(db, params.id, { actor, act: 'read' }));
      return ok(view, etagOf(view.version));
    },
  });

const putPlan = (deps: Deps): Route =>
  route<EngagementParams, unknown, CommunicationPlan>({
    ...common,
    method: 'put',
    path: '/engagements/{id}/communication-plan',
    summary: 'Set how both sides talk: cadence, channels, contacts and the ladder of escalation',
    body: CommunicationPlan,
    answers: { 200: CommunicationPlanView },
    conditional: true,
    handle: async (call) => {
      const view = await recordPlan(deps, call);
      return ok(view, etagOf(view.version));
    },
  });

/** Writes how both sides talk; what was derived is confirmed by writing it as it is. */
export async function recordPlan(
  deps: Deps,
  call: Call<EngagementParams, unknown, CommunicationPlan>,
): Promise<CommunicationPlanView> {
  const { params, body: plan, now, ifMatch } = call;
  const version = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'communication-plan.set',
    write: async (trx, engagement) => {
      checkRunning(engagement);
      checkIfMatch(ifMatch, (await communicationPlanOf(trx, params.id)).version);
      await checkPeople(trx, plan);
      return saveCommunicationPlan(trx, params.id, { plan, now });
    },
    payload: (saved) => ({ version: saved, cadence: plan.cadence, contacts: plan.contacts.length }),
  });
  await planAgain(deps, params.id);
  return { plan, missing: [], origin: 'written', version, updatedAt: new Date(now).toISOString() };
}

function checkRunning({ state }: EngagementRow): void {
  if (isEnded(state)) throw new DomainError('STATE_CONFLICT', `The engagement has ended (${state}).`);
}

async function checkPeople(trx: Trx, { escalation }: CommunicationPlan): Promise<void> {
  const named = escalation.flatMap(({ personId }) => personId ?? []);
  const active = (await findPeople(trx, named)).filter((person) => person.active).map(({ id }) => id);
  escalation.forEach(({ personId }, index) => {
    if (personId !== undefined && !active.includes(personId))
      throw fieldError(`escalation.${index}.personId`, 'is not an active person');
  });
}

type LogCall = Call<EngagementParams, unknown, NewContact>;

const log = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewContact>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/contacts',
    summary: 'Log that both sides have spoken; it ends an alarm of silence',
    body: NewContact,
    answers: { 201: ContactView },
    handle: async (call) => created(`/api/v1/engagements/${call.params.id}/contacts`, await recordContact(deps, call)),
  });

export async function recordContact(deps: Deps, call: LogCall): Promise<ContactView> {
  const { params, body: definition, newId: id, actor, now } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'contact.logged',
    write: async (trx, engagement) => {
      checkRunning(engagement);
      const { time_zone: timeZone } = engagement;
      if (definition.on > localDate(timeZone, now)) throw fieldError('on', 'lies in the future');
      const at = Math.min(now, dueOnDay(timeZone, definition.on));
      await insertContact(trx, { id, engagementId: params.id, definition, at, recordedById: actor.id, now });
    },
    payload: () => ({ contactId: id, on: definition.on, channel: definition.channel }),
  });
  await planAgain(deps, params.id);
  return { ...definition, id, recordedById: actor.id, recordedAt: new Date(now).toISOString() };
}

const Query = z.strictObject(pageQuery);
type Query = z.infer<typeof Query>;

const list = ({ db }: Deps): Route =>
  route<EngagementParams, Query>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/contacts',
    summary: 'Contacts that were logged, newest first',
    query: Query,
    answers: { 200: pageOf(ContactView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const { limit, cursor } = query;
      const before = idCursor(cursor);
      return ok(toPage(await listContacts(db, params.id, { before, limit: limit + 1 }), limit, ({ id }) => [id]));
    },
  });

const responsiveness = ({ db }: Deps): Route =>
  route<EngagementParams>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/responsiveness',
    summary: 'How long each side takes to answer, with the trend, and when both last spoke',
    answers: { 200: Responsiveness },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await responsivenessOf(db, engagement));
    },
  });

export async function responsivenessOf(db: Db, engagement: EngagementRow): Promise<Responsiveness> {
  const [turns, calendar, { last, from }] = await Promise.all([
    responseTurns(db, engagement),
    workCalendarOf(db, engagement.time_zone),
    silenceOf(db, engagement),
  ]);
  return {
    us: responsesOf(turns, 'us', calendar),
    vendor: responsesOf(turns, 'vendor', calendar),
    lastContact: last && { at: new Date(last.at).toISOString(), kind: last.kind },
    silentFrom: from === null ? null : new Date(from).toISOString(),
  };
}
