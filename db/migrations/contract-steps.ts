/** A migration that takes something away, and the release since which nothing reads it. */
export interface ContractStep {
  readonly migration: string;
  readonly since: string;
  readonly why: string;
}

/**
 * Releases run side by side on one schema: a migration adds, and what it replaces is taken away one release later at the
 * earliest, by a migration that stands here.
 */
export const CONTRACT_STEPS: readonly ContractStep[] = [];
