import { businessTimeBetween } from '../calendar/business-time';
import type { WorkCalendar } from '../calendar/schema';
import type { IssueRecord } from './issue';
import type { Side } from './words';

/** A question to a side and its answer, in epoch milliseconds; `answeredAt` null while it waits. */
export interface Turn {
  readonly side: Side;
  readonly askedAt: number;
  readonly answeredAt: number | null;
}

/** Every time an issue was put to a side: when it was raised and whenever it was opened again. */
export function turnsOf({ remarks, assignee }: Pick<IssueRecord, 'remarks' | 'assignee'>): readonly Turn[] {
  const turns: Turn[] = [];
  for (const { step, side, at } of remarks) {
    const open = turns.at(-1);
    if (step === 'raise' || step === 'reopen') turns.push({ side: assignee, askedAt: at, answeredAt: null });
    else if (open?.answeredAt === null && side === assignee && (step === 'answer' || step === 'resolve'))
      turns[turns.length - 1] = { ...open, answeredAt: at };
  }
  return turns;
}

export interface ResponseTimes {
  /** Answers that were measured. */
  readonly n: number;
  /** Hours of business time; null without an answer. */
  readonly meanHours: number | null;
  readonly medianHours: number | null;
}

const HOUR = 3_600_000;

/** How long a side takes to answer, in hours of business time. */
export function responseTimes(turns: readonly Turn[], side: Side, calendar: WorkCalendar): ResponseTimes {
  const hours = turns
    .filter((turn) => turn.side === side)
    .flatMap(({ askedAt, answeredAt }) =>
      answeredAt === null ? [] : [businessTimeBetween(calendar, askedAt, answeredAt) / HOUR],
    )
    .sort((a, b) => a - b);
  if (hours.length === 0) return { n: 0, meanHours: null, medianHours: null };
  const mean = hours.reduce((total, one) => total + one, 0) / hours.length;
  return { n: hours.length, meanHours: round(mean), medianHours: round(medianOf(hours)) };
}

/** Of figures in rising order. */
const medianOf = (sorted: readonly number[]): number => {
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0];
  return (low + high) / 2;
};

const round = (hours: number): number => Math.round(hours * 100) / 100;
