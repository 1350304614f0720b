import type { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

/** A deployment as this namespace has it: which releases it knows, and where new work goes. */
export interface Deployment {
  readonly current: string | null;
  readonly ramping: { readonly buildId: string; readonly percent: number } | null;
  readonly releases: readonly Release[];
}

export interface Release {
  readonly buildId: string;
  /** `inactive`: no work has gone to it yet; `draining`: pinned processes still run on it. */
  readonly state: 'inactive' | 'current' | 'ramping' | 'draining' | 'drained' | 'unknown';
  /** Epoch milliseconds at which workers of it first polled. */
  readonly createdAt: number;
}

export interface Place {
  readonly namespace: string;
  readonly deploymentName: string;
}

const STATES = temporal.api.enums.v1.WorkerDeploymentVersionStatus;
const STATE_OF: Readonly<Record<number, Release['state']>> = {
  [STATES.WORKER_DEPLOYMENT_VERSION_STATUS_INACTIVE]: 'inactive',
  [STATES.WORKER_DEPLOYMENT_VERSION_STATUS_CURRENT]: 'current',
  [STATES.WORKER_DEPLOYMENT_VERSION_STATUS_RAMPING]: 'ramping',
  [STATES.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING]: 'draining',
  [STATES.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED]: 'drained',
};

export async function describe({ workflowService }: Connection, place: Place): Promise<Deployment> {
  const { workerDeploymentInfo: info } = await workflowService.describeWorkerDeployment(place);
  const { currentDeploymentVersion, rampingDeploymentVersion, rampingVersionPercentage } = info?.routingConfig ?? {};
  const ramping = rampingDeploymentVersion?.buildId;
  return {
    current: currentDeploymentVersion?.buildId ?? null,
    ramping: ramping ? { buildId: ramping, percent: rampingVersionPercentage ?? 0 } : null,
    releases: (info?.versionSummaries ?? []).map(({ deploymentVersion, status, createTime }) => ({
      buildId: deploymentVersion?.buildId ?? '',
      state: STATE_OF[status ?? 0] ?? 'unknown',
      createdAt: Number(createTime?.seconds ?? 0) * 1_000,
    })),
  };
}

/** New work goes to a release; none (`null`) for workers that run without a deployment. Also the way back. */
export async function makeCurrent(
  { workflowService }: Connection,
  place: Place,
  buildId: string | null,
): Promise<void> {
  await workflowService.setWorkerDeploymentCurrentVersion({ ...place, buildId: buildId ?? '' });
}

/** So many of a hundred new processes go to a release. */
export async function ramp(
  { workflowService }: Connection,
  place: Place,
  { buildId, percent }: { readonly buildId: string; readonly percent: number },
): Promise<void> {
  await workflowService.setWorkerDeploymentRampingVersion({
    ...place,
    buildId: percent === 0 ? '' : buildId,
    percentage: percent,
  });
}

/** How many processes still need workers of a release. */
export async function runningOn({ workflowService }: Connection, place: Place, buildId: string): Promise<number> {
  const { namespace, deploymentName } = place;
  const version = `${deploymentName}:${buildId}`;
  const query = `TemporalWorkerDeploymentVersion = '${version}' AND ExecutionStatus = 'Running'`;
  const { count } = await workflowService.countWorkflowExecutions({ namespace, query });
  return Number(count);
}
