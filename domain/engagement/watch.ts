import type { ReviewOrder } from '../review/order';
import type { AgendaItem, Cursor } from './agenda';

/** How far the date keeper has come with an engagement. */
export interface Watch {
  readonly engagementId: string;
  /** The last thing done; whatever comes after it is still to do, however late. */
  readonly cursor: Cursor;
  /** What comes next, all of one instant; empty when nothing is known. */
  readonly next: readonly AgendaItem[];
  /** What the last turn has still to set going outside of the records. */
  readonly owed: Owed | null;
  /** Whether what comes next was found by older rules of time zones than those of whoever reads it. */
  readonly isOutdated: boolean;
}

export interface Owed {
  readonly reviews: readonly ReviewOrder[];
  /** The health of the engagement has changed. */
  readonly relabel: boolean;
}

const MINUTE = 60_000;
const LONGEST_WAIT = 60 * MINUTE;

/** When a turn that has failed so often (one or more) is taken again: after waits that double up to an hour, for ever. */
export const nextTurnTry = (attempts: number, now: number): number =>
  now + Math.min(MINUTE * 2 ** Math.min(attempts - 1, 10), LONGEST_WAIT);
