import type { EmptyStep } from './empty-page-data';
import type { EngagementParts } from './engagement-page-data';
import type { InboxRow } from './inbox-page-data';
import type { HeatRow } from './portfolio-page-data';

/** What happened to an engagement. */
export type HomeEvent = EngagementParts['overview']['events'][number] & {
  readonly engagement: { readonly href: string; readonly number: string; readonly title: string };
};

/** What somebody comes to do, and what they should know of. */
export interface HomePage {
  readonly overdue: number;
  /** Due before the day of the person ends. */
  readonly today: number;
  /** The most urgent of both. */
  readonly decisions: readonly InboxRow[];
  /** Null for people of suppliers, who see no engagements of ours. */
  readonly engagements: {
    /** With those of their parts alone that are not green. */
    readonly atRisk: readonly HeatRow[];
    readonly events: readonly HomeEvent[];
    /** Whether there is none at all yet, and what the reader may do about it. */
    readonly none: boolean;
    readonly next: readonly EmptyStep[];
  } | null;
}

export interface HomePages<Page> {
  readonly home: Page & HomePage;
}
