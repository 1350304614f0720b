import { z } from 'zod';
import { isEnded } from '../../domain/engagement/statuses';
import { DomainError } from '../../domain/errors';
import { changeKnowledge, isPassedOn, type KnowledgeAct, knowledgeObjection } from '../../domain/exit/knowledge';
import { KnowledgeAnswer, KnowledgeChange, KnowledgeView, NewKnowledge } from '../../domain/exit/knowledge-schema';
import { Uuid } from '../../domain/shapes';
import { unknownPeople } from '../../db/read/known-people';
import { askForKnowledge, knowledgeKey } from '../../db/stores/knowledge-task';
import { knowledgeOf, lockKnowledge, saveKnowledge } from '../../db/stores/knowledge-transfers';
import { endItem } from '../../db/stores/action-items';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Trx } from '../../db/transaction';
import { scopedEngagement } from '../engagement-scope';
import { ListQuery, pageById, pageOf, sliceById } from '../paging';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;
const One = z.strictObject({ id: Uuid, item: Uuid });
type One = z.infer<typeof One>;

/** Knowledge that has to go over: planned from the first day on, accepted by whoever receives it. */
export const exitKnowledgeRoutes = (deps: Deps): readonly Route[] => [
  add(deps),
  list(deps),
  change(deps),
  handOver(deps),
  answer(deps),
];

const add = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewKnowledge>({
    method: 'post',
    path: '/engagements/{id}/exit/knowledge',
    summary: 'Plan how something that has to be known goes over',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    body: NewKnowledge,
    answers: { 201: KnowledgeView },
    handle: async (call) =>
      created(`/api/v1/engagements/${call.params.id}/exit/knowledge`, await recordKnowledge(deps, call)),
  });

/** Something that has to be known is planned to go over. */
export async function recordKnowledge(
  { db }: Pick<Deps, 'db'>,
  call: Call<EngagementParams, unknown, NewKnowledge>,
): Promise<KnowledgeView> {
  const item: KnowledgeView = { ...call.body, id: call.newId, ...PLANNED };
  await changeRecord(db, call, {
    act: 'edit',
    type: 'exit.knowledge-planned',
    write: async (trx, engagement) => {
      checkGoesOn(engagement);
      await checkReceiver(trx, item.receiverId);
      await saveKnowledge(trx, engagement.id, { item, now: call.now });
    },
    payload: () => ({ item: item.id, topic: item.topic, receiverId: item.receiverId }),
  });
  return item;
}

const PLANNED = {
  state: 'planned',
  handedOverBy: null,
  handedOverAt: null,
  answeredBy: null,
  answeredAt: null,
  comment: null,
  rounds: 0,
} as const;

const list = ({ db }: Deps): Route =>
  route<EngagementParams, ListQuery>({
    method: 'get',
    path: '/engagements/{id}/exit/knowledge',
    summary: 'What has to be known, and how far it has gone over',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    query: ListQuery,
    answers: { 200: pageOf(KnowledgeView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(pageById(await knowledgeOf(db, params.id, sliceById(query)), query.limit));
    },
  });

const change = (deps: Deps): Route =>
  route<One, unknown, KnowledgeChange>({
    method: 'patch',
    path: '/engagements/{id}/exit/knowledge/{item}',
    summary: 'Change how it goes over, as long as it has not been accepted',
    tag: 'Exit',
    access: 'insiders',
    params: One,
    body: KnowledgeChange,
    answers: { 200: KnowledgeView },
    handle: async (call) => ok(await recordKnowledgeChange(deps, call)),
  });

/** An item is changed; who was asked about it and no longer receives it is asked no more. */
export function recordKnowledgeChange(deps: Deps, call: Call<One, unknown, KnowledgeChange>): Promise<KnowledgeView> {
  const { receiverId } = call.body;
  const step = async (trx: Trx, { before }: Meeting): Promise<KnowledgeView> => {
    if (receiverId !== undefined) await checkReceiver(trx, receiverId);
    if (isPassedOn(before, call.body)) await endItem(trx, knowledgeKey(before), call.now);
    return changeKnowledge(before, call.body);
  };
  return take(deps, call, { act: 'change', type: 'exit.knowledge-changed', step });
}

const handOver = (deps: Deps): Route =>
  route<One>({
    method: 'post',
    path: '/engagements/{id}/exit/knowledge/{item}/hand-over',
    summary: 'It has been handed over: the receiver is asked whether it has arrived',
    tag: 'Exit',
    access: 'insiders',
    params: One,
    body: z.strictObject({}),
    answers: { 200: KnowledgeView },
    handle: async (call) => ok(await recordHandOver(deps, call)),
  });

/** An item is handed over, and its receiver asked. */
export function recordHandOver(deps: Deps, call: Call<One, unknown, unknown>): Promise<KnowledgeView> {
  const { actor, now } = call;
  const step = async (trx: Trx, { before, engagement }: Meeting): Promise<KnowledgeView> => {
    const handed = { handedOverBy: actor.id, handedOverAt: new Date(now).toISOString() };
    const after = { ...before, ...PLANNED, ...handed, state: 'handed-over' as const, rounds: before.rounds + 1 };
    await askForKnowledge(trx, engagement, { item: after, now });
    return after;
  };
  return take(deps, call, { act: 'hand-over', type: 'exit.knowledge-handed-over', step });
}

const answer = (deps: Deps): Route =>
  route<One, unknown, KnowledgeAnswer>({
    method: 'post',
    path: '/engagements/{id}/exit/knowledge/{item}/answer',
    summary: 'The receiver accepts what was handed over, or says what is missing',
    tag: 'Exit',
    access: 'insiders',
    params: One,
    body: KnowledgeAnswer,
    answers: { 200: KnowledgeView },
    handle: async (call) => ok(await recordKnowledgeAnswer(deps, call)),
  });

/** The receiver has answered. */
export function recordKnowledgeAnswer(deps: Deps, call: Call<One, unknown, KnowledgeAnswer>): Promise<KnowledgeView> {
  const { actor, now, body } = call;
  const { accepted, comment = null } = body;
  const step = async (trx: Trx, { before }: Meeting): Promise<KnowledgeView> => {
    await endItem(trx, knowledgeKey(before), now);
    const answered = { answeredBy: actor.id, answeredAt: new Date(now).toISOString(), comment };
    return { ...before, ...answered, state: accepted ? 'accepted' : 'rejected' };
  };
  const type = accepted ? 'exit.knowledge-accepted' : 'exit.knowledge-rejected';
  return take(deps, call, { act: 'answer', type, step });
}

interface Meeting {
  readonly before: KnowledgeView;
  readonly engagement: EngagementRow;
}

interface Taking {
  readonly act: KnowledgeAct;
  readonly type: string;
  readonly step: (trx: Trx, meeting: Meeting) => Promise<KnowledgeView>;
}

/** One step of an item, with the engagement held; whoever receives needs no role in the engagement. */
async function take(
  deps: Deps,
  call: Call<One, unknown, unknown>,
  { act, type, step }: Taking,
): Promise<KnowledgeView> {
  const after = await changeRecord(deps.db, call, {
    act: act === 'answer' ? 'read' : 'edit',
    type,
    write: async (trx, engagement) => {
      checkGoesOn(engagement);
      const before = await lockKnowledge(trx, engagement.id, call.params.item);
      if (!before) throw new DomainError('NOT_FOUND', 'The engagement has no such item of knowledge.');
      const objection = knowledgeObjection(act, before, call.actor.id);
      if (objection) throw DomainError.from(objection);
      const item = await step(trx, { before, engagement });
      await saveKnowledge(trx, engagement.id, { item, now: call.now });
      return item;
    },
    payload: ({ id, topic, comment }) => ({ item: id, topic, ...(act === 'answer' && { comment }) }),
  });
  await planAgain(deps, call.params.id);
  return after;
}

function checkGoesOn({ state }: EngagementRow): void {
  if (isEnded(state)) throw new DomainError('STATE_CONFLICT', `The engagement has ended (${state}).`);
}

async function checkReceiver(trx: Trx, id: string): Promise<void> {
  const errors = await unknownPeople(trx, [{ path: 'receiverId', id }]);
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'Nobody of the organisation receives it.', errors);
}
