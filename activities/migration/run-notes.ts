import { appendAudit, engagementStream } from '../../db/stores/audit';
import type { Run } from '../../db/stores/dataset-runs';
import { findEngagement } from '../../db/stores/engagements';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import type { Trx } from '../../db/transaction';
import type { Evidence } from '../../domain/risk/alarm';

type RunRef = Pick<Run, 'id' | 'engagementId' | 'key' | 'runnerId'>;

/** Writes into the trail of the engagement what a migration did. */
export const note = (
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
export async function alarm(
  trx: Trx,
  run: RunRef,
  { now, evidence }: { readonly now: number; readonly evidence: Evidence },
): Promise<void> {
  const engagement = await findEngagement(trx, run.engagementId);
  const found = { rule: 'EXIT_MIGRATION', subject: run.key, severity: 'red' as const };
  if (engagement) await raiseAlarms({ trx, engagement, now }, [{ ...found, evidence: { runId: run.id, ...evidence } }]);
}
