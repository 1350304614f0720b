import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { CandidateView, Evaluation, EvaluationModel, Quote, SheetBody } from '../../domain/vendor/record-schema';
import { isOutOfReach } from '../../domain/vendor/status';
import { Uuid } from '../../domain/shapes';
import { comparisonCsv } from '../../db/read/comparison';
import { evaluationOf } from '../../db/read/evaluation';
import {
  candidatesOf,
  findVendor,
  insertCandidate,
  modelOf,
  saveModel,
  saveQuote,
  saveSheet,
} from '../../db/stores/vendors';
import { findCandidate } from '../../db/read/candidates';
import type { Trx } from '../../db/transaction';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;
const CandidateParams = z.strictObject({ id: Uuid, cid: Uuid });
type CandidateParams = z.infer<typeof CandidateParams>;

export const selectionRoutes = (deps: Deps): readonly Route[] => [
  addCandidate(deps),
  listCandidates(deps),
  quote(deps),
  model(deps),
  scores(deps),
  evaluation(deps),
];

const addCandidate = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, { vendorId: string }>({
    method: 'post',
    path: '/engagements/{id}/candidates',
    summary: 'Invite a vendor to the tender',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    body: z.strictObject({ vendorId: Uuid }),
    answers: { 201: CandidateView },
    handle: async (call) => {
      const { vendorId } = call.body;
      const id = await changeRecord(db, call, {
        act: 'edit',
        type: 'selection.candidate',
        write: async (trx, engagement) => {
          editableIn(engagement, ['VENDOR_SELECTION']);
          const vendor = await findVendor(trx, vendorId);
          if (!vendor)
            throw new DomainError('INVALID_FIELDS', 'There is no such vendor.', [
              { path: 'vendorId', message: 'is unknown' },
            ]);
          if (isOutOfReach(vendor.status)) throw new DomainError('STATE_CONFLICT', `This vendor is ${vendor.status}.`);
          return insertCandidate(trx, { id: call.newId, engagementId: engagement.id, vendorId }, call.now);
        },
        payload: (candidateId) => ({ candidateId, vendorId }),
      });
      return created(`/api/v1/engagements/${call.params.id}/candidates/${id}`, { id, vendorId, quote: null });
    },
  });

const listCandidates = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/candidates',
    summary: 'The candidates of the tender',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: z.array(CandidateView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(
        (await candidatesOf(db, params.id)).map(({ id, vendorId, quote: offer }) => ({ id, vendorId, quote: offer })),
      );
    },
  });

const quote = ({ db }: Deps): Route =>
  route<CandidateParams, unknown, Quote>({
    method: 'put',
    path: '/engagements/{id}/candidates/{cid}/quote',
    summary: 'Enter a quote with the hidden-cost checklist',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    body: Quote,
    answers: { 200: CandidateView },
    handle: async (call) => {
      const candidate = await changeRecord(db, call, {
        act: 'edit',
        type: 'selection.quote',
        write: async (trx, engagement) => {
          editableIn(engagement, ['VENDOR_SELECTION']);
          notWhileDecided(engagement.open_gate);
          checkCurrency(call.body, engagement.currency);
          const found = await candidateOf(trx, call.params);
          await saveQuote(trx, found.id, { quote: call.body, now: call.now });
          return found;
        },
        payload: ({ id }) => ({ candidateId: id }),
      });
      return ok({ id: candidate.id, vendorId: candidate.vendorId, quote: call.body });
    },
  });

const model = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, EvaluationModel>({
    method: 'put',
    path: '/engagements/{id}/evaluation-model',
    summary: 'Set how candidates are judged',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    body: EvaluationModel,
    answers: { 200: EvaluationModel },
    handle: async (call) => {
      await changeRecord(db, call, {
        act: 'edit',
        type: 'selection.model',
        write: async (trx, engagement) => {
          editableIn(engagement, ['NEEDS_ANALYSIS', 'VENDOR_SELECTION']);
          notWhileDecided(engagement.open_gate === 'award' ? 'award' : null);
          await saveModel(trx, engagement.id, { model: call.body, now: call.now });
        },
      });
      return ok(call.body);
    },
  });

const scores = ({ db }: Deps): Route =>
  route<CandidateParams, unknown, SheetBody>({
    method: 'put',
    path: '/engagements/{id}/candidates/{cid}/scores',
    summary: 'The caller’s own score sheet for a candidate',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    body: SheetBody,
    answers: { 200: SheetBody },
    handle: async (call) => {
      const { scores: given, conflictOfInterest, comment = null } = call.body;
      await changeRecord(db, call, {
        act: 'evaluate',
        type: 'selection.scores',
        write: async (trx, engagement) => {
          editableIn(engagement, ['VENDOR_SELECTION']);
          notWhileDecided(engagement.open_gate);
          const { id } = await candidateOf(trx, call.params);
          await checkScores(trx, engagement.id, given);
          await saveSheet(
            trx,
            { candidateId: id, evaluatorId: call.actor.id, scores: given, conflictOfInterest, comment },
            call.now,
          );
        },
        payload: () => ({ candidateId: call.params.cid, conflictOfInterest }),
      });
      return ok(call.body);
    },
  });

const evaluation = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/evaluation',
    summary: 'The ranking; `Accept: text/csv` gives the columnar comparison',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: Evaluation },
    handle: async ({ params, actor, accept }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const result = await evaluationOf(db, engagement);
      if (!result) throw new DomainError('NOT_FOUND', 'There is no evaluation model yet.');
      if (!accept.includes('text/csv')) return ok(result);
      return ok(await comparisonCsv(db, result), { 'content-type': 'text/csv; charset=utf-8' });
    },
  });

async function candidateOf(trx: Trx, { id, cid }: CandidateParams) {
  const candidate = await findCandidate(trx, cid);
  if (candidate?.engagementId !== id) throw new DomainError('NOT_FOUND', 'There is no such candidate.');
  return candidate;
}

/** What the approvers of an award decide on stays as it is until they have decided (features.md 1.2, G2). */
function notWhileDecided(gate: string | null): void {
  if (gate !== null)
    throw new DomainError('GATE_PENDING', 'A gate of the engagement is being decided; withdraw its request first.');
}

function checkCurrency(offer: Quote, currency: string): void {
  const hidden = Object.entries(offer.hiddenCosts).map(([name, cost]) => [`hiddenCosts.${name}`, cost] as const);
  const lines = [['oneOff', offer.oneOff] as const, ['annual', offer.annual] as const, ...hidden];
  const errors = lines.flatMap(([path, money]) =>
    money && money.currency !== currency
      ? [{ path: `${path}.currency`, message: `must be ${currency}, the currency of the engagement` }]
      : [],
  );
  if (errors.length > 0)
    throw new DomainError('INVALID_FIELDS', 'Amounts must be in the currency of the engagement.', errors);
}

async function checkScores(trx: Trx, engagementId: string, given: SheetBody['scores']): Promise<void> {
  const criteria = (await modelOf(trx, engagementId))?.dimensions.flatMap((dimension) => dimension.criteria) ?? [];
  const errors = Object.entries(given).flatMap(([key, score]) => {
    const criterion = criteria.find((one) => one.key === key);
    if (!criterion) return [{ path: `scores.${key}`, message: 'is not a criterion of the model' }];
    return score !== null && (score < criterion.min || score > criterion.max)
      ? [{ path: `scores.${key}`, message: `must be between ${criterion.min} and ${criterion.max}` }]
      : [];
  });
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'The scores do not fit the model.', errors);
}
