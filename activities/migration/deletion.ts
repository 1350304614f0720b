import { deletionFacts } from '../../db/read/deletion-facts';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { findEngagement } from '../../db/stores/engagements';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import { existingRun } from '../../db/stores/dataset-runs';
import { type DatasetId, existingDataset, moveDataset } from '../../db/stores/datasets';
import { sumTombstones } from '../../db/stores/tombstones';
import { inTransaction, type Trx } from '../../db/transaction';
import { DomainError } from '../../domain/errors';
import { scopeOf } from '../../domain/exit/end-place';
import { deletionObjection } from '../../domain/exit/deletion';
import { type Certificate, deletionExceptions, DELETION_METHODS } from '../../domain/exit/manifest';
import { beating } from './attempt';
import type { MigrationDeps } from './deps';
import { eraseFiles } from './erase-files';
import { eraseTables } from './erase-tables';
import { signValue } from './signature';

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
  const erasure = { deps, dataset, runId: dataset.runId ?? '', signal, now: step.now, at, checkGate };
  const remaining = dataset.source.kind === 'postgres' ? await eraseTables(erasure) : await eraseFiles(erasure);
  if (remaining > 0)
    throw new DomainError(
      'DATASET_NOT_VERIFIED',
      `${remaining} rows or files appeared after the verification: they were neither moved nor deleted.`,
    );
  await certify(deps, step, remaining);
}

async function certify({ db, secrets }: MigrationDeps, step: Step, remaining: number): Promise<void> {
  const dataset = await existingDataset(db, step);
  const run = await existingRun(db, dataset.runId ?? '');
  const { sha256, ...counts } = await sumTombstones(db, step);
  const facts = await deletionFacts(db, step, step.now);
  const at = new Date(step.now).toISOString();
  const { source } = dataset;
  const certificate: Certificate = {
    id: step.requestId,
    issuedAt: at,
    engagementId: step.engagementId,
    dataset: { key: dataset.key, title: dataset.title, personalData: dataset.personalData },
    requestedBy: step.requestedBy,
    approvedBy: facts.approverIds,
    migratedBy: run.runnerId,
    requestId: step.requestId,
    method: DELETION_METHODS[source.kind],
    scope: scopeOf(source),
    counts,
    manifestSha256: run.manifest?.content.sha256 ?? '',
    tombstonesSha256: sha256,
    scan: { at, remaining },
    exceptions: deletionExceptions(source.kind),
  };
  const signed = signValue(certificate, secrets[0] ?? '');
  await inTransaction(db, async (trx) => {
    await moveDataset(trx, step, { event: 'deleted', certificate: signed, now: step.now });
    await note(trx, step, { type: 'deletion.certified', payload: { certificate: signed } });
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
