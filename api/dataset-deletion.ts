import { DomainError } from '../domain/errors';
import { deletionRequestObjection } from '../domain/exit/deletion';
import { deletionFacts } from '../db/read/deletion-facts';
import { existingRun } from '../db/stores/dataset-runs';
import { type Dataset, existingDataset } from '../db/stores/datasets';
import type { EngagementRow } from '../db/stores/engagements';
import { deletionWorkflowId } from '../workflows/ids';
import { scopedEngagement } from './engagement-scope';
import { MIGRATION_QUEUE } from './exit-steps';
import { openRequest } from './requests';
import type { Call } from './route';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** Asks two people to approve that the source of a dataset is deleted; answers the id of the request. */
export async function askForDeletion(
  deps: Deps,
  { params, actor, newId, now }: Call<{ id: string; key: string }, unknown, unknown>,
): Promise<string> {
  const engagement = await scopedEngagement(deps.db, params.id, { actor, act: 'edit' });
  const dataset = await existingDataset(deps.db, { engagementId: params.id, key: params.key });
  if (dataset.state === 'deletion-requested' || dataset.state === 'deleted')
    throw new DomainError('STATE_CONFLICT', `The dataset is ${dataset.state} already.`);
  const facts = await deletionFacts(deps.db, dataset, now);
  const refusal = deletionRequestObjection(facts);
  if (refusal) throw DomainError.from(refusal);
  // Who waived the waiting period, as two people do, has waived the time to object with it.
  const atOnce = facts.waitingDays === 0;
  await putToApprovers(deps, { engagement, dataset, atOnce, actorId: actor.id, requestId: newId, now });
  return newId;
}

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
  deps: Deps,
  { engagement, dataset, atOnce, actorId, requestId, now }: Asked,
): Promise<void> {
  const { engagementId, key } = dataset;
  const run = await existingRun(deps.db, dataset.runId ?? '');
  const workflowId = deletionWorkflowId(engagementId, key);
  const data = {
    dataset: key,
    datasetTitle: dataset.title,
    personalData: dataset.personalData,
    manifest: run.manifest?.content ?? null,
  };
  await openRequest(deps, {
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
  await deps.gateway.startAndUpdate(
    { ...start, taskQueue: MIGRATION_QUEUE, again: true },
    { update: 'opened', arg: {} },
  );
}
