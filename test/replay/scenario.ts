import type { Activities } from '../../activities';
import type { MigrationActivities } from '../../activities/migration';
import type { TestTemporal } from '../temporal';
import type { Host } from '../workflows/engagement-desk';

/** Something that happens to workflows, played so that its histories can be kept. */
export interface Scenario {
  /** Folder and file of its histories. */
  readonly name: string;
  readonly story: string;
  /** Changes that the release which wrote it did not know. */
  readonly before?: readonly string[];
  /** Runs hand over after a few events, so that handing over is part of it. */
  readonly shortRuns?: true;
  /** Plays it; answers the executions whose histories are kept, with those of their children. */
  readonly play: (stage: Stage) => Promise<readonly string[]>;
}

export interface Stage extends Host {
  readonly temporal: TestTemporal;
}

/** Activities of workers that are given only those which the scenario needs. */
export type Fakes = Partial<Activities> & Partial<MigrationActivities> & Readonly<Record<string, unknown>>;

type Start = { readonly type: string; readonly workflowId: string; readonly args: readonly unknown[] };

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A scenario of one workflow over given activities. */
export async function alone(
  { temporal, queue: taskQueue, during }: Stage,
  activities: Fakes,
  { type, workflowId, args, ...rest }: Start & { readonly meanwhile?: (act: Acting) => Promise<void> },
): Promise<readonly string[]> {
  await during(activities, async () => {
    const handle = await temporal.client.workflow.start(type, { workflowId, taskQueue, args: [...args] });
    await (rest.meanwhile ? rest.meanwhile({ handle, temporal }) : handle.result());
  });
  return [workflowId];
}

export interface Acting {
  readonly handle: Awaited<ReturnType<TestTemporal['client']['workflow']['start']>>;
  readonly temporal: TestTemporal;
}
