import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter, type PayloadCodec } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';
import { STAGE } from '../../workflows/search-attributes';
import type { ProcessLine } from './differences';

const TYPES = ['engagementWorkflow', 'approvalWorkflow'];

/** All executions of engagements and requests that Temporal still knows, by id. */
export async function processLines(client: Client, taskQueue: string): Promise<Map<string, ProcessLine>> {
  const types = TYPES.map((type) => `WorkflowType = '${type}'`).join(' or ');
  const newest = new Map<string, WorkflowExecutionInfo>();
  for await (const info of client.workflow.list({ query: `TaskQueue = '${taskQueue}' and (${types})` })) {
    const known = newest.get(info.workflowId);
    if (!known || known.startTime < info.startTime) newest.set(info.workflowId, info);
  }
  return new Map([...newest].map(([id, info]) => [id, lineOf(info)]));
}

/** Asked of the process itself, because lists are a moment behind; undefined where there is none. */
export async function processOf(client: Client, workflowId: string): Promise<ProcessLine | undefined> {
  try {
    return lineOf(await client.workflow.getHandle(workflowId).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

type Described = Pick<WorkflowExecutionInfo, 'workflowId' | 'status' | 'typedSearchAttributes'>;

const lineOf = ({ workflowId, status, typedSearchAttributes }: Described): ProcessLine => ({
  workflowId,
  isRunning: status.name === 'RUNNING',
  status: status.name,
  stage: typedSearchAttributes.get(STAGE) ?? null,
});

/** What the newest run of an engagement has recorded, and the version that the run before handed over. */
export interface Steps {
  readonly afterVersion: number;
  readonly recorded: number;
}

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const Input = z.object({ carried: z.object({ version: z.number().int() }).optional() });
const Activity = z.object({ activity_type: z.string() });
const FIRST_VERSION = 1;

/** From the history alone, so that no worker has to run. */
export async function stepsOf(client: Client, codec: PayloadCodec, workflowId: string): Promise<Steps> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const [first] = events ?? [];
  const [given = {}] = await codec.decode(first?.workflowExecutionStartedEventAttributes?.input?.payloads ?? []);
  const { carried } = Input.parse(defaultPayloadConverter.fromPayload(given));
  return { afterVersion: carried?.version ?? FIRST_VERSION, recorded: recordedIn(events ?? []) };
}

const RECORD = 'recordEngagement';

/** Steps are recorded by activities; in runs that began before those, by local ones, of which a history keeps markers. */
function recordedIn(events: readonly HistoryEvent[]): number {
  const records = events.filter(
    ({ activityTaskScheduledEventAttributes: task }) => task?.activityType?.name === RECORD,
  );
  const ids = new Set(records.map(({ eventId }) => String(eventId)));
  const done = events.filter(({ activityTaskCompletedEventAttributes: end }) => ids.has(String(end?.scheduledEventId)));
  return done.length + events.filter(isMarkerOfRecord).length;
}

function isMarkerOfRecord({ markerRecordedEventAttributes: marker }: HistoryEvent): boolean {
  const [data] = marker?.details?.['data']?.payloads ?? [];
  if (!data || marker?.failure) return false;
  const activity = Activity.safeParse(JSON.parse(Buffer.from(data.data ?? []).toString()));
  return activity.success && activity.data.activity_type === RECORD;
}
