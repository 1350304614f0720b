import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import type { MigrationActivities } from '../activities/migration';
import { exitProgressedSignal, QUEUES, type RequestDecided, requestDecidedSignal } from './messages';
import { sentenceOf, tellEngagement } from './exit-parts';
import { Opening } from './opening';

export interface DeletionInput {
  readonly engagementId: string;
  readonly key: string;
  readonly requestId: string;
  readonly requestedBy: string;
}

export interface DeletionStage {
  readonly requestId: string;
  readonly stage: 'opening' | 'approval' | 'gate' | 'deleting' | 'deleted' | 'refused';
  /** What the gate still misses. */
  readonly missing: string | null;
}

const brief = proxyActivities<MigrationActivities>({
  taskQueue: QUEUES.migration,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});
const long = proxyActivities<MigrationActivities>({
  taskQueue: QUEUES.migration,
  startToCloseTimeout: '7 days',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 20 },
});

/** The source of one dataset is deleted: approved by two people, behind the gate, with a certificate at the end. */
export async function deletionWorkflow(input: DeletionInput): Promise<DeletionStage> {
  const story = new DeletionStory(input);
  setHandler(requestDecidedSignal, (decision) => story.decided(decision));
  setHandler(exitProgressedSignal, () => story.progressed());

  if (!(await story.open())) return story.state;
  const outcome = await story.approval();
  if (outcome === 'approved') await story.deleteBehindGate();
  else await story.giveUp(outcome);
  await tellEngagement(input.engagementId);
  return story.state;
}

class DeletionStory {
  state: DeletionStage;
  private readonly opening = new Opening(() => this.state);
  private outcome: RequestDecided['outcome'] | null = null;
  private moved = false;

  constructor(private readonly input: DeletionInput) {
    this.state = { requestId: input.requestId, stage: 'opening', missing: null };
  }

  decided({ requestId, outcome }: RequestDecided): void {
    // Sent back for a better reason: the request is still open.
    const open: readonly string[] = ['returned'];
    if (requestId === this.input.requestId && !open.includes(outcome)) this.outcome = outcome;
  }

  progressed(): void {
    this.moved = true;
  }

  open(): Promise<boolean> {
    return this.opening.attempt(
      () => brief.openDeletion({ ...this.input, now: Date.now() }),
      (opened) => this.enter(opened ? 'approval' : 'refused'),
    );
  }

  async approval(): Promise<RequestDecided['outcome']> {
    await condition(() => this.outcome !== null);
    return this.outcome ?? 'withdrawn';
  }

  async giveUp(outcome: string): Promise<void> {
    await brief.refuseDeletion({ ...this.input, outcome, now: Date.now() });
    this.enter('refused');
  }

  /** The gate may have closed since the approval (a legal hold): then it is asked again when something moves, or daily. */
  async deleteBehindGate(): Promise<void> {
    while (this.state.stage !== 'deleted') {
      this.moved = false;
      const missing = (await brief.deletionGate({ ...this.input, now: Date.now() })) ?? (await this.delete());
      if (missing === null) return;
      this.state = { ...this.state, stage: 'gate', missing };
      await condition(() => this.moved, '1 day');
    }
  }

  /** Null when all is deleted, otherwise why not. */
  private async delete(): Promise<string | null> {
    this.enter('deleting');
    try {
      await long.deleteDataset({ ...this.input, now: Date.now() });
      this.enter('deleted');
      return null;
    } catch (error) {
      const failure = sentenceOf(error);
      await brief.deletionStuck({ ...this.input, failure, now: Date.now() });
      return failure;
    }
  }

  private enter(stage: DeletionStage['stage']): void {
    this.state = { ...this.state, stage, missing: null };
  }
}
