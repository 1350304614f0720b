import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import type { SubmitGate } from '../../workflows/messages';

export interface GateOrder extends SubmitGate {
  readonly engagementId: string;
  /** The request was sent back and comes again: a new round. */
  readonly again: boolean;
  readonly now: number;
}

export interface DossierContext {
  readonly db: Db;
  readonly engagement: EngagementRow;
  readonly order: GateOrder;
}

/** What the approvers of a gate decide on: facts that policies may read in their conditions. */
export interface Dossier {
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** People who stand in for roles that the engagement's team leaves open. */
  readonly roles?: Readonly<Record<string, string>>;
  /** Warnings that the submitter has accepted in writing. */
  readonly acknowledged?: { readonly codes: readonly string[]; readonly text: string };
}

/** Checks that a gate has all it needs and gathers its dossier; refuses with every missing thing named. */
export type DossierOf = (context: DossierContext) => Promise<Dossier>;
