import { z } from 'zod';
import { RetrospectiveContent, RetrospectiveView } from '../../domain/retrospective/schema';
import { Uuid } from '../../domain/shapes';
import { findRetrospective, retrospectivesOf } from '../../db/stores/retrospectives';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { closeRetrospective, noRetrospective, retrospectiveView, writeRetrospective } from '../retrospectives';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** The look back on each contract year. */
export const retrospectiveRoutes = (deps: Deps): readonly Route[] => [list(deps), one(deps), write(deps), close(deps)];

const common = { tag: 'Delivery', access: 'insiders' } as const;
const One = z.strictObject({ id: Uuid, year: z.coerce.number().int().min(1900).max(2200) });
type One = z.infer<typeof One>;

const list = ({ db }: Deps): Route =>
  route<EngagementParams>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/retrospectives',
    summary: 'Retrospectives of the contract years, newest first',
    params: EngagementParams,
    answers: { 200: pageOf(RetrospectiveView) },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf((await retrospectivesOf(db, params.id)).map((one) => retrospectiveView(one, engagement))));
    },
  });

const one = ({ db }: Deps): Route =>
  route<One>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/retrospectives/{year}',
    summary: 'What was promised, what it cost, how it scored and what went wrong in a contract year',
    params: One,
    answers: { 200: RetrospectiveView },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const found = await findRetrospective(db, params.id, params.year);
      if (!found) throw noRetrospective();
      return ok(retrospectiveView(found, engagement));
    },
  });

const write = (deps: Deps): Route =>
  route<One, unknown, RetrospectiveContent>({
    ...common,
    method: 'put',
    path: '/engagements/{id}/retrospectives/{year}',
    summary: 'Say what was measured and learnt; may be changed until it is closed',
    params: One,
    body: RetrospectiveContent,
    answers: { 200: RetrospectiveView },
    handle: async (call) => ok(await recordRetrospective(deps, call)),
  });

/** Keeps what somebody says of a year. */
export const recordRetrospective = (
  { db }: Pick<Deps, 'db'>,
  call: Call<One, unknown, RetrospectiveContent>,
): Promise<RetrospectiveView> => {
  const { params, body } = call;
  return changeRecord(db, call, {
    act: 'edit',
    type: 'retrospective.written',
    write: async (trx, engagement) =>
      retrospectiveView(await writeRetrospective(trx, engagement, { year: params.year, content: body }), engagement),
    payload: ({ measures: { met, measured } }) => ({
      ...{ year: params.year, met, measured },
      lessons: body.lessons.length,
    }),
  });
};

const close = (deps: Deps): Route =>
  route<One>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/retrospectives/{year}/close',
    summary: 'Close a retrospective; its lessons become checks of engagements that begin afterwards',
    params: One,
    answers: { 200: RetrospectiveView },
    handle: async (call) => ok(await recordClosing(deps, call)),
  });

/** Closes a year for good. */
export async function recordClosing(deps: Deps, call: Call<One, unknown, unknown>): Promise<RetrospectiveView> {
  const { params, actor, now } = call;
  const view = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'retrospective.closed',
    write: async (trx, engagement) => {
      const closing = { year: params.year, actorId: actor.id, now };
      return retrospectiveView(await closeRetrospective(trx, engagement, closing), engagement);
    },
    payload: ({ lessons }) => ({ year: params.year, lessons: lessons.length }),
  });
  await planAgain(deps, params.id);
  return view;
}
