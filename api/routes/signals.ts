import { z } from 'zod';
import { localDate } from '../../domain/calendar/zone';
import { DomainError, fieldError } from '../../domain/errors';
import { Signal, SignalPatch, SignalView } from '../../domain/risk/record-schema';
import { EventRisk } from '../../domain/risk/warnings-schema';
import { LocalDate, Uuid } from '../../domain/shapes';
import { eventRiskOf } from '../../db/read/event-risk';
import { insertSignal, lockSignal, saveSignal, signalsOf } from '../../db/stores/signals';
import { scopedEngagement } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { ListQuery, pageById, pageOf, sliceById } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { warnOfEvents } from '../warn-of-events';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const signalRoutes = (deps: Deps): readonly Route[] => [list(deps), record(deps), rectify(deps), score(deps)];

const common = {
  path: '/engagements/{id}/signals',
  tag: 'Risk',
  access: 'insiders',
  params: EngagementParams,
} as const;

const list = ({ db }: Deps): Route =>
  route<EngagementParams, ListQuery>({
    ...common,
    method: 'get',
    keyScope: 'read',
    summary: 'All signals of an engagement',
    query: ListQuery,
    answers: { 200: pageOf(SignalView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(pageById(await signalsOf(db, params.id, sliceById(query)), query.limit));
    },
  });

const record = (deps: Deps): Route =>
  route<EngagementParams, unknown, Signal>({
    ...common,
    method: 'post',
    keyScope: 'signals:write',
    summary: 'Record an early-warning signal; the event score may raise an alarm',
    body: Signal,
    answers: { 201: SignalView },
    handle: async (call) => {
      const { newId: id, body: signal, now } = call;
      await changeRecord(deps.db, call, {
        act: 'edit',
        type: 'signal.recorded',
        write: async (trx, engagement) => {
          if (signal.observedOn > localDate(engagement.time_zone, now))
            throw fieldError('observedOn', 'must not lie in the future');
          await insertSignal(trx, { id, engagementId: engagement.id, signal, now });
          await warnOfEvents(trx, engagement, now);
        },
        payload: () => ({ id, type: signal.type, severity: signal.severity }),
      });
      await planAgain(deps, call.params.id);
      return { status: 201, headers: etagOf(1), body: { id, ...signal, version: 1 } };
    },
  });

const Params = EngagementParams.extend({ signalId: Uuid });
type Params = z.infer<typeof Params>;

const rectify = (deps: Deps): Route =>
  route<Params, unknown, SignalPatch>({
    ...common,
    method: 'patch',
    path: '/engagements/{id}/signals/{signalId}',
    summary: 'Say that what a signal told of has been put right, or has not after all',
    params: Params,
    body: SignalPatch,
    answers: { 200: SignalView },
    conditional: true,
    handle: async (call) => {
      const { params, body, ifMatch, now } = call;
      const signal = await changeRecord(deps.db, call, {
        act: 'edit',
        type: 'signal.changed',
        write: async (trx, engagement) => {
          const before = await lockSignal(trx, engagement.id, params.signalId);
          if (!before) throw new DomainError('NOT_FOUND', 'There is no such signal.');
          checkIfMatch(ifMatch, before.version);
          const after = { ...before, ...body, version: before.version + 1 };
          await saveSignal(trx, after);
          await warnOfEvents(trx, engagement, now);
          return after;
        },
        payload: ({ id, rectified }) => ({ id, rectified }),
      });
      await planAgain(deps, params.id);
      return ok(signal, etagOf(signal.version));
    },
  });

const Query = z.strictObject({ asOf: LocalDate.optional() });

const score = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Query>>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/event-risk',
    keyScope: 'read',
    summary: 'The event score of an engagement on a day, its tier, and what each event adds to it',
    query: Query,
    answers: { 200: EventRisk },
    handle: async ({ params, query, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await eventRiskOf(db, engagement, query.asOf ?? localDate(engagement.time_zone, now)));
    },
  });
