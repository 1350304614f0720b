import { z } from 'zod';
import { FOLLOWED, isEnded, type State } from '../../domain/engagement/statuses';
import { DomainError } from '../../domain/errors';
import { ConfirmReturn, ReturnItem, ReturnList } from '../../domain/exit/return-schema';
import { confirmReturn, reviewReturns } from '../../domain/exit/returns';
import { Key, Uuid } from '../../domain/shapes';
import { returnsOf, saveReturned, saveReturns } from '../../db/stores/exit-returns';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { planAgain } from '../plan-again';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** In which states something may come back: also after an end that did not wait for it. */
export const RETURNED_IN: readonly State[] = [...FOLLOWED, 'CLOSED'];

/** What the vendor has of ours: kept from the first day on, given back at the end. */
export const exitReturnRoutes = (deps: Deps): readonly Route[] => [put(deps), read(deps), confirm(deps)];

const put = (deps: Deps): Route =>
  route<EngagementParams, unknown, ReturnList>({
    method: 'put',
    path: '/engagements/{id}/exit/returns',
    summary: 'Go through the accounts, keys and things that the vendor has of ours',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    body: ReturnList,
    answers: { 200: z.array(ReturnItem) },
    conditional: true,
    handle: async (call) => {
      const items = await recordReturns(deps, call);
      return ok(items, etagOf((await returnsOf(deps.db, call.params.id))?.version ?? 1));
    },
  });

/** Somebody has gone through the whole list. */
export async function recordReturns(
  deps: Deps,
  call: Call<EngagementParams, unknown, ReturnList>,
): Promise<readonly ReturnItem[]> {
  const { params, body, actor, now, ifMatch } = call;
  const items = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'exit.returns-reviewed',
    write: async (trx, { id, state }) => {
      if (isEnded(state)) throw new DomainError('STATE_CONFLICT', `The engagement has ended (${state}).`);
      const known = await returnsOf(trx, id);
      checkIfMatch(ifMatch, known?.version ?? null);
      const reviewed = reviewReturns(known?.items ?? [], body);
      await saveReturns(trx, id, { items: reviewed, by: actor.id, now });
      return reviewed;
    },
    payload: (list) => ({ keys: list.map(({ key }) => key) }),
  });
  await planAgain(deps, params.id);
  return items;
}

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/exit/returns',
    summary: 'What the vendor has of ours, and what has come back',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(ReturnItem) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const known = await returnsOf(db, params.id);
      return ok(wholeOf([...(known?.items ?? [])]), known ? etagOf(known.version) : undefined);
    },
  });

const One = z.strictObject({ id: Uuid, key: Key });
type One = z.infer<typeof One>;

const confirm = (deps: Deps): Route =>
  route<One, unknown, ConfirmReturn>({
    method: 'post',
    path: '/engagements/{id}/exit/returns/{key}/confirm',
    summary: 'Confirm that something has come back, or is lost',
    tag: 'Exit',
    access: 'insiders',
    params: One,
    body: ConfirmReturn,
    answers: { 200: ReturnItem },
    handle: async (call) => ok(await recordReturned(deps, call)),
  });

/** One thing has come back, or is lost. */
export async function recordReturned(deps: Deps, call: Call<One, unknown, ConfirmReturn>): Promise<ReturnItem | null> {
  const { params, body: said, actor, now } = call;
  const confirmed = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'exit.returned',
    write: async (trx, engagement) => {
      editableIn(engagement, RETURNED_IN);
      const known = (await returnsOf(trx, engagement.id))?.items ?? [];
      const { currency } = engagement;
      const at = new Date(now).toISOString();
      const items = confirmReturn(known, { key: params.key, said, by: actor.id, at, currency });
      await saveReturned(trx, engagement.id, { items, now });
      return items.find(({ key }) => key === params.key) ?? null;
    },
    payload: (item) => ({ key: params.key, state: said.state, evidence: item?.evidence ?? null }),
  });
  await planAgain(deps, params.id);
  return confirmed;
}
