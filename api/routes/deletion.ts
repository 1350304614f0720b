import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { deletionRequestObjection, WAITING_DAYS } from '../../domain/exit/deletion';
import { HoldBody, WaiverBody } from '../../domain/exit/schema';
import { Key, Uuid } from '../../domain/shapes';
import { deletionFacts } from '../../db/read/deletion-facts';
import { existingRun } from '../../db/stores/dataset-runs';
import { type Dataset, existingDataset, listDatasets } from '../../db/stores/datasets';
import type { EngagementRow } from '../../db/stores/engagements';
import { confirmWaiver, insertHold, insertWaiver, lockWaiver, releaseHold } from '../../db/stores/exit-holds';
import { deletionWorkflowId } from '../../workflows/ids';
import { scopedEngagement } from '../engagement-scope';
import { MIGRATION_QUEUE, tellExit } from '../exit-steps';
import { changeRecord } from '../record';
import { openRequest } from '../requests';
import { accepted, created, ok, type Route, route } from '../route';
import type { Services } from '../services';

const Params = z.strictObject({ id: Uuid });
const DatasetParams = z.strictObject({ id: Uuid, key: Key });
const ItemParams = z.strictObject({ id: Uuid, item: Uuid });
type ItemParams = z.infer<typeof ItemParams>;
const View = z.looseObject({});

export const deletionRoutes = (services: Services): readonly Route[] => [
  requestDeletion(services),
  askWaiver(services),
  agreeWaiver(services),
  placeHold(services),
  endHold(services),
];

const requestDeletion = (services: Services): Route =>
  route<z.infer<typeof DatasetParams>>({
    method: 'post',
    path: '/engagements/{id}/exit/datasets/{key}/delete',
    summary: 'Ask two people to approve that the source is deleted',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    body: z.strictObject({}),
    answers: { 202: View },
    handle: async ({ params, actor, newId, now }) => {
      const { db } = services;
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'edit' });
      const dataset = await existingDataset(db, { engagementId: params.id, key: params.key });
      if (dataset.state === 'deletion-requested' || dataset.state === 'deleted')
        throw new DomainError('STATE_CONFLICT', `The dataset is ${dataset.state} already.`);
      const facts = await deletionFacts(db, dataset, now);
      const refusal = deletionRequestObjection(facts);
      if (refusal) throw DomainError.from(refusal);
      // Who waived the waiting period, as two people do, has waived the time to object with it.
      const atOnce = facts.waitingDays === 0;
      await putToApprovers(services, { engagement, dataset, atOnce, actorId: actor.id, requestId: newId, now });
      return accepted({ requestId: newId });
    },
  });

interface Asked {
  readonly engagement: EngagementRow;
  readonly dataset: Dataset;
  readonly atOnce: boolean;
  readonly actorId: string;
  readonly requestId: string;
  readonly now: number;
}

/** Opens the request first: a deletion that waits for a request which never came would be stuck. */
async function putToApprovers(
  services: Services,
  { engagement, dataset, atOnce, actorId, requestId, now }: Asked,
): Promise<void> {
  const { engagementId, key } = dataset;
  const run = await existingRun(services.db, dataset.runId ?? '');
  const workflowId = deletionWorkflowId(engagementId, key);
  const data = {
    dataset: key,
    datasetTitle: dataset.title,
    personalData: dataset.personalData,
    manifest: run.manifest?.content ?? null,
  };
  await openRequest(services, {
    requestId,
    policyKey: 'gate-deletion',
    gate: null,
    engagementId,
    requesterId: actorId,
    excludedIds: [run.runnerId],
    subject: {
      type: 'dataset-deletion',
      title: `${engagement.number} ${dataset.title}: deletion of the source`,
      data,
      roles: engagement.roles,
    },
    atOnce,
    notifyWorkflowId: workflowId,
    now,
  });
  const input = { engagementId, key, requestId, requestedBy: actorId };
  const start = { workflow: 'deletionWorkflow', id: workflowId, args: [input], summary: `Deletion of ${key}` };
  await services.gateway.startAndUpdate(
    { ...start, taskQueue: MIGRATION_QUEUE, again: true },
    { update: 'opened', arg: {} },
  );
}

const askWaiver = ({ db }: Services): Route =>
  route<z.infer<typeof Params>, unknown, z.infer<typeof WaiverBody>>({
    method: 'post',
    path: '/engagements/{id}/exit/waivers',
    summary: `Propose another waiting period than ${WAITING_DAYS} days; it counts when a second person has confirmed it`,
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    body: WaiverBody,
    answers: { 201: View },
    handle: async (call) => {
      const { id } = call.params;
      const waiver = { id: call.newId, engagementId: id, ...call.body, askedBy: call.actor.id };
      await changeRecord(db, call, {
        act: 'edit',
        type: 'exit.waiver-asked',
        write: (trx) => insertWaiver(trx, waiver, call.now),
        payload: () => ({ ...call.body, waiverId: waiver.id }),
      });
      return created(`/api/v1/engagements/${id}/exit/waivers/${waiver.id}`, waiver);
    },
  });

const agreeWaiver = (services: Services): Route =>
  route<ItemParams>({
    method: 'post',
    path: '/engagements/{id}/exit/waivers/{item}/confirm',
    summary: 'Confirm another waiting period as the second person',
    tag: 'Exit',
    access: ['admin', 'manager', 'legal', 'security', 'executive'],
    params: ItemParams,
    body: z.strictObject({}),
    stepUp: true,
    answers: { 200: View },
    handle: async (call) => {
      const waiver = await changeRecord(services.db, call, {
        act: 'read',
        type: 'exit.waiver-confirmed',
        write: async (trx) => {
          const found = await lockWaiver(trx, { engagementId: call.params.id, waiverId: call.params.item });
          if (!found) throw new DomainError('NOT_FOUND', 'There is no such waiver.');
          if (found.askedBy === call.actor.id)
            throw new DomainError('FORBIDDEN', 'A second person must confirm the waiver.');
          if (!found.confirmed) await confirmWaiver(trx, found.id, { actorId: call.actor.id, now: call.now });
          return found;
        },
        payload: ({ days, reason, id }) => ({ days, reason, waiverId: id }),
      });
      await tellAll(services, call.params.id);
      return ok({ ...waiver, confirmed: true });
    },
  });

const placeHold = ({ db }: Services): Route =>
  route<z.infer<typeof Params>, unknown, z.infer<typeof HoldBody>>({
    method: 'post',
    path: '/engagements/{id}/exit/holds',
    summary: 'Forbid deletion for a legal reason',
    tag: 'Exit',
    access: ['admin', 'legal', 'security'],
    params: Params,
    body: HoldBody,
    answers: { 201: View },
    handle: async (call) => {
      const { reason, datasetKey = null } = call.body;
      const hold = { id: call.newId, engagementId: call.params.id, datasetKey, reason, placedBy: call.actor.id };
      await changeRecord(db, call, {
        act: 'read',
        type: 'exit.hold-placed',
        write: (trx) => insertHold(trx, hold, call.now),
        payload: () => ({ holdId: hold.id, reason, datasetKey }),
      });
      return created(`/api/v1/engagements/${hold.engagementId}/exit/holds/${hold.id}`, hold);
    },
  });

const endHold = (services: Services): Route =>
  route<ItemParams>({
    method: 'post',
    path: '/engagements/{id}/exit/holds/{item}/release',
    summary: 'End a legal hold',
    tag: 'Exit',
    access: ['admin', 'legal'],
    params: ItemParams,
    body: z.strictObject({}),
    stepUp: true,
    answers: { 200: View },
    handle: async (call) => {
      const { id, item } = call.params;
      await changeRecord(services.db, call, {
        act: 'read',
        type: 'exit.hold-released',
        write: async (trx) => {
          const released = await releaseHold(
            trx,
            { engagementId: id, holdId: item },
            { actorId: call.actor.id, now: call.now },
          );
          if (!released) throw new DomainError('NOT_FOUND', 'There is no such hold in force.');
        },
        payload: () => ({ holdId: item }),
      });
      await tellAll(services, id);
      return ok({ id: item, released: true });
    },
  });

async function tellAll(services: Services, engagementId: string): Promise<void> {
  for (const { key } of await listDatasets(services.db, engagementId)) await tellExit(services, { engagementId, key });
}
