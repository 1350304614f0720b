import { createHash } from 'node:crypto';
import { manifestEntries, sumChunks } from '../../db/stores/dataset-chunks';
import {
  existingRun,
  endRun,
  findingsOf,
  hasWrittenBefore,
  insertRun,
  type Run,
  saveFindings,
  saveFrozen,
  saveTotals,
} from '../../db/stores/dataset-runs';
import { existingDataset, moveDataset } from '../../db/stores/datasets';
import { findEngagement } from '../../db/stores/engagements';
import { findPeople } from '../../db/stores/people';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { inTransaction, type Trx } from '../../db/transaction';
import type { Evidence } from '../../domain/risk/alarm';
import type { Addendum, Finding, Manifest, Verification } from '../../domain/exit/manifest';
import type { Mode } from '../../domain/exit/states';
import { attempt, type Attempt, beating } from './attempt';
import { transfer, type Verdict, verifyRun } from './carry';
import type { MigrationDeps } from './deps';
import type { Mover } from './mover';
import { Speed } from './speed';
import { signValue } from '../../db/signature';

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

interface Outcome extends Step, Pick<Verdict, 'passed'>, Partial<Pick<Verdict, 'findings'>> {
  readonly rounds: number;
}

const HOUR_MS = 3_600_000;

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

/** How fast the run was; a drill has carried a sample of the total. */
const throughputOf = ({ transferMs, totals }: Run, { bytes }: { readonly bytes: number }) => ({
  bytes,
  hours: Math.max(transferMs, 1) / HOUR_MS,
  totalBytes: Math.max(totals.bytes, bytes),
});

async function recordRun(
  { db, secrets }: MigrationDeps,
  { run, dataset, mover }: Attempt,
  outcome: Outcome,
): Promise<void> {
  // An attempt whose end was not heard of has recorded it already.
  if (run.state !== 'running') return mover.discard();
  const { passed, rounds, now } = outcome;
  const findings = outcome.findings ?? (await findingsOf(db, run.id));
  await Speed.begin(db, run.id, 'record');
  const manifest = await manifestOf(db, run);
  const addendum = await addendumOf(run, mover);
  const verification: Verification = { at: new Date(now).toISOString(), rounds, passed, findings, addendum };
  const [runner] = await findPeople(db, [run.runnerId]);
  const facts = { title: dataset.title, locale: runner?.locale ?? 'en', now, ...manifest };
  if (passed) {
    await mover.seal(manifestEntries(db, run.id), facts);
    await mover.flush?.();
  }
  const signed = signValue(manifest, secrets[0] ?? '');
  const throughput = throughputOf(await existingRun(db, run.id), manifest);
  await inTransaction(db, async (trx) => {
    await endRun(trx, run.id, {
      state: passed ? 'verified' : 'mismatch',
      manifest: signed,
      verification,
      throughput,
      now,
    });
    if (run.mode === 'real')
      await moveDataset(trx, run, { event: passed ? 'verification-passed' : 'verification-failed', now });
    const payload = { mode: run.mode, manifest, publicKey: signed.publicKey, signature: signed.signature, rounds };
    await note(trx, run, { type: passed ? 'migration.verified' : 'migration.mismatch', now, payload });
    if (!passed) await alarm(trx, run, { now, evidence: { findings: findings.map(withoutNames) } });
  });
  await mover.discard();
}

/** An alarm goes out by mail: how much differs, and not what. */
const withoutNames = ({ check, compared, differences }: Finding) => ({
  check,
  compared,
  differences: differences.length,
});

/** Counts what was written to the source after its inventory, and what of it came too late. */
async function addendumOf({ frozen, verifying }: Run, { moment }: Mover): Promise<Addendum | null> {
  if (!moment || !frozen || !verifying) return null;
  const [included = 0, missing = 0] = await moment.written([frozen, verifying]);
  return { frozen, verified: verifying, included: included - missing, missing };
}

/** Root hash over the manifest lines, read page by page. */
async function manifestOf(db: MigrationDeps['db'], run: Run): Promise<Manifest> {
  const hash = createHash('sha256');
  let files = 0;
  for await (const { name, sha256 } of manifestEntries(db, run.id)) {
    hash.update(`${sha256}  ${name}\n`);
    files += 1;
  }
  const sent = (await sumChunks(db, [run.id])).get(run.id);
  return { files, rows: sent?.rows ?? 0, bytes: sent?.bytes ?? 0, sha256: hash.digest('hex') };
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

type RunRef = Pick<Run, 'id' | 'engagementId' | 'key' | 'runnerId'>;

const note = (
  trx: Trx,
  run: RunRef,
  { type, now, payload }: { type: string; now: number; payload: object },
): Promise<void> =>
  appendAudit(trx, engagementStream(run.engagementId), [
    {
      key: `${type}:${run.id}`,
      at: now,
      type,
      actorId: run.runnerId,
      channel: 'workflow',
      payload: { dataset: run.key, runId: run.id, ...payload },
    },
  ]);

/** The monitoring of the engagement, or the nightly sweep, tells its people. */
async function alarm(
  trx: Trx,
  run: RunRef,
  { now, evidence }: { readonly now: number; readonly evidence: Evidence },
): Promise<void> {
  const engagement = await findEngagement(trx, run.engagementId);
  const found = { rule: 'EXIT_MIGRATION', subject: run.key, severity: 'red' as const };
  if (engagement) await raiseAlarms({ trx, engagement, now }, [{ ...found, evidence: { runId: run.id, ...evidence } }]);
}
