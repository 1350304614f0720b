import { ApplicationFailure } from '@temporalio/common';
import type { Host } from '../workflows/engagement-desk';
import { activityWorker, type TestTemporal, testWorker, withWorkers } from '../temporal';
import { QUEUES } from '../../workflows/messages';
import type { Fakes } from './scenario';

/** Marked by every run that begins now; a release that did not know one of the changes did not know this mark either. */
const ALL_CHANGES = 'all-changes-from-the-start';

/** Workers that stay while one scenario after the other is played on them, each with its own activities. */
export class Theatre implements Host {
  readonly queue = QUEUES.main;
  /** Changes that the release did not know which the scenario of the moment is about. */
  before: readonly string[] = [];
  private playing: Fakes = {};

  constructor(readonly temporal: TestTemporal) {}

  async open(work: () => Promise<void>): Promise<void> {
    const activities = this.dispatching();
    const patchActivationCallback = ({ patchId }: { readonly patchId: string }): boolean =>
      !this.before.includes(patchId) && (this.before.length === 0 || patchId !== ALL_CHANGES);
    const workers = await Promise.all([
      testWorker(this.temporal, { taskQueue: this.queue, activities, patchActivationCallback }),
      activityWorker(this.temporal, { taskQueue: QUEUES.mail, activities }),
      activityWorker(this.temporal, { taskQueue: QUEUES.migration, activities }),
    ]);
    await withWorkers(workers, work);
  }

  readonly during = async (activities: Fakes, work: () => Promise<void>): Promise<void> => {
    this.playing = activities;
    await work();
  };

  /** Whatever is asked for is what the scenario of the moment has; what an earlier one left behind ends by that. */
  private dispatching(): Readonly<Record<string, (...args: never[]) => Promise<unknown>>> {
    const call =
      (name: string) =>
      (...args: never[]): Promise<unknown> => {
        const found = this.playing[name] as ((...given: never[]) => Promise<unknown>) | undefined;
        return found ? found(...args) : Promise.reject(ApplicationFailure.nonRetryable(`${name} is not played`));
      };
    return Object.fromEntries(ACTIVITIES.map((name) => [name, call(name)]));
  }
}

/** All that workflows ask for. */
const ACTIVITIES = [
  ...['announce', 'applyGate', 'applySideRequest', 'beginWatch', 'chooseBranch', 'chooseBranches', 'comingReviews'],
  ...['compareDataset', 'createEngagement', 'deleteDataset', 'deletionGate', 'deletionStuck', 'deliverEvents'],
  ...['deliverMails', 'dueDigests', 'endWatch', 'findStandIn', 'finishPurge', 'inventoryDataset', 'inviteToReview'],
  ...['keepDates', 'labelsOf', 'lateWatches', 'markLive', 'mayClose', 'openDeletion', 'openExit', 'openRequestsOf'],
  ...['openRun', 'performAgenda', 'planAgain', 'planAgenda', 'prepareGate', 'presenceOf', 'purgeContents'],
  ...['purgeProcesses', 'purgeRows', 'recallReview', 'recordEngagement', 'recordMeeting', 'recordMissedReview'],
  ...['recordRequest', 'recordRun', 'recordSignature', 'recordStop', 'refuseDeletion', 'resolveStep', 'sendDigest'],
  ...['sendMail', 'sendNotice', 'sendRequestMail', 'snapshotPolicy', 'sweep', 'takeTurn', 'transferDataset'],
  ...['makeSample', 'stopSamples', 'removeSampleRows', 'forgetSamples'],
  ...['unfinishedPurges', 'verifyDataset'],
];
