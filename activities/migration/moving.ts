import {
  existingRun,
  endRun,
  hasWrittenBefore,
  insertRun,
  saveFindings,
  saveFrozen,
  saveTotals,
} from '../../db/stores/dataset-runs';
import { existingDataset, moveDataset } from '../../db/stores/datasets';
import { inTransaction } from '../../db/transaction';
import type { Mode } from '../../domain/exit/states';
import { attempt, type Attempt, beating } from './attempt';
import { transfer } from './transfer';
import { type Verdict, verifyRun } from './verify';
import type { MigrationDeps } from './deps';
import { type Outcome, recordRun } from './record';
import { alarm, note } from './run-notes';
import { Speed } from './speed';

export interface OpenRun {
  readonly runId: string;
  readonly engagementId: string;
  readonly key: string;
  readonly mode: Mode;
  readonly sampleBp: number;
  readonly maxBytesPerSecond?: number;
  readonly runnerId: string;
  readonly now: number;
}

interface Step {
  readonly runId: string;
  readonly now: number;
}

export const movingActivities = (deps: MigrationDeps) => ({
  /** Records that a migration begins, or refuses it in the state of its dataset. */
  openRun: (order: OpenRun): Promise<void> => beating(() => openRun(deps, order)),

  /** Looks at both ends, prepares the target and says how much there is. */
  inventoryDataset: ({ runId, now }: Step): Promise<void> =>
    attempt(deps, runId, async ({ run, mover }) => {
      await Speed.begin(deps.db, runId, 'inventory');
      const mayHoldData = run.mode === 'real' && (await hasWrittenBefore(deps.db, run));
      await saveTotals(deps.db, runId, await mover.inventory({ mayHoldData }));
      if (mover.moment) await saveFrozen(deps.db, runId, await mover.moment.freeze(now));
    }),

  /** Sends chunk by chunk; interrupted, it goes on behind the last one that was written down. */
  transferDataset: ({ runId, now }: Step): Promise<void> =>
    attempt(deps, runId, async (open) => {
      await transfer(deps.db, open, now);
      if (open.run.mode === 'real')
        await inTransaction(deps.db, (trx) =>
          moveDataset(trx, open.run, { event: 'transferred', now }).then(() => undefined),
        );
    }),

  /** Reads back what has been sent. */
  verifyDataset: ({ runId, now }: Step): Promise<Verdict> =>
    attempt(deps, runId, (open) => verifyRun(deps.db, open, now)),

  /** The same; what differs may be named by keys of rows or names of files, which stay out of histories. */
  compareDataset: ({ runId, now }: Step): Promise<Pick<Verdict, 'passed'>> =>
    attempt(deps, runId, (open) => compareRun(deps, open, now)),

  /** Writes the verdict down: signed manifest, state, audit entry, and an alarm when a person has to look. */
  recordRun: (outcome: Outcome): Promise<void> =>
    attempt(deps, outcome.runId, (open) => recordRun(deps, open, outcome)),

  /** A migration that could not be carried through leaves its dataset as it was. */
  recordStop: (stop: Step & { readonly failure: string; readonly cancelled: boolean }): Promise<void> =>
    recordStop(deps, stop),
});

async function compareRun({ db }: MigrationDeps, open: Attempt, now: number): Promise<Pick<Verdict, 'passed'>> {
  const { passed, findings } = await verifyRun(db, open, now);
  await saveFindings(db, open.run.id, findings);
  return { passed };
}

async function openRun({ db }: MigrationDeps, { runId, now, ...order }: OpenRun): Promise<void> {
  await inTransaction(db, async (trx) => {
    const dataset = await existingDataset(trx, order);
    // A repetition of this activity finds its own run.
    if (dataset.runId === runId) return;
    if (order.mode === 'real') await moveDataset(trx, order, { event: 'migration-started', runId, now });
    await insertRun(trx, { id: runId, ...order, target: dataset.target, now });
    await note(
      trx,
      { ...order, id: runId },
      { type: 'migration.started', now, payload: { mode: order.mode, sampleBp: order.sampleBp } },
    );
  });
}

async function recordStop(
  { db }: MigrationDeps,
  { runId, now, failure, cancelled }: Step & { failure: string; cancelled: boolean },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const run = await existingRun(trx, runId);
    if (run.state !== 'running') return;
    await endRun(trx, runId, { state: cancelled ? 'cancelled' : 'failed', failure, now });
    if (run.mode === 'real') await moveDataset(trx, run, { event: 'migration-stopped', now });
    await note(trx, run, { type: 'migration.stopped', now, payload: { mode: run.mode, failure, cancelled } });
    if (!cancelled) await alarm(trx, run, { now, evidence: { failure } });
  });
}
