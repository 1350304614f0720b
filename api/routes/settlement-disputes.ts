import { z } from 'zod';
import {
  ConfirmationView,
  DisputeView,
  NewDispute,
  PaperConfirmation,
  ResolveBody,
} from '../../domain/exit/dispute-schema';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { confirmationView, settlementView } from '../../db/read/settlement-account';
import { scopedEngagement } from '../engagement-scope';
import { tellExit } from '../exit-steps';
import { pageOf, wholeOf } from '../paging';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { keepConfirmation, keepDispute, keepResolution } from '../settlement-answers';
import { EngagementParams } from './engagements';

export type SettlementDeps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** What either side does not agree to after the approval, how it ends, and the vendor's agreement. */
export const settlementDisputeRoutes = (deps: SettlementDeps): readonly Route[] => [
  list(deps),
  raise(deps),
  resolve(deps),
  confirm(deps),
];

const common = { tag: 'Exit', access: 'insiders' } as const;

const list = ({ db }: SettlementDeps): Route =>
  route<EngagementParams>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/settlement/disputes',
    summary: 'Disputed lines of the approved settlement, with how each ended',
    params: EngagementParams,
    answers: { 200: pageOf(DisputeView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf((await settlementView(db, params.id))?.disputes ?? []));
    },
  });

const raise = (deps: SettlementDeps): Route =>
  route<EngagementParams, unknown, NewDispute>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/settlement/disputes',
    summary: 'Dispute a line of the approved settlement; before the approval mark it in PUT',
    params: EngagementParams,
    body: NewDispute,
    answers: { 201: DisputeView },
    handle: async (call) =>
      created(`/api/v1/engagements/${call.params.id}/settlement/disputes`, await raiseDispute(deps, call)),
  });

export async function raiseDispute(
  deps: SettlementDeps,
  call: Call<EngagementParams, unknown, NewDispute>,
): Promise<DisputeView> {
  const { params, body, actor, now, newId: id } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'settlement.disputed',
    write: (trx, engagement) => keepDispute({ trx, engagement, now }, { ...body, id, side: 'us', raisedBy: actor.id }),
    payload: () => ({ disputeId: id, side: 'us', ...body }),
  });
  await planAgain(deps, params.id);
  return disputeOf(deps, params.id, id);
}

async function disputeOf({ db }: SettlementDeps, engagementId: string, id: string): Promise<DisputeView> {
  const dispute = (await settlementView(db, engagementId))?.disputes.find((one) => one.id === id);
  if (!dispute) throw new DomainError('NOT_FOUND', 'The settlement has no such dispute.');
  return dispute;
}

const One = z.strictObject({ id: Uuid, disputeId: Uuid });
type One = z.infer<typeof One>;

const resolve = (deps: SettlementDeps): Route =>
  route<One, unknown, ResolveBody>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/settlement/disputes/{disputeId}/resolve',
    summary: 'End a dispute; the line stays as it was approved, and an adjustment is added',
    params: One,
    body: ResolveBody,
    answers: { 200: DisputeView },
    handle: async (call) => ok(await resolveDispute(deps, call)),
  });

export async function resolveDispute(
  deps: SettlementDeps,
  call: Call<One, unknown, ResolveBody>,
): Promise<DisputeView> {
  const { params, body, actor, now } = call;
  await changeRecord(deps.db, call, {
    act: 'read',
    type: 'settlement.dispute-resolved',
    write: (trx, engagement) => keepResolution({ trx, engagement, now }, { id: params.disputeId, body, actor }),
    payload: ({ line, minor }) => ({ disputeId: params.disputeId, line, minor, ...body }),
  });
  await planAgain(deps, params.id);
  await tellExit(deps, { engagementId: params.id });
  return disputeOf(deps, params.id, params.disputeId);
}

const confirm = (deps: SettlementDeps): Route =>
  route<EngagementParams, unknown, PaperConfirmation>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/settlement/confirmation',
    summary: 'Record that the vendor has agreed on paper; behind its link it agrees by itself',
    params: EngagementParams,
    body: PaperConfirmation,
    stepUp: true,
    answers: { 201: ConfirmationView },
    handle: async (call) =>
      created(`/api/v1/engagements/${call.params.id}/settlement`, await recordPaperConfirmation(deps, call)),
  });

export async function recordPaperConfirmation(
  deps: SettlementDeps,
  call: Call<EngagementParams, unknown, PaperConfirmation>,
): Promise<ConfirmationView> {
  const { params, body, actor, now } = call;
  const kept = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'settlement.confirmed-on-paper',
    write: (trx, engagement) =>
      keepConfirmation({ trx, engagement, now }, { how: 'paper', ...body, recordedBy: actor.id }),
    payload: ({ sha256, name }) => ({ sha256, name }),
  });
  await planAgain(deps, params.id);
  await tellExit(deps, { engagementId: params.id });
  return confirmationView(kept);
}
