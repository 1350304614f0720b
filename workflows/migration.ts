import {
  ActivityFailure,
  CancellationScope,
  condition,
  defineQuery,
  defineUpdate,
  getExternalWorkflowHandle,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { MigrationActivities } from '../activities/migration';
import type { Mode } from '../domain/exit/states';
import { engagementWorkflowId } from './ids';
import { exitProgressedSignal, QUEUES } from './messages';
import { reasonOf } from './refuse';

export interface MigrationInput {
  readonly runId: string;
  readonly engagementId: string;
  readonly key: string;
  readonly mode: Mode;
  /** Share of the data that a drill carries over; 10 000 for a real migration. */
  readonly sampleBp: number;
  readonly runnerId: string;
}

export interface MigrationStage {
  readonly runId: string;
  readonly stage: 'opening' | 'inventory' | 'transfer' | 'verify' | 'record' | 'done' | 'stopped';
  readonly round: number;
}

export const openedUpdate = defineUpdate<MigrationStage, [Record<string, never>]>('opened');
export const stageQuery = defineQuery<MigrationStage>('stage');

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
  const { runId } = input;
  let state: MigrationStage = { runId, stage: 'opening', round: 0 };
  let refusal: unknown = null;
  setHandler(stageQuery, () => state);
  setHandler(openedUpdate, async () => {
    await condition(() => state.stage !== 'opening');
    if (refusal) throw refusal;
    return state;
  });

  try {
    await brief.openRun({ ...input, now: Date.now() });
  } catch (error) {
    refusal = reasonOf(error);
    enter('stopped');
    return state;
  }
  try {
    await carryOver();
  } catch (error) {
    await CancellationScope.nonCancellable(() =>
      brief.recordStop({ runId, failure: sentenceOf(error), cancelled: isCancellation(error), now: Date.now() }),
    );
    enter('stopped');
  }
  if (input.mode === 'real') await tellEngagement(input.engagementId);
  return state;

  async function carryOver(): Promise<void> {
    enter('inventory');
    await long.inventoryDataset({ runId, now: Date.now() });
    let verdict = await sendAndCompare(1);
    for (let round = 2; !verdict.passed && round <= RETRANSFERS + 1; round += 1) verdict = await sendAndCompare(round);
    enter('record');
    await long.recordRun({ runId, now: Date.now(), rounds: state.round, ...verdict });
    enter('done');
  }

  async function sendAndCompare(round: number) {
    state = { runId, stage: 'transfer', round };
    await long.transferDataset({ runId, now: Date.now() });
    enter('verify');
    return long.verifyDataset({ runId, now: Date.now() });
  }

  function enter(stage: MigrationStage['stage']): void {
    state = { ...state, stage };
  }
}

/** The engagement may have ended meanwhile: then there is nobody to tell. */
export async function tellEngagement(engagementId: string): Promise<void> {
  await getExternalWorkflowHandle(engagementWorkflowId(engagementId))
    .signal(exitProgressedSignal)
    .catch(() => undefined);
}

function sentenceOf(error: unknown): string {
  const cause = error instanceof ActivityFailure && error.cause ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
