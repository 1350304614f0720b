export interface ProposalRow {
  readonly href: string;
  readonly kind: string;
  /** Of the policy; null for what has no name of its own. */
  readonly title: string | null;
  readonly by: string;
  readonly at: number;
  readonly state: string;
}

export interface ProposalsPage {
  readonly rows: readonly ProposalRow[];
  /** What has just been done: `made`, or how it was settled. */
  readonly done: string | null;
}

export interface ProposalPages<Page> {
  readonly proposals: Page & ProposalsPage;
}
