import { existingRun, endRun, findingsOf, type Run } from '../../db/stores/dataset-runs';
import { manifestEntries, plainEntries, firstReadOf } from '../../db/stores/dataset-entries';
import { moveDataset } from '../../db/stores/datasets';
import { findPeople } from '../../db/stores/people';
import { signValue } from '../../db/signature';
import { inTransaction } from '../../db/transaction';
import type { Finding, Manifest, Verification } from '../../domain/exit/manifest';
import type { Attempt } from './attempt';
import { manifestOf, statementOf } from './bag-statement';
import type { Verdict } from './verify';
import type { MigrationDeps } from './deps';
import { addendumOf } from './moment';
import { alarm, note } from './run-notes';
import { Speed } from './speed';

export interface Outcome extends Pick<Verdict, 'passed'>, Partial<Pick<Verdict, 'findings'>> {
  readonly runId: string;
  readonly now: number;
  readonly rounds: number;
}

const HOUR_MS = 3_600_000;

/** How fast the run was; a drill has carried a sample of the total. */
const throughputOf = ({ transferMs, totals }: Run, { bytes }: { readonly bytes: number }) => ({
  bytes,
  hours: Math.max(transferMs, 1) / HOUR_MS,
  totalBytes: Math.max(totals.bytes, bytes),
});

/** Writes down what a migration came to; what was read back equal is sealed at the target first. */
export async function recordRun(deps: MigrationDeps, open: Attempt, outcome: Outcome): Promise<void> {
  const { db, secrets } = deps;
  const { run, mover } = open;
  // An attempt whose end was not heard of has recorded it already.
  if (run.state !== 'running') return mover.discard();
  const { passed, rounds, now } = outcome;
  const findings = outcome.findings ?? (await findingsOf(db, run.id));
  await Speed.begin(db, run.id, 'record');
  const manifest = await manifestOf(db, run);
  const verification: Verification = {
    ...{ at: new Date(now).toISOString(), rounds, passed, findings },
    readBack: await readBackUntilNow(db, run),
    addendum: await addendumOf(run, mover),
  };
  if (passed) await sealCopy(deps, open, { manifest, verification });
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

/** The record is written after the last piece was read. */
async function readBackUntilNow(
  db: MigrationDeps['db'],
  run: Run,
): Promise<NonNullable<Verification['readBack']> | null> {
  const from = await firstReadOf(db, run.id);
  return from === null ? null : { from, until: new Date().toISOString() };
}

/** Signs what is known of the copy and lays it down beside the data. */
async function sealCopy(
  { db, secrets }: MigrationDeps,
  { run, dataset, mover, ledger }: Attempt,
  known: { readonly manifest: Manifest; readonly verification: Verification },
): Promise<void> {
  const [runner] = await findPeople(db, [run.runnerId]);
  const statement = signValue(await statementOf(db, { run, dataset, ...known }), secrets[0] ?? '');
  const entries = () => manifestEntries(db, run.id);
  const plain = () => plainEntries(db, run.id);
  await mover.seal({ ...ledger, entries, plain }, { statement, locale: runner?.locale ?? 'en' });
}
