import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { PURGE_CONFIRMERS, purgeConfirmObjection, purgeObjection } from '../../domain/exit/purge';
import { AskPurge, PurgeView } from '../../domain/exit/purge-schema';
import { contentsOf, keptFacts, purgeFacts } from '../../db/read/purge-facts';
import { confirmPurge, insertPurge, purgeOf, type PurgeRow, purgeView, withdrawPurge } from '../../db/stores/purges';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Trx } from '../../db/transaction';
import { purgeWorkflowId } from '../../workflows/ids';
import { scopedEngagement } from '../engagement-scope';
import { processesOf } from '../purge-processes';
import { changeRecord } from '../record';
import { accepted, type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway'>;
type PurgeCall<B> = Call<EngagementParams, unknown, B>;

/** The record of an engagement goes when it need not be kept any longer, and two people say so. */
export const purgeRoutes = (deps: Deps): readonly Route[] => [ask(deps), read(deps), withdraw(deps), confirm(deps)];

const ask = (deps: Deps): Route =>
  route<EngagementParams, unknown, AskPurge>({
    method: 'post',
    path: '/engagements/{id}/purge',
    summary: 'Ask that the record of a closed engagement is purged; a second person confirms it',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    body: AskPurge,
    answers: { 201: PurgeView },
    handle: async (call) => created(`/api/v1/engagements/${call.params.id}/purge`, await askForPurge(deps, call)),
  });

export function askForPurge({ db }: Deps, call: PurgeCall<AskPurge>): Promise<PurgeView> {
  const { params, body, actor, now, newId } = call;
  return changeRecord(db, call, {
    act: 'close',
    type: 'purge.asked',
    write: async (trx, engagement) => {
      if (await purgeOf(trx, engagement.id)) throw new DomainError('STATE_CONFLICT', 'A purge has been asked for.');
      await check(trx, engagement, { takenSha256: body.archiveSha256, now });
      await insertPurge(trx, { id: newId, engagementId: params.id, ...body, actorId: actor.id, now });
      return purgeView(trx, await existingPurge(trx, params.id));
    },
    payload: ({ id, archiveSha256 }) => ({ purgeId: id, archiveSha256 }),
  });
}

async function check(
  trx: Trx,
  engagement: EngagementRow,
  about: { readonly takenSha256: string; readonly now: number },
): Promise<void> {
  const refusal = purgeObjection(await purgeFacts(trx, engagement, about));
  if (refusal) throw DomainError.from(refusal);
}

/** Of a purge that is asked for, going on or done. */
export async function existingPurge(db: Services['db'], engagementId: string): Promise<PurgeRow> {
  const purge = await purgeOf(db, engagementId);
  if (!purge) throw new DomainError('NOT_FOUND', 'Nobody has asked for a purge of the engagement.');
  return purge;
}

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/purge',
    summary: 'The purge of an engagement, and how far it has come',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: PurgeView },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await purgeView(db, await existingPurge(db, params.id)));
    },
  });

const withdraw = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'delete',
    path: '/engagements/{id}/purge',
    summary: 'Take back a purge that nobody has confirmed',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    answers: { 204: null },
    handle: async (call) => {
      await takeBackPurge(deps, call);
      return { status: 204 };
    },
  });

export function takeBackPurge({ db }: Deps, call: PurgeCall<unknown>): Promise<string> {
  return changeRecord(db, call, {
    act: 'close',
    type: 'purge.withdrawn',
    write: async (trx) => {
      const purge = await existingPurge(trx, call.params.id);
      if (purge.state !== 'asked') throw new DomainError('STATE_CONFLICT', 'The purge has been confirmed.');
      await withdrawPurge(trx, purge.id, call.now);
      return purge.id;
    },
    payload: (purgeId) => ({ purgeId }),
  });
}

const confirm = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'post',
    path: '/engagements/{id}/purge/confirm',
    summary: 'Confirm a purge as the second person: it begins, and cannot be undone',
    tag: 'Exit',
    access: PURGE_CONFIRMERS,
    params: EngagementParams,
    body: z.strictObject({}),
    stepUp: true,
    answers: { 202: PurgeView },
    handle: async (call) => accepted(await confirmThePurge(deps, call)),
  });

/** Durable before it begins: where the start was lost, the same person confirms again, or the night starts it; it begins once. */
export async function confirmThePurge({ db, gateway }: Deps, call: PurgeCall<unknown>): Promise<PurgeView> {
  const { id } = call.params;
  await scopedEngagement(db, id, { actor: call.actor, act: 'read' });
  const before = await existingPurge(db, id);
  if (before.state === 'asked') await agree(db, call, before.id);
  else if (before.state === 'done' || before.confirmed_by !== call.actor.id)
    throw new DomainError('STATE_CONFLICT', 'The purge has been confirmed.');
  const purgeId = before.id;
  await gateway.start({
    workflow: 'purgeWorkflow',
    id: purgeWorkflowId(purgeId),
    args: [{ purgeId }],
    summary: 'Purges a closed engagement',
  });
  return purgeView(db, await existingPurge(db, id));
}

function agree(db: Services['db'], call: PurgeCall<unknown>, purgeId: string): Promise<PurgeRow> {
  const { actor, now } = call;
  return changeRecord(db, call, {
    act: 'read',
    type: 'purge.confirmed',
    write: async (trx, engagement) => {
      const purge = await existingPurge(trx, engagement.id);
      // Taken back and asked for anew in between: it is another one, of which nobody has been told.
      if (purge.id !== purgeId) throw new DomainError('STATE_CONFLICT', 'The purge has been asked for anew.');
      const objection = purgeConfirmObjection(purge, actor);
      if (objection) throw DomainError.from(objection);
      await check(trx, engagement, { takenSha256: purge.archive_sha256, now });
      const [facts, contents] = [await keptFacts(trx, engagement), await contentsOf(trx, engagement.id)];
      const processes = await processesOf(trx, engagement.id);
      await confirmPurge(trx, purge.id, { actorId: actor.id, now, facts, contents, processes });
      return purge;
    },
    payload: ({ id }) => ({ purgeId: id }),
  });
}
