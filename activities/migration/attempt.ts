import { ApplicationFailure, Context } from '@temporalio/activity';
import { setMaxListeners } from 'node:events';
import { lastChunk, lastChunks, sentRows, unknownUnits } from '../../db/stores/dataset-chunks';
import { hasChunks, knownFiles, unknownFiles } from '../../db/stores/dataset-files';
import { unlistedNames } from '../../db/stores/dataset-entries';
import { type Dataset, existingDataset } from '../../db/stores/datasets';
import { existingRun, type Run } from '../../db/stores/dataset-runs';
import { DomainError } from '../../domain/errors';
import type { MigrationDeps } from './deps';
import type { Ledger, Mover } from './mover';
import { openMover } from './open-mover';
import { Bucket, paceOf } from './pace';

const BEAT_MS = 3_000;

/** What one attempt of an activity works with. */
export interface Attempt {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly mover: Mover;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  /** Shown with the heartbeat: where the attempt stands. */
  readonly at: (position: string) => void;
}

/** Opens the mover of a run, keeps the heart beating, and closes everything whatever happens. */
export async function attempt<T>(
  deps: MigrationDeps,
  runId: string,
  work: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  return beating(async (signal, at) => {
    const run = await existingRun(deps.db, runId);
    const dataset = await existingDataset(deps.db, run);
    const gate = { signal, pace: paceOf([deps.bandwidth, ownLimit(run)], signal) };
    const order = { runId, drill: run.mode === 'drill', sampleBp: run.sampleBp, binary: binaryOf(run), gate };
    const mover = await openMover(dataset, order, deps);
    try {
      return await work({ run, dataset, mover, ledger: ledgerOf(deps, runId), signal, at });
    } finally {
      await mover.close();
    }
  });
}

/** Of a migration that began before there was a choice every table goes over as text. */
const binaryOf = ({ frozen }: Run): readonly string[] | null => frozen && (frozen.binary ?? []);

const ownLimit = ({ maxBytesPerSecond }: Run): Bucket | null =>
  maxBytesPerSecond === null ? null : new Bucket(maxBytesPerSecond);

const ledgerOf = ({ db }: Pick<MigrationDeps, 'db'>, runId: string): Ledger => ({
  last: (unit) => lastChunk(db, runId, unit),
  lasts: (units) => (units.length === 0 ? Promise.resolve(new Map()) : lastChunks(db, runId, units)),
  unknown: (units) => unknownUnits(db, runId, units),
  unlisted: (names) => unlistedNames(db, runId, names),
  rows: (unit) => sentRows(db, runId, unit),
  files: {
    any: () => hasChunks(db, runId),
    known: (paths) => knownFiles(db, runId, paths),
    unknown: (paths) => unknownFiles(db, runId, paths),
  },
});

/** Runs work under a heart that beats; what the domain refuses will not get better by trying again. */
export async function beating<T>(
  work: (signal: AbortSignal, at: (position: string) => void) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  // Many streams end with one signal.
  setMaxListeners(0, context.cancellationSignal);
  let position = '';
  const timer = setInterval(() => context.heartbeat(position), BEAT_MS);
  try {
    return await work(context.cancellationSignal, (now) => {
      position = now;
      context.heartbeat(now);
    });
  } catch (error) {
    if (context.cancellationSignal.aborted) await context.cancelled;
    throw error instanceof DomainError
      ? ApplicationFailure.nonRetryable(error.message, error.code, [...error.errors])
      : withoutDetails(error);
  } finally {
    clearInterval(timer);
  }
}

/** Errors of a database name values in their details; only the sentence goes into the history. */
function withoutDetails(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return ApplicationFailure.retryable(error.message.split('\n')[0], error.name);
}
