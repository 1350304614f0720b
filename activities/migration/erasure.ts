import type { Dataset } from '../../db/stores/datasets';
import type { MigrationDeps } from './deps';

/** One attempt to delete the source of a dataset. */
export interface Erasure {
  readonly deps: MigrationDeps;
  readonly dataset: Dataset;
  /** The verified run: its ledger says what may be deleted. */
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Epoch milliseconds, read anew at each use. */
  readonly now: number;
  readonly at: (position: string) => void;
  /** Asks the deletion gate again; throws its objection. */
  readonly checkGate: () => Promise<void>;
}
