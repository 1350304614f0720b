import { ChangeView, NewChange } from '../../domain/contract/amendment-schema';
import { contractChanges } from '../../domain/contract/changes';
import { contractValue, cumulativeBp } from '../../domain/contract/cumulative-change';
import { DomainError, fieldError } from '../../domain/errors';
import { draftAmendment } from '../../db/read/amendment-draft';
import { changesOf, forgetChange, insertChange } from '../../db/stores/change-requests';
import { approvedVersionOf } from '../../db/stores/contract-versions';
import { contractOf } from '../../db/stores/contracts';
import type { EngagementRow } from '../../db/stores/engagements';
import { forgetUnasked } from '../../db/stores/unasked';
import type { Db } from '../../db/knex';
import type { Trx } from '../../db/transaction';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { movedMilestones } from '../move-milestones';
import { askApproval } from '../side-requests';
import { ListQuery, pageById, pageOf, sliceById } from '../paging';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { SERVING } from './amendments';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway'>;

/** Changes of scope, price or time while the contract runs. Many small ones are decided like the large one that they are. */
export const changeRoutes = (deps: Deps): readonly Route[] => [add(deps), list(deps)];

type ChangeCall = Call<EngagementParams, unknown, NewChange>;

const add = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewChange>({
    method: 'post',
    path: '/engagements/{id}/changes',
    summary: 'Ask for a change of scope, price or time (policy `contract-change`, which sees all changes together)',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: NewChange,
    answers: { 201: ChangeView },
    handle: async (call) => {
      await askForChange(deps, call);
      const { params, newId: id } = call;
      return created(`/api/v1/engagements/${params.id}/changes/${id}`, await existing(deps.db, params.id, id));
    },
  });

/** Asks for the approval of a change. */
export async function askForChange(deps: Deps, call: ChangeCall): Promise<void> {
  const { newId: id, actor, now } = call;
  const { engagement, subject } = await write(deps.db, call);
  try {
    const policyKey = 'contract-change';
    await askApproval(deps, { requestId: id, engagement, policyKey, requesterId: actor.id, subject, now });
  } catch (error) {
    await forgetChange(deps.db, id);
    throw error;
  }
}

/** Keeps the change, and what its approvers decide on. */
const write = (db: Db, call: ChangeCall) =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'contract.change-requested',
    write: async (trx, engagement) => {
      const { body: definition, newId: id, actor, now } = call;
      editableIn(engagement, SERVING);
      await forgetUnasked(trx, engagement.id, now);
      const share = await shareOf(trx, engagement, definition);
      const terms = await termsOf(trx, engagement, definition);
      const moved = await movedMilestones({ trx, engagement, now }, definition.milestones ?? []);
      const proposed = { id, engagementId: engagement.id, definition, cumulativeBp: share, requestId: id };
      await insertChange(trx, { ...proposed, requestedById: actor.id, now });
      const { scopeDelta, costDelta, scheduleDeltaDays, reason } = definition;
      const data = {
        scopeDelta,
        costDelta,
        scheduleDeltaDays,
        reason,
        amount: Number(costDelta.amount),
        currency: costDelta.currency,
        // Where nothing is known to take a share of, the strict way is taken.
        cumulativeBp: share ?? 10_000,
        ...(moved.length > 0 && { milestones: moved }),
        ...(terms && { changes: terms, effectiveOn: definition.amendment?.effectiveOn }),
      };
      const title = `${engagement.number} ${engagement.title}: ${definition.title ?? 'change'}`;
      return { engagement, subject: { type: 'contract-change', title, data } };
    },
    payload: () => ({ changeId: call.newId, costDelta: call.body.costDelta }),
  });

/** What this change and all before it that stand or are being decided come to. */
async function shareOf(trx: Trx, { id, currency }: EngagementRow, { costDelta }: NewChange): Promise<number | null> {
  const contract = (await approvedVersionOf(trx, id)) ?? (await contractOf(trx, id));
  const expected = contract?.terms.monthlyFee?.currency ?? currency;
  if (costDelta.currency !== expected) throw fieldError('costDelta.currency', `must be ${expected}, as the contract`);
  const others = (await changesOf(trx, id)).filter(({ status }) => status !== 'rejected');
  const costs = [...others.map((one) => one.costDelta.amount), costDelta.amount];
  return cumulativeBp(contract ? contractValue(contract.terms) : null, costs);
}

/** What the terms would say differently; refused now where it could not be made binding later. */
async function termsOf(trx: Trx, engagement: EngagementRow, { amendment }: NewChange) {
  if (!amendment) return null;
  const { before, after } = await draftAmendment(trx, engagement, amendment);
  return contractChanges(before, after);
}

const list = ({ db }: Deps): Route =>
  route<EngagementParams, ListQuery>({
    method: 'get',
    path: '/engagements/{id}/changes',
    summary: 'Change requests of an engagement, oldest first',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    query: ListQuery,
    answers: { 200: pageOf(ChangeView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(pageById(await changesOf(db, params.id, sliceById(query)), query.limit));
    },
  });

async function existing(db: Db, engagementId: string, id: string): Promise<ChangeView> {
  const found = (await changesOf(db, engagementId)).find((one) => one.id === id);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such change.');
  return found;
}
