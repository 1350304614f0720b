import { DomainError } from '../../domain/errors';
import type { Finding, Freeze, Manifest, Signed, Throughput, Verification } from '../../domain/exit/manifest';
import type { Phase } from '../../domain/exit/progress';
import type { Mode, RunState } from '../../domain/exit/states';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

/** One migration of a dataset, real or as a drill. */
export interface Run {
  readonly id: string;
  readonly engagementId: string;
  readonly key: string;
  readonly mode: Mode;
  readonly sampleBp: number;
  readonly runnerId: string;
  readonly state: RunState;
  readonly totals: Totals;
  /** Limit of this run beside that of its worker. */
  readonly maxBytesPerSecond: number | null;
  readonly frozen: Freeze | null;
  readonly verifying: Freeze | null;
  readonly phase: Phase | null;
  readonly bytesPerSecond: number | null;
  readonly transferMs: number;
  /** Attempts to send, and how many groups of chunks an interruption made go over the line once more. */
  readonly transfers: number;
  readonly sentAgain: number;
  readonly manifest: Signed<Manifest> | null;
  readonly verification: Verification | null;
  readonly throughput: Throughput | null;
  readonly failure: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

export interface Totals {
  readonly rows: number;
  readonly bytes: number;
  readonly files: number;
}

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly dataset_key: string;
  readonly mode: Mode;
  readonly sample_bp: number;
  readonly runner_id: string;
  readonly state: RunState;
  readonly total_rows: number;
  readonly total_bytes: number;
  readonly total_files: number;
  readonly max_bytes_per_second: number | null;
  readonly frozen: Freeze | null;
  readonly verifying: Freeze | null;
  readonly phase: Phase | null;
  readonly bytes_per_second: number | null;
  readonly transfer_ms: number;
  readonly transfers: number;
  readonly sent_again: number;
  readonly manifest: Signed<Manifest> | null;
  readonly verification: Verification | null;
  readonly throughput: Throughput | null;
  readonly failure: string | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

const toRun = (row: Row): Run => ({
  id: row.id,
  engagementId: row.engagement_id,
  key: row.dataset_key,
  mode: row.mode,
  sampleBp: row.sample_bp,
  runnerId: row.runner_id,
  state: row.state,
  totals: { rows: row.total_rows, bytes: row.total_bytes, files: row.total_files },
  maxBytesPerSecond: row.max_bytes_per_second,
  frozen: row.frozen,
  verifying: row.verifying,
  phase: row.phase,
  bytesPerSecond: row.bytes_per_second,
  transferMs: row.transfer_ms,
  transfers: row.transfers,
  sentAgain: row.sent_again,
  manifest: row.manifest,
  verification: row.verification,
  throughput: row.throughput,
  failure: row.failure,
  startedAt: row.started_at.getTime(),
  endedAt: row.ended_at?.getTime() ?? null,
});

export interface NewRun extends Pick<Run, 'id' | 'engagementId' | 'key' | 'mode' | 'sampleBp' | 'runnerId'> {
  readonly target: object;
  readonly maxBytesPerSecond?: number;
  readonly now: number;
}

export async function insertRun(trx: Trx, run: NewRun): Promise<void> {
  await trx('dataset_runs')
    .insert({
      id: run.id,
      engagement_id: run.engagementId,
      dataset_key: run.key,
      mode: run.mode,
      sample_bp: run.sampleBp,
      runner_id: run.runnerId,
      target: JSON.stringify(run.target),
      max_bytes_per_second: run.maxBytesPerSecond ?? null,
      state: 'running',
      started_at: new Date(run.now),
    })
    .onConflict('id')
    .ignore();
}

export async function findRun(db: Db, id: string): Promise<Run | null> {
  const row = await db<Row>('dataset_runs').where({ id }).first();
  return row ? toRun(row) : null;
}

export async function existingRun(db: Db, id: string): Promise<Run> {
  const run = await findRun(db, id);
  if (!run) throw new DomainError('NOT_FOUND', 'There is no such migration.');
  return run;
}

export async function listRuns(db: Db, engagementId: string): Promise<readonly Run[]> {
  const rows = await db<Row>('dataset_runs').where({ engagement_id: engagementId }).orderBy('started_at');
  return rows.map(toRun);
}

/** Whether an earlier real run of the dataset has written to the same target, so that what is there is ours. */
export async function hasWrittenBefore(
  db: Db,
  { id, engagementId, key }: Pick<Run, 'id' | 'engagementId' | 'key'>,
): Promise<boolean> {
  const row: unknown = await db('dataset_runs as run')
    .join('dataset_runs as this', 'this.id', db.raw('?', [id]))
    .where({ 'run.engagement_id': engagementId, 'run.dataset_key': key, 'run.mode': 'real' })
    .whereRaw('run.target = this.target')
    .whereExists(db('dataset_chunks').whereRaw('dataset_chunks.run_id = run.id'))
    .first('run.id');
  return row !== undefined;
}

export async function saveTotals(db: Db, id: string, totals: Totals): Promise<void> {
  await db('dataset_runs')
    .where({ id })
    .update({ total_rows: totals.rows, total_bytes: totals.bytes, total_files: totals.files });
}

/** The moment of the inventory; that of its first attempt stays. */
export async function saveFrozen(db: Db, id: string, frozen: Freeze): Promise<void> {
  await db('dataset_runs')
    .where({ id })
    .whereNull('frozen')
    .update({ frozen: JSON.stringify(frozen) });
}

/** What was sent turned out not to be what the source holds: from now on no table counts as it was at the inventory. */
export async function distrustFrozen(db: Db, id: string): Promise<void> {
  await db('dataset_runs')
    .where({ id })
    .update({ frozen: db.raw(`frozen - 'definitions'`) });
}

export async function saveVerifying(db: Db, id: string, verifying: Freeze): Promise<void> {
  await db('dataset_runs')
    .where({ id })
    .update({ verifying: JSON.stringify(verifying) });
}

/** What a verification found; the last one counts. */
export async function saveFindings(db: Db, id: string, findings: readonly Finding[]): Promise<void> {
  await db('dataset_runs')
    .where({ id })
    .update({ findings: JSON.stringify(findings) });
}

export async function findingsOf(db: Db, id: string): Promise<readonly Finding[]> {
  const row: { findings: readonly Finding[] | null } | undefined = await db('dataset_runs')
    .where({ id })
    .first('findings');
  return row?.findings ?? [];
}

/** Says what a run does now, and how fast. */
export async function savePhase(
  db: Db,
  id: string,
  { phase, bytesPerSecond }: { readonly phase: Phase; readonly bytesPerSecond: number | null },
): Promise<void> {
  await db('dataset_runs').where({ id }).update({ phase, bytes_per_second: bytesPerSecond });
}

/** Time really spent on carrying bytes, summed over interruptions. */
export async function addTransferTime(db: Db, id: string, milliseconds: number): Promise<void> {
  await db('dataset_runs').where({ id }).increment('transfer_ms', Math.round(milliseconds));
}

export interface RunEnd {
  readonly state: Exclude<RunState, 'running'>;
  readonly manifest?: Signed<Manifest>;
  readonly verification?: Verification;
  readonly throughput?: Throughput;
  readonly failure?: string;
  readonly now: number;
}

/** Records how a run ended; the first end stays. */
export async function endRun(trx: Trx, id: string, end: RunEnd): Promise<void> {
  await trx('dataset_runs')
    .where({ id, state: 'running' })
    .update({
      state: end.state,
      manifest: end.manifest ? JSON.stringify(end.manifest) : null,
      verification: end.verification ? JSON.stringify(end.verification) : null,
      throughput: end.throughput ? JSON.stringify(end.throughput) : null,
      failure: end.failure ?? null,
      ended_at: new Date(end.now),
    });
}
