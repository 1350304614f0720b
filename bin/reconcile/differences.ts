/** Where the records of one thing and its process say different things. */
export type DifferenceKind =
  | 'record-missing'
  | 'process-missing'
  | 'process-ended'
  | 'process-still-running'
  | 'process-further'
  | 'record-further'
  | 'status-differs'
  | 'keeper-missing';

export interface Difference {
  readonly kind: DifferenceKind;
  /** Of the process: engagement or request with its id. */
  readonly workflowId: string;
  readonly found: string;
}

/** A row of an engagement or request, as far as its process has to agree with it. */
export interface RecordLine {
  readonly workflowId: string;
  readonly status: string;
  readonly isOpen: boolean;
  /** Its process may go on for a while after the end: a request that cools off, or is in doubt. */
  readonly mayLinger: boolean;
}

/** An execution: its newest run. */
export interface ProcessLine {
  readonly workflowId: string;
  readonly isRunning: boolean;
  /** `RUNNING`, `COMPLETED`, `TERMINATED`, … */
  readonly status: string;
  /** What it shows of itself in `TenureStage`; null where it shows nothing. */
  readonly stage: string | null;
}

/** The first difference between a record and its process, either of which may be missing; null where they agree. */
export function differenceOf(record: RecordLine | undefined, process: ProcessLine | undefined): Difference | null {
  if (!record) return process ? withoutRecord(process) : null;
  const { workflowId } = record;
  const said = (kind: DifferenceKind, found: string): Difference => ({ kind, workflowId, found });
  if (!process) return record.isOpen ? said('process-missing', `recorded as ${record.status}, no process`) : null;
  if (record.isOpen && !process.isRunning)
    return said('process-ended', `recorded as ${record.status}, process ${process.status}${stageText(process)}`);
  if (!record.isOpen && process.isRunning && !record.mayLinger)
    return said('process-still-running', `recorded as ${record.status}, process runs${stageText(process)}`);
  if (process.isRunning && process.stage !== null && process.stage !== record.status)
    return said('status-differs', `recorded as ${record.status}, process${stageText(process)}`);
  return null;
}

const withoutRecord = (process: ProcessLine): Difference => ({
  kind: 'record-missing',
  workflowId: process.workflowId,
  found: `process ${process.status}${stageText(process)}, no record`,
});

const stageText = ({ stage }: ProcessLine): string => (stage === null ? '' : ` at ${stage}`);

/** How many facts of an engagement its process has recorded, and how many of them the trail holds. */
export function countDifference(workflowId: string, inProcess: number, inTrail: number): Difference | null {
  if (inProcess === inTrail) return null;
  const found = `${inProcess} steps in the process, ${inTrail} of them in the trail`;
  return { kind: inProcess > inTrail ? 'process-further' : 'record-further', workflowId, found };
}

/** What to do about each; the runbook tells more. */
export const REMEDIES = {
  'record-missing':
    'It began after the backup. Have it entered again from mails and exports, then terminate the process with that as the reason.',
  'process-missing':
    'Its process began after the backup of Temporal, or was deleted. Restore Temporal, or end the record by hand and open a successor.',
  'process-ended':
    'It ended after the backup. The history in Temporal says how and who; enter the end into the record from it.',
  'process-still-running':
    'A step may be in flight: compare again in a minute. If it stays, Temporal is older than the database; terminate the process.',
  'process-further':
    'The last steps are in the history of the process only. The next step brings state and version up to date; enter signatures, decisions and trail from the history.',
  'record-further':
    'A step may be in flight: compare again in a minute. If it stays, Temporal is older than the database; reset is no help, open a successor.',
  'status-differs':
    'The process decides. Its next step brings the record up to date; what was said meanwhile stands in its history.',
  'keeper-missing': 'Start a worker of the queue tenure: it starts the keeper within a minute.',
} as const satisfies Record<DifferenceKind, string>;
