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
  /**
   * Deletes something while no legal hold is in force, and none can come into force until it is done: whoever places one
   * waits for that, and what comes after it finds the hold.
   */
  readonly unlessHeld: <T>(work: () => Promise<T>) => Promise<T>;
}
