import { CancellationScope, isCancellation, patched, proxyActivities } from '@temporalio/workflow';
import type { MigrationActivities } from '../activities/migration';
import type { Verdict } from '../activities/migration/verify';
import type { Mode } from '../domain/exit/states';
import { sentenceOf, tellEngagement } from './exit-parts';
import { QUEUES } from './messages';
import { Opening } from './opening';
import { replan } from './phases/watch';

export interface MigrationInput {
  readonly runId: string;
  readonly engagementId: string;
  readonly key: string;
  readonly mode: Mode;
  /** Share of the data that a drill carries over; 10 000 for a real migration. */
  readonly sampleBp: number;
  readonly maxBytesPerSecond?: number;
  readonly runnerId: string;
}

export interface MigrationStage {
  readonly runId: string;
  readonly stage: 'opening' | 'inventory' | 'transfer' | 'verify' | 'record' | 'done' | 'stopped';
  readonly round: number;
}

/** Further attempts to send what did not arrive intact; then a person has to look. */
const RETRANSFERS = 3;

const brief = proxyActivities<MigrationActivities>({
  taskQueue: QUEUES.migration,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});
const long = proxyActivities<MigrationActivities>({
  taskQueue: QUEUES.migration,
  startToCloseTimeout: '7 days',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 500 },
});

/** Carries one dataset over: inventory, transfer, read back, send again what is not equal, and record the verdict. */
export async function migrationWorkflow(input: MigrationInput): Promise<MigrationStage> {
  const story = new MigrationStory(input);
  if (!(await story.open())) return story.state;
  try {
    await story.carryOver();
  } catch (error) {
    await CancellationScope.nonCancellable(() => story.stop(error));
  }
  if (input.mode === 'real') await CancellationScope.nonCancellable(() => tellEngagement(input.engagementId));
  // A drill may have passed or shown that the exit is too slow: both are dates of the monitoring.
  if (patched('drill-moves-dates')) await CancellationScope.nonCancellable(() => replan(input.engagementId));
  return story.state;
}

class MigrationStory {
  state: MigrationStage;
  private readonly opening = new Opening(() => this.state);

  constructor(private readonly input: MigrationInput) {
    this.state = { runId: input.runId, stage: 'opening', round: 0 };
  }

  open(): Promise<boolean> {
    return this.opening.attempt(
      () => brief.openRun({ ...this.input, now: Date.now() }),
      (opened) => this.enter(opened ? 'inventory' : 'stopped'),
    );
  }

  async carryOver(): Promise<void> {
    const { runId } = this.input;
    await long.inventoryDataset({ runId, now: Date.now() });
    let verdict = await this.sendAndCompare(1);
    for (let round = 2; !verdict.passed && round <= RETRANSFERS + 1; round += 1)
      verdict = await this.sendAndCompare(round);
    this.enter('record');
    await long.recordRun({ runId, now: Date.now(), rounds: this.state.round, ...verdict });
    this.enter('done');
  }

  async stop(error: unknown): Promise<void> {
    const { runId } = this.input;
    await brief.recordStop({ runId, failure: sentenceOf(error), cancelled: isCancellation(error), now: Date.now() });
    this.enter('stopped');
  }

  private async sendAndCompare(round: number): Promise<Pick<Verdict, 'passed'>> {
    const { runId } = this.input;
    this.state = { runId, stage: 'transfer', round };
    await long.transferDataset({ runId, now: Date.now() });
    this.enter('verify');
    // Earlier histories hold what differed as well.
    if (patched('findings-stay-out')) return long.compareDataset({ runId, now: Date.now() });
    return long.verifyDataset({ runId, now: Date.now() });
  }

  private enter(stage: MigrationStage['stage']): void {
    this.state = { ...this.state, stage };
  }
}
