/** `unknown`: Tenure cannot know; `unsure`: nothing is broken, but somebody should look. */
export type Wellness = 'well' | 'unsure' | 'ill' | 'unknown';

/** A figure of a part: its words are `status-fact.<key>`, its value is in the reader's language. */
export interface StatusFact {
  readonly key: string;
  readonly value: string;
}

/** A part of the installation: its words are `status-part.<key>`. */
export interface StatusPart {
  readonly key: string;
  readonly wellness: Wellness;
  readonly facts: readonly StatusFact[];
  /** What went wrong, as the part said it. */
  readonly error: string | null;
  /** The section of `docs/runbooks.md` that says what to do; null where nothing is to be done. */
  readonly runbook: string | null;
  /** The page that tells more. */
  readonly href: string | null;
}

export interface StatusPage {
  readonly wellness: Wellness;
  readonly parts: readonly StatusPart[];
}

export interface StatusPages<Page> {
  readonly status: Page & StatusPage;
}
