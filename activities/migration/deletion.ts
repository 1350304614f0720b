import { Context } from '@temporalio/activity';
import { deletionFacts } from '../../db/read/deletion-facts';
import { appendAudit, engagementStream, valueHash } from '../../db/stores/audit';
import { type Canaries, canariesOf, forgetCanaries, keepSeen } from '../../db/stores/canaries';
import { findEngagement } from '../../db/stores/engagements';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import { type DatasetId, existingDataset, moveDataset } from '../../db/stores/datasets';
import { activeHolds, keepHoldsOut } from '../../db/stores/exit-holds';
import { forgetNames } from '../../db/stores/ledger-names';
import { inTransaction, type Trx } from '../../db/transaction';
import { DomainError } from '../../domain/errors';
import type { Certificate } from '../../domain/exit/certificate-schema';
import { deletionObjection, holdObjection } from '../../domain/exit/deletion';
import type { CanaryScan } from '../../domain/exit/deletion-schema';
import { beating } from './attempt';
import { certificateOf } from './certificate';
import type { MigrationDeps } from './deps';
import { eraseFiles } from './erase-files';
import { eraseTables } from './erase-tables';
import type { Erasure } from './erasure';
import { scanSource } from './scan';
import { signValue } from '../../db/signature';

export interface DeletionOrder extends DatasetId {
  readonly requestId: string;
  readonly requestedBy: string;
}

interface Step extends DeletionOrder {
  readonly now: number;
}

export const deletionActivities = (deps: MigrationDeps) => ({
  /** Records that the deletion has been put to its approvers. */
  openDeletion: (step: Step): Promise<void> => beating(() => openDeletion(deps, step)),

  /** The approvers said no, or nobody decided: the dataset is as it was. */
  refuseDeletion: (step: Step & { readonly outcome: string }): Promise<void> => refuseDeletion(deps, step),

  /** What the deletion gate still misses; null when it is open. */
  deletionGate: async (step: Step): Promise<string | null> =>
    deletionObjection(await deletionFacts(deps.db, step, step.now))?.message ?? null,

  /** Deletes the source behind the gate, looks whether anything remains, and writes the certificate. */
  deleteDataset: (step: Step): Promise<void> => beating((signal, at) => deleteDataset(deps, step, { signal, at })),

  /** A person has to look why the deletion does not get on. */
  deletionStuck: async ({ engagementId, key, now, failure }: Step & { readonly failure: string }): Promise<void> =>
    inTransaction(deps.db, async (trx) => {
      const engagement = await findEngagement(trx, engagementId);
      const found = { rule: 'EXIT_DELETION', subject: key, severity: 'red' as const, evidence: { failure } };
      if (engagement) await raiseAlarms({ trx, engagement, now }, [found]);
    }),
});

async function openDeletion({ db }: MigrationDeps, step: Step): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { deletionRequestId } = await existingDataset(trx, step);
    if (deletionRequestId === step.requestId) return;
    await moveDataset(trx, step, {
      event: 'deletion-requested',
      deletionRequestId: step.requestId,
      deletionRequestedBy: step.requestedBy,
      now: step.now,
    });
    await note(trx, step, { type: 'deletion.requested' });
  });
}

async function refuseDeletion({ db }: MigrationDeps, step: Step & { outcome: string }): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { deletionRequestId } = await existingDataset(trx, step);
    if (deletionRequestId !== step.requestId) return;
    await moveDataset(trx, step, {
      event: 'deletion-refused',
      deletionRequestId: null,
      deletionRequestedBy: null,
      now: step.now,
    });
    await note(trx, step, { type: 'deletion.refused', payload: { outcome: step.outcome } });
  });
}

async function deleteDataset(
  deps: MigrationDeps,
  step: Step,
  { signal, at }: { signal: AbortSignal; at: (position: string) => void },
): Promise<void> {
  const dataset = await existingDataset(deps.db, step);
  if (dataset.state === 'deleted') return;
  const checkGate = async (): Promise<void> => {
    const refusal = deletionObjection(await deletionFacts(deps.db, step, step.now));
    if (refusal) throw DomainError.from(refusal);
  };
  await checkGate();
  const clock = clockOf(step.now);
  const erasure: Erasure = {
    ...{ deps, dataset, runId: dataset.runId ?? '', signal, at, checkGate },
    unlessHeld: (work) => unlessHeld(deps, step, work),
    get now() {
      return clock();
    },
  };
  const canaries = await canariesOf(deps.db, step);
  const before = await lookBefore(erasure, canaries);
  const remaining = dataset.source.kind === 'postgres' ? await eraseTables(erasure) : await eraseFiles(erasure);
  if (remaining > 0)
    throw new DomainError(
      'DATASET_NOT_VERIFIED',
      `${remaining} rows or files appeared after the verification: they were neither moved nor deleted.`,
    );
  const after = before && (await lookAfter(erasure, canaries.values));
  const certificate = await certificateOf(deps.db, step, {
    dataset,
    remaining,
    canaries: before && after && { before, after },
    now: clock(),
  });
  await certify(deps, step, certificate);
}

/** Which deletions and new holds of an engagement come after each other is settled by a lock in our own database. */
const unlessHeld = <T>({ db }: MigrationDeps, { engagementId, key }: DatasetId, work: () => Promise<T>): Promise<T> =>
  inTransaction(db, async (trx) => {
    await keepHoldsOut(trx, engagementId);
    const holds = await activeHolds(trx, engagementId, key);
    const refusal = holdObjection({ holds: holds.map(({ reason }) => reason) });
    if (refusal) throw DomainError.from(refusal);
    return work();
  });

/** Epoch milliseconds as the server of this attempt counts them: a deletion may take days. */
function clockOf(scheduled: number): () => number {
  const began = performance.now();
  const start = Math.max(scheduled, Context.current().info.currentAttemptScheduledTimestampMs);
  return () => Math.round(start + performance.now() - began);
}

/** What is planted must be seen before anything is deleted: a search that finds nothing then would prove nothing later. */
async function lookBefore(erasure: Erasure, { values, seen }: Canaries): Promise<CanaryScan | null> {
  if (values.length === 0 || seen) return seen;
  const scan = await scanSource(erasure, values);
  if (scan.found < values.length)
    throw new DomainError(
      'DELETION_NOT_ALLOWED',
      `Only ${scan.found} of ${values.length} planted values were found at the source, so nothing was deleted: plant them, or name those that are there.`,
    );
  if (!(await keepSeen(erasure.deps.db, erasure.dataset, { values, seen: scan })))
    throw new Error('Other values were planted while the source was searched; it is searched anew.');
  return scan;
}

async function lookAfter(erasure: Erasure, values: readonly string[]): Promise<CanaryScan> {
  const scan = await scanSource(erasure, values);
  if (scan.found > 0)
    throw new DomainError(
      'DELETION_NOT_ALLOWED',
      `${scan.found} of ${values.length} planted values are still at the source (${scan.places.join(', ')}): there are copies that are not part of the dataset.`,
    );
  return scan;
}

/** The certificate is there, and what the product itself knew of the content has gone. */
async function certify({ db, secrets }: MigrationDeps, step: Step, certificate: Certificate): Promise<void> {
  const signed = signValue(certificate, secrets[0] ?? '');
  const { counts, manifestSha256, tombstonesSha256, issuedAt } = certificate;
  const { publicKey, signature } = signed;
  const payload = { sha256: valueHash(certificate), publicKey, signature, counts, manifestSha256, tombstonesSha256 };
  await inTransaction(db, async (trx) => {
    const { runId, source } = await moveDataset(trx, step, { event: 'deleted', certificate: signed, now: step.now });
    await forgetCanaries(trx, step);
    await forgetNames(trx, step, { ofFiles: source.kind !== 'postgres', runId: runId ?? '' });
    await note(trx, { ...step, now: Date.parse(issuedAt) }, { type: 'deletion.certified', payload });
  });
}

const note = (trx: Trx, step: Step, { type, payload = {} }: { type: string; payload?: object }): Promise<void> =>
  appendAudit(trx, engagementStream(step.engagementId), [
    {
      key: `${type}:${step.requestId}`,
      at: step.now,
      type,
      actorId: step.requestedBy,
      channel: 'workflow',
      payload: { dataset: step.key, requestId: step.requestId, ...payload },
    },
  ]);
