import { z } from 'zod';
import { DomainError, fieldError } from '../../../domain/errors';
import { EvaluatorsBody, NoteBody } from '../../../domain/tender/schema';
import { divergencesOf } from '../../../domain/vendor/criterion-scores';
import { independent, judgedOf } from '../../../domain/vendor/evaluation';
import { Key } from '../../../domain/shapes';
import { evaluationInput } from '../../../db/read/evaluation';
import type { EngagementRow } from '../../../db/stores/engagements';
import { evaluatorsOf, saveEvaluators, saveNote } from '../../../db/stores/evaluation-records';
import { findPeople } from '../../../db/stores/people';
import type { Trx } from '../../../db/transaction';
import { checkDrawnFrom } from '../../drawn-from';
import { editableIn, scopedEngagement } from '../../engagement-scope';
import { changeRecord } from '../../record';
import { type Call, ok, type Route, route } from '../../route';
import { notWhileDecided } from '../../selection-rules';
import type { Services } from '../../services';
import { EngagementParams } from '../engagements';
import { type CandidateCall, checkOpen } from './open-results';
import { CandidateParams } from './params';

type Deps = Pick<Services, 'db'>;

export const moderationRoutes = (deps: Deps): readonly Route[] => [
  readEvaluators(deps),
  nameEvaluators(deps),
  note(deps),
];

const readEvaluators = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/evaluators',
    summary: 'Who is named to judge; nobody named leaves it to all who may',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: EvaluatorsBody },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok({ evaluators: await evaluatorsOf(db, params.id) });
    },
  });

const nameEvaluators = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, z.infer<typeof EvaluatorsBody>>({
    method: 'put',
    path: '/engagements/{id}/evaluators',
    summary: 'Name who judges, independently of each other',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    body: EvaluatorsBody,
    answers: { 200: EvaluatorsBody },
    handle: async (call) => ok({ evaluators: await recordEvaluators({ db }, call) }),
  });

/** Who judges; a form says what it was drawn from. */
export async function recordEvaluators(
  { db }: Deps,
  call: Call<EngagementParams, unknown, z.infer<typeof EvaluatorsBody>>,
  drawnFrom: string | null = null,
): Promise<readonly string[]> {
  const evaluators = [...new Set(call.body.evaluators)];
  await changeRecord(db, call, {
    act: 'edit',
    type: 'selection.evaluators',
    write: async (trx, engagement) => {
      editableIn(engagement, ['NEEDS_ANALYSIS', 'VENDOR_SELECTION']);
      await notWhileDecided(trx, engagement);
      checkDrawnFrom(drawnFrom, await evaluatorsOf(trx, engagement.id));
      await checkInsiders(trx, evaluators, engagement.roles.vendorRep);
      await saveEvaluators(trx, engagement.id, evaluators);
    },
    payload: () => ({ people: evaluators.length }),
  });
  return evaluators;
}

async function checkInsiders(trx: Trx, ids: readonly string[], vendorRep: string | undefined): Promise<void> {
  const known = await findPeople(trx, ids);
  ids.forEach((id, index) => {
    const person = known.find((one) => one.id === id);
    if (!person?.active || id === vendorRep || person.roles.every((role) => role === 'vendor'))
      throw fieldError(`evaluators.${index}`, 'is not an active person of the organisation');
  });
}

const NoteView = z.strictObject({ criterion: Key, note: z.string() });

const note = ({ db }: Deps): Route =>
  route<CandidateParams, unknown, z.infer<typeof NoteBody>>({
    method: 'put',
    path: '/engagements/{id}/candidates/{cid}/moderation',
    summary: 'Say, as a moderator, why evaluators lie apart on a criterion; holds until a score changes',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    body: NoteBody,
    answers: { 200: NoteView },
    handle: async (call) => {
      const { criterion, note: text } = call.body;
      await changeRecord(db, call, {
        act: 'edit',
        type: 'selection.moderated',
        write: async (trx, engagement) => {
          await checkOpen(trx, engagement, call);
          const ratings = await divergingRatings(trx, engagement, { call, criterion });
          const author = { authorId: call.actor.id, now: call.now };
          await saveNote(trx, { candidateId: call.params.cid, criterion, ratings, note: text, ...author });
        },
        payload: () => ({ candidateId: call.params.cid, criterion, note: text }),
      });
      return ok({ criterion, note: text });
    },
  });

async function divergingRatings(
  trx: Trx,
  engagement: EngagementRow,
  { call, criterion }: { readonly call: CandidateCall; readonly criterion: string },
): Promise<readonly number[]> {
  const input = await evaluationInput(trx, engagement, call.now);
  const sheets = input ? independent(input.sheets) : [];
  if (sheets.some(({ evaluatorId, candidateId }) => evaluatorId === call.actor.id && candidateId === call.params.cid))
    throw new DomainError('FORBIDDEN', 'Somebody who has not judged this candidate moderates.');
  const judged = input && judgedOf({ ...input, sheets }, call.params.cid, null);
  const found = judged && divergencesOf(input.model, judged).find((one) => one.criterion === criterion);
  if (!found) throw fieldError('criterion', 'is none on which evaluators lie 40 % of the scale apart');
  return found.ratings;
}
