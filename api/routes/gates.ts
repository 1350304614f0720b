import { z } from 'zod';
import type { Engagement } from '../../domain/engagement/engagement';
import { EngagementView, GateBody, Reason, Termination } from '../../domain/engagement/schema';
import { type Gate, GATES, mayPassGate } from '../../domain/engagement/statuses';
import type { Person } from '../../domain/people/people';
import { DomainError } from '../../domain/errors';
import { localDate } from '../../domain/calendar/zone';
import { Uuid } from '../../domain/shapes';
import { findEngagement } from '../../db/stores/engagements';
import { engagementView } from '../../db/read/engagements';
import { engagementWorkflowId, requestWorkflowId } from '../../workflows/ids';
import { scopedEngagement } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { accepted, type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const gateRoutes = (deps: Deps): readonly Route[] => [
  submit(deps),
  terminate(deps),
  goLive(deps),
  ...STEPS.map((step) => steer(deps, step)),
];

const GateParams = z.strictObject({ id: Uuid, gate: z.enum(GATES) });
const RequestId = z.strictObject({ requestId: Uuid });

const submit = (deps: Deps): Route =>
  route<z.infer<typeof GateParams>, unknown, GateBody>({
    method: 'post',
    path: '/engagements/{id}/gates/{gate}/submit',
    summary: 'Ask for the approval of a gate; everything missing is named in one answer',
    tag: 'Gates',
    access: 'insiders',
    params: GateParams,
    body: GateBody,
    answers: { 202: RequestId },
    handle: (call) => submitGate(deps, call, { gate: call.params.gate, body: call.body }),
  });

const terminate = (deps: Deps): Route =>
  route<EngagementParams, unknown, Termination>({
    method: 'post',
    path: '/engagements/{id}/termination',
    summary: 'Ask for the end of the service (gate G5)',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    body: Termination,
    answers: { 202: RequestId },
    handle: (call) =>
      submitGate(deps, call, { gate: 'exit', body: { comment: call.body.comment }, termination: call.body }),
  });

interface Submission {
  readonly gate: Gate;
  readonly body: GateBody;
  readonly termination?: Termination;
}

/** Asks for the approval of a gate; refused with all that is missing. */
export async function submitGate(
  { db, gateway, log }: Deps,
  call: Call<{ id: string }, unknown, unknown>,
  submission: Submission,
) {
  const { params, actor, channel, newId } = call;
  await scopedEngagement(db, params.id, { actor, act: 'edit' });
  const arg = { ...submission, requestId: newId, actorId: actor.id, channel };
  const update = { id: engagementWorkflowId(params.id), update: 'submitGate', arg, updateId: `submit-${newId}` };
  const { requestId } = await gateway
    .update<{ requestId: string }>(update)
    .catch((error: unknown) => comeAgain(db, error, { id: params.id, gate: submission.gate }));
  // An award may have opened work that somebody is told of at once.
  if (submission.gate === 'award') await planAgain({ db, gateway, log }, params.id);
  // Whoever reads the request next finds it: the answer waits until it has been recorded.
  await gateway.update({ id: requestWorkflowId(requestId), update: 'opened', arg: {} });
  return accepted({ requestId });
}

/**
 * A worker that dies after it has recorded a state and before it has told Temporal leaves the record ahead of the process
 * for a moment. What is refused then is not refused for good.
 */
async function comeAgain(db: Deps['db'], error: unknown, { id, gate }: { id: string; gate: Gate }): Promise<never> {
  const isClosed = error instanceof DomainError && error.code === 'GATE_NOT_OPEN';
  const recorded = isClosed ? await findEngagement(db, id) : null;
  if (recorded && mayPassGate(gate, recorded.state))
    throw new DomainError('UNAVAILABLE', 'The engagement is just entering this state. Nothing was done; try again.');
  throw error;
}

const goLive = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'post',
    path: '/engagements/{id}/go-live',
    summary: 'The service begins',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: z.strictObject({}),
    answers: { 200: EngagementView },
    handle: (call) => startService(deps, call),
  });

/** The first day of a service. */
export async function startService(deps: Deps, call: Call<EngagementParams, unknown, unknown>) {
  await scopedEngagement(deps.db, call.params.id, { actor: call.actor, act: 'edit' });
  return steerWorkflow(deps, call, { update: 'goLive' });
}

const STEPS = [
  { name: 'withdraw', summary: 'Give the engagement up before its contract is signed', act: 'edit' },
  { name: 'cancel', summary: 'End the engagement for a reason outside its course', act: 'close' },
  { name: 'suspend', summary: 'Stop the clocks of the service', act: 'edit' },
  { name: 'resume', summary: 'Let the service go on', act: 'edit' },
] as const;

const steer = (deps: Deps, { name, summary, act }: (typeof STEPS)[number]): Route =>
  route<EngagementParams, unknown, z.infer<typeof Reason>>({
    method: 'post',
    path: `/engagements/{id}/${name}`,
    summary,
    tag: 'Engagements',
    access: name === 'cancel' ? ['admin'] : 'insiders',
    params: EngagementParams,
    body: Reason,
    answers: { 200: EngagementView },
    handle: (call) => steerEngagement(deps, call, { name, act }),
  });

/** A step for a reason, as it is taken on the day on which it is taken where the service is. */
export async function steerEngagement(
  deps: Deps,
  call: Call<EngagementParams, unknown, z.infer<typeof Reason>>,
  { name, act }: Pick<(typeof STEPS)[number], 'name' | 'act'>,
) {
  const row = await scopedEngagement(deps.db, call.params.id, { actor: call.actor, act });
  const on = localDate(row.time_zone, call.now);
  return steerWorkflow(deps, call, { update: name, reason: call.body.reason, ...(name === 'suspend' && { on }) });
}

interface Steering {
  readonly update: string;
  readonly reason?: string;
  readonly on?: string;
}

async function steerWorkflow(
  { db, gateway }: Deps,
  call: Pick<Call<{ id: string }, unknown, unknown>, 'params' | 'newId' | 'channel'> & { actor: Person },
  { update, reason, on }: Steering,
) {
  const { params, actor, channel, newId } = call;
  const arg = { actorId: actor.id, channel, ...(reason !== undefined && { reason }), ...(on !== undefined && { on }) };
  await gateway.update<Engagement>({
    id: engagementWorkflowId(params.id),
    update,
    arg,
    updateId: `${update}-${newId}`,
  });
  return ok(await engagementView(db, params.id));
}
