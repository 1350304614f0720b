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

/** What was asked for, as mails about it name it; `kind` is a word of `proposal-kind`. */
export interface ProposalPart {
  readonly kind: string;
  readonly title: string | null;
}

export interface ProposalMails<Mail> {
  /** Goes to administrators; `by` asks for what one of them is to confirm. */
  readonly 'proposal-made': Mail & ProposalPart & { readonly by: string; readonly at: number };
  /** Goes to whoever asked; `state` is a word of `proposal-state`. */
  readonly 'proposal-settled': Mail &
    ProposalPart & {
      readonly by: string;
      readonly at: number;
      readonly state: string;
      readonly comment: string | null;
    };
}

export interface ProposalPages<Page> {
  readonly proposals: Page & ProposalsPage;
}
