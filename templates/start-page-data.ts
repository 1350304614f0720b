import type { OurRole } from '../domain/people/people';
import type { FirstStep } from '../domain/start/first-steps';

/** What to do first: its words are `start-step.<step>` and `start-lead.<step>`. */
export interface StartPage {
  readonly steps: readonly { readonly step: FirstStep; readonly done: boolean; readonly href: string }[];
  /** Roles that are asked to decide and that nobody has. */
  readonly missing: readonly OurRole[];
  readonly samples: SamplesPart;
  /** Whether the page comes by itself, so that it may be told not to. */
  readonly dismissible: boolean;
}

export interface SamplesPart {
  readonly state: 'absent' | 'loading' | 'loaded' | 'removing';
  readonly done: number;
  readonly steps: number;
  /** Why nothing was done, as a key of `samples-refusal`; null where nothing was refused. */
  readonly refusal: string | null;
  /** Engagements that a refusal is about. */
  readonly numbers: string;
}

export interface StartPages<Page> {
  readonly start: Page & StartPage;
}
