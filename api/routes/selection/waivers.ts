import { z } from 'zod';
import { DomainError, fieldError } from '../../../domain/errors';
import { WaiverBody } from '../../../domain/tender/schema';
import { confirmObjection } from '../../../domain/vendor/bar-waiver';
import { evaluate } from '../../../domain/vendor/evaluation';
import { Key, Uuid } from '../../../domain/shapes';
import { evaluationInput } from '../../../db/read/evaluation';
import type { EngagementRow } from '../../../db/stores/engagements';
import { askBarWaiver, confirmBarWaiver, type Waiver, waiversOf } from '../../../db/stores/evaluation-records';
import type { Trx } from '../../../db/transaction';
import { scopedEngagement } from '../../engagement-scope';
import { changeRecord } from '../../record';
import { pageOf, wholeOf } from '../../paging';
import { created, ok, type Route, route } from '../../route';
import { checkResultsOpen } from '../../selection-rules';
import type { Services } from '../../services';
import { EngagementParams } from '../engagements';
import { type CandidateCall, checkOpen } from './open-results';
import { CandidateParams } from './params';

type Deps = Pick<Services, 'db'>;

/** Minimum bars are waived by two people: one asks with a reason, another confirms. */
export const waiverRoutes = (deps: Deps): readonly Route[] => [askWaiver(deps), confirmWaiver(deps), listWaivers(deps)];

const WaiverView = z.strictObject({
  candidateId: Uuid,
  dimension: Key,
  score: z.number(),
  reason: z.string(),
  askedBy: Uuid,
  confirmedBy: Uuid.nullable(),
});
type WaiverView = z.infer<typeof WaiverView>;

const viewOf = ({ candidateId, dimension, score, reason, askedBy, confirmedBy }: Waiver): WaiverView => ({
  candidateId,
  dimension,
  score,
  reason,
  askedBy,
  confirmedBy,
});

const listWaivers = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/waivers',
    summary: 'Waivers of the minimum bar: asked for by one person, in force once another has confirmed',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(WaiverView) },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      await checkResultsOpen(db, engagement, actor);
      return ok(wholeOf((await waiversOf(db, params.id)).map(viewOf)));
    },
  });

const askWaiver = ({ db }: Deps): Route =>
  route<CandidateParams, unknown, z.infer<typeof WaiverBody>>({
    method: 'post',
    path: '/engagements/{id}/candidates/{cid}/waivers',
    summary: 'Ask to award although a dimension is below the minimum; in force once a second person has confirmed',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    body: WaiverBody,
    answers: { 201: WaiverView },
    handle: async (call) => {
      const { dimension, reason } = call.body;
      const waiver = await changeRecord(db, call, {
        act: 'edit',
        type: 'selection.waiver-asked',
        write: async (trx, engagement) => {
          await checkOpen(trx, engagement, call);
          const { cid: candidateId } = call.params;
          const score = await lowScore(trx, engagement, { call, dimension });
          await askBarWaiver(trx, { candidateId, dimension, score, reason, askedBy: call.actor.id, now: call.now });
          return { candidateId, dimension, score, reason, askedBy: call.actor.id, confirmedBy: null };
        },
        payload: ({ candidateId, score }) => ({ candidateId, dimension, score, reason }),
      });
      return created(`/api/v1/engagements/${call.params.id}/waivers`, waiver);
    },
  });

async function lowScore(
  trx: Trx,
  engagement: EngagementRow,
  { call, dimension }: { readonly call: CandidateCall; readonly dimension: string },
): Promise<number> {
  const input = await evaluationInput(trx, engagement, call.now);
  const rated = input && evaluate(input).candidates.find(({ id }) => id === call.params.cid);
  const low = rated?.belowMinimum.find((one) => one.dimension === dimension);
  if (!low) throw fieldError('dimension', 'is not below the minimum');
  return low.score;
}

const confirmWaiver = ({ db }: Deps): Route =>
  route<CandidateParams & { readonly dimension: string }>({
    method: 'post',
    path: '/engagements/{id}/candidates/{cid}/waivers/{dimension}/confirm',
    summary: 'Confirm a waiver as the second person',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams.extend({ dimension: Key }),
    body: z.strictObject({}),
    answers: { 200: WaiverView },
    handle: async (call) => {
      const waiver = await changeRecord(db, call, {
        act: 'read',
        type: 'selection.waived',
        write: async (trx, engagement) => {
          await checkOpen(trx, engagement, call);
          const asked = (await waiversOf(trx, engagement.id)).find(
            (one) => one.candidateId === call.params.cid && one.dimension === call.params.dimension,
          );
          if (!asked) throw new DomainError('NOT_FOUND', 'Nobody has asked to waive this.');
          const refusal = confirmObjection(asked, call.actor);
          if (refusal) throw DomainError.from(refusal);
          await confirmBarWaiver(trx, asked, { by: call.actor.id, now: call.now });
          return { ...viewOf(asked), confirmedBy: call.actor.id };
        },
        payload: ({ candidateId, dimension, reason }) => ({ candidateId, dimension, reason }),
      });
      return ok(waiver);
    },
  });
