import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import { dataConverter } from '../../codec/data-converter';
import { TEST_CODEC_KEYS } from '../temporal';

export interface Replayable {
  readonly name: string;
  readonly history: unknown;
}

/** The histories that workflow code refuses, each with what it says. */
export async function refusedBy(
  code: Pick<ReplayWorkerOptions, 'workflowBundle' | 'sinks' | 'reuseV8Context'>,
  histories: readonly Replayable[],
): Promise<readonly string[]> {
  const failed: string[] = [];
  const given = histories.map(({ name, history }) => ({ workflowId: name, history: historyFromJSON(history) }));
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { dataConverter: dataConverter(TEST_CODEC_KEYS), ...code },
    given,
  )) {
    if (error) failed.push(`${workflowId}: ${error.message}`);
  }
  return failed;
}
