import type { Client } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import type { Db } from '../../db/knex';
import { dateKeeperId, engagementWorkflowId } from '../../workflows/ids';
import { countDifference, type Difference, differenceOf, type RecordLine } from './differences';
import { processLines, processOf, stepsOf } from './processes';
import { recordLines, stepsInTrail } from './records';

export interface CompareParts {
  readonly db: Db;
  readonly client: Client;
  /** Reads what the runs of an engagement hand over. */
  readonly codec: PayloadCodec;
  readonly taskQueue: string;
}

export interface Comparison {
  readonly records: number;
  readonly processes: number;
  readonly differences: readonly Difference[];
}

/** Compares PostgreSQL with Temporal and changes neither. No worker has to run. */
export async function compare(parts: CompareParts): Promise<Comparison> {
  const processes = await processLines(parts.client, parts.taskQueue);
  const records = new Map((await recordLines(parts.db)).map((line) => [line.workflowId, line]));
  const differences: Difference[] = [];
  for (const record of records.values()) {
    const found = await ofRecord(parts, record, processes.has(record.workflowId));
    if (found) differences.push(found);
  }
  for (const process of processes.values()) {
    const found = records.has(process.workflowId) ? null : differenceOf(undefined, process);
    if (found) differences.push(found);
  }
  differences.push(...(await ofKeeper(parts)));
  const key = ({ kind, workflowId }: Difference): string => `${kind} ${workflowId}`;
  return {
    records: records.size,
    processes: processes.size,
    differences: differences.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
  };
}

async function ofRecord(parts: CompareParts, record: RecordLine, isListed: boolean): Promise<Difference | null> {
  // What has ended may be gone from Temporal, after its retention.
  if (!record.isOpen && !isListed) return null;
  const process = await processOf(parts.client, record.workflowId);
  const found = differenceOf(record, process);
  if (found || !process?.isRunning) return found;
  return ofSteps(parts, record.workflowId);
}

const ENGAGEMENT = engagementWorkflowId('');

async function ofSteps({ db, client, codec }: CompareParts, workflowId: string): Promise<Difference | null> {
  if (!workflowId.startsWith(ENGAGEMENT)) return null;
  const { afterVersion, recorded } = await stepsOf(client, codec, workflowId);
  const inTrail = await stepsInTrail(db, workflowId.slice(ENGAGEMENT.length), afterVersion);
  return countDifference(workflowId, recorded, inTrail);
}

async function ofKeeper({ client, taskQueue }: CompareParts): Promise<readonly Difference[]> {
  const workflowId = dateKeeperId(taskQueue);
  const keeper = await processOf(client, workflowId);
  if (keeper?.isRunning) return [];
  return [{ kind: 'keeper-missing', workflowId, found: keeper ? `process ${keeper.status}` : 'no process' }];
}
