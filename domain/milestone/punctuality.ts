import { daysBetween } from '../calendar/civil';
import type { Milestone } from './milestone';
import type { PunctualityView } from './schema';

type Judged = Pick<Milestone, 'state' | 'due' | 'rounds'>;

export interface CountedDelivery {
  readonly on: string;
  readonly daysLate: number;
  readonly onTime: boolean;
}

/**
 * The delivery that counts: the one that was accepted, or that waits for a decision. What was rejected was not delivered, so
 * that a delivery of a later round counts with its own day.
 */
export function countedDelivery({ state, due, rounds }: Judged): CountedDelivery | null {
  const round = state === 'accepted' || state === 'delivered' ? rounds.at(-1) : undefined;
  if (!round) return null;
  const daysLate = Math.max(0, daysBetween(due, round.deliveredOn));
  return { on: round.deliveredOn, daysLate, onTime: daysLate === 0 };
}

interface Span {
  readonly from: string;
  /** The first day that no longer counts. */
  readonly to: string;
}

/** Milestones that were due in a time, how many of them were delivered in time, and how late deliveries are in the mean. */
export function punctualityOf(milestones: readonly Judged[], { from, to }: Span): PunctualityView {
  const due = milestones.filter(({ state, due: day }) => state !== 'cancelled' && day >= from && day < to);
  const deliveries = due.flatMap((one) => countedDelivery(one) ?? []);
  const onTime = deliveries.filter((one) => one.onTime).length;
  const late = deliveries.reduce((sum, { daysLate }) => sum + daysLate, 0);
  return {
    from,
    to,
    due: due.length,
    onTime,
    shareBp: due.length === 0 ? null : Math.round((onTime * 10_000) / due.length),
    meanDaysLate: deliveries.length === 0 ? null : Math.round((late * 10) / deliveries.length) / 10,
  };
}
