import { NO_PROGRESS, type Progress, progressOf } from '../../domain/exit/progress';
import type { Sent } from '../stores/dataset-entries';
import type { Run } from '../stores/dataset-runs';

/** How far a run has come, from its record and its ledger. */
export const runProgress = (run: Run | null, sent: Sent | undefined): Progress =>
  run === null
    ? NO_PROGRESS
    : progressOf({
        ...run,
        totalBytes: run.totals.bytes,
        sentBytes: sent?.bytes ?? 0,
        verifiedBytes: sent?.verifiedBytes ?? 0,
      });
