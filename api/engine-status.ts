import type { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { QUEUES } from '../workflows/messages';

/** Who takes tasks from a queue, and how many wait in it. */
export interface QueueStatus {
  readonly name: string;
  readonly pollers: number;
  /** Epoch milliseconds at which a worker last asked; null where nobody did of late. */
  readonly seenAt: number | null;
  /** As the server counts; null where it does not. */
  readonly backlog: number | null;
}

export interface EngineStatus {
  readonly version: string;
  readonly queues: readonly QueueStatus[];
  /** Null where there is no schedule of that name. */
  readonly nightly: { readonly lastAt: number | null; readonly nextAt: number | null } | null;
}

const PATIENCE_MS = 3_000;
/** As `bin/parts/schedules.ts` names it. */
const NIGHTLY = 'tenure-nightly';
const { TASK_QUEUE_TYPE_WORKFLOW: WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY: ACTIVITY } = temporal.api.enums.v1.TaskQueueType;

/** What the engine says of itself; throws when it does not answer in time. */
export const engineStatus = (client: Client, connection: Connection): Promise<EngineStatus> =>
  connection.withDeadline(Date.now() + PATIENCE_MS, async () => {
    const [{ serverVersion }, queues, nightly] = await Promise.all([
      connection.workflowService.getSystemInfo({}),
      Promise.all(Object.values(QUEUES).map((name) => queueStatus(client, connection, name))),
      nightlyRuns(client),
    ]);
    return { version: serverVersion, queues, nightly };
  });

async function queueStatus(client: Client, connection: Connection, name: string): Promise<QueueStatus> {
  const { namespace } = client.options;
  const [workflows, activities] = await Promise.all(
    [WORKFLOW, ACTIVITY].map((taskQueueType) =>
      connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name },
        taskQueueType,
        reportStats: true,
      }),
    ),
  );
  const answers = [workflows, activities].filter((answer) => answer !== undefined);
  const pollers = answers.flatMap((answer) => answer.pollers);
  const counts = answers.flatMap(({ stats }) => (stats ? [Number(stats.approximateBacklogCount ?? 0)] : []));
  const seen = pollers.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000);
  return {
    name,
    pollers: new Set(pollers.map(({ identity }) => identity)).size,
    seenAt: seen.length > 0 ? Math.max(...seen) : null,
    backlog: counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : null,
  };
}

/** The last run and the next one. */
async function nightlyRuns(client: Client): Promise<EngineStatus['nightly']> {
  try {
    const { info } = await client.schedule.getHandle(NIGHTLY).describe();
    return {
      lastAt: info.recentActions.at(-1)?.takenAt.getTime() ?? null,
      nextAt: info.nextActionTimes[0]?.getTime() ?? null,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ScheduleNotFoundError') return null;
    throw error;
  }
}
