import type { EvidenceFile } from './evidence-schema';
import type { KpiDefinition, NewValue } from './record-schema';

/** So many files of one side about one KPI and period, at most. */
export const MAX_EVIDENCE_FILES = 10;
/** Largest of them: they bear out one figure. */
export const MAX_EVIDENCE_BYTES = 20 * 1024 * 1024;

type Said = Pick<NewValue, 'status'>;

/** Whether a value may not go without a file; that there is none needs no proof but its reason. */
export const needsEvidence = (
  { evidenceRequired }: Pick<KpiDefinition, 'evidenceRequired'>,
  { status }: Said,
): boolean => evidenceRequired === true && status === undefined;

/**
 * The one answer to "may this side see that file": each its own, and we in addition what the vendor has handed in with a
 * value. A vendor learns that we have said something else, but neither what nor by which files.
 */
export const seesEvidence = (
  reader: EvidenceFile['side'],
  { side, state }: Pick<EvidenceFile, 'side' | 'state'>,
): boolean => side === reader || (reader === 'us' && state === 'given');
