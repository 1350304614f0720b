import { randomUUID } from 'node:crypto';
import type { Worker, WorkflowBundle } from '@temporalio/worker';
import { until } from '../../bin/parts/processes';
import { versioning } from '../../bin/parts/versioning';
import { makeCurrent, type Place } from '../../bin/release/deployment';
import { activityWorker, ownQueue, type TestTemporal, testWorker, withWorkers } from '../temporal';
import type { Host } from './engagement-desk';

type Activities = Parameters<Host['during']>[0];

export interface Release {
  readonly buildId: string;
  readonly workflowBundle: WorkflowBundle;
  readonly heldChanges?: readonly string[];
}

/** Releases of the product that run side by side on one task queue, as operators would run them. */
export class Releases implements Host {
  readonly queue = ownQueue();
  readonly place: Place;
  private activities: Activities = {};

  constructor(private readonly temporal: TestTemporal) {
    this.place = { namespace: temporal.namespace, deploymentName: `tenure-${randomUUID().slice(0, 8)}` };
  }

  readonly during: Host['during'] = async (activities, work) => {
    this.activities = activities;
    const mail = await activityWorker(this.temporal, { taskQueue: `${this.queue}-mail`, activities });
    await withWorkers([mail], work);
  };

  /** Workers of a release at work, while something is done with them. */
  async running(release: Release, work: () => Promise<void>): Promise<void> {
    await withWorkers([await this.worker(release)], work);
  }

  /** Nothing can be sent to a release before its workers poll all that those before it did. */
  async current(buildId: string): Promise<void> {
    const isTaken = (): Promise<boolean> =>
      makeCurrent(this.temporal.connection, this.place, buildId).then(
        () => true,
        () => false,
      );
    await until(isTaken, { limitMs: 60_000, sentence: `${buildId} never became the current release.` });
  }

  private worker({ buildId, workflowBundle, heldChanges = [] }: Release): Promise<Worker> {
    const { deploymentName: deployment } = this.place;
    const options = versioning({ deployment, buildId, heldChanges }, workflowBundle);
    return testWorker(this.temporal, {
      ...{ ...options, workflowBundle, taskQueue: this.queue, activities: this.activities },
      shutdownGraceTime: '1s',
    });
  }
}
