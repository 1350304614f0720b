import type { EmptyStep } from './empty-page-data';
import type { Box } from '../domain/approval/request-schema';
import type { MoneyText } from '../domain/money';
import type { Sheets } from './sheets';

export interface InboxRow {
  readonly href: string;
  /** What a check box sends: the task with the hash of its content; null where nothing can be decided. */
  readonly pick: string | null;
  /** Ticked before, and not decided then. */
  readonly picked: boolean;
  readonly title: string;
  readonly step: string | null;
  readonly requester: string;
  readonly engagement: { readonly number: string; readonly title: string } | null;
  readonly amount: MoneyText | null;
  readonly since: number;
  readonly dueAt: number | null;
  readonly late: 'on-time' | 'soon' | 'overdue' | null;
  /** Status of the task in one's own boxes, of the request elsewhere. */
  readonly status: string;
  readonly onBehalfOf: string | null;
  /** Who decided the step, where it is decided. */
  readonly by: string | null;
}

/** How one of several decisions went. */
export interface BulkRow {
  readonly title: string;
  readonly href: string | null;
  /** Status of the task afterwards; null when it was refused. */
  readonly status: string | null;
  /** Why it was refused: an error code. */
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact: string | null;
}

export interface InboxPage {
  readonly box: Box;
  readonly boxes: readonly { readonly key: Box; readonly current: boolean; readonly count: number }[];
  readonly q: string;
  /** Kinds of decisions to choose from; empty where there is no choice. */
  readonly kinds: readonly { readonly key: string; readonly title: string; readonly current: boolean }[];
  /** Whether less than the whole box is asked for. */
  readonly narrowed: boolean;
  readonly overdue: boolean;
  /** In which order what is to do may be shown; empty in the other boxes. */
  readonly orders: readonly { readonly key: 'newest' | 'due'; readonly current: boolean }[];
  readonly rows: readonly InboxRow[];
  readonly more: string | null;
  readonly sheets: Sheets;
  readonly next: readonly EmptyStep[];
  /** Makes a repeated press of the same form one decision; null where nothing can be decided. */
  readonly batch: string | null;
  readonly comment: string;
  /** After several decisions: how each of them went. */
  readonly results: readonly BulkRow[];
  /** Why nothing was sent: an error code. */
  readonly refusal: string | null;
}
