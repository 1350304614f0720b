import {
  FREQUENCIES,
  frequencyOf,
  lastMonth,
  monthsOf,
  periodOfDate,
  shiftPeriod,
  periodDates,
} from '../calendar/periods';
import { addDays } from '../calendar/civil';
import { weightedMean4 } from '../decimal';
import type { ScoredPeriod } from './period-view';
import { scoreRolling } from './rolling-score';
import type { ScoreRules } from './rules-schema';
import { aggregateOf, type Part } from './vendor-score';

/** An engagement of a vendor with its closed periods, and what it costs in a year. */
export interface ScoredEngagement extends Omit<Part, 'value'> {
  readonly cards: readonly ScoredPeriod[];
  /** An ended one has a part in what was, and none in what came after its last period. */
  readonly ended: boolean;
}

export interface VendorPeriod {
  readonly period: string;
  /** Null where nothing was rated. */
  readonly score: number | null;
  /** What the rolling score was when the period had been closed. */
  readonly rolling: number | null;
}

/** More than this nobody reads off a picture. */
const MOST_PERIODS = 24;

type Rules = Pick<ScoreRules, 'vendor' | 'rolling'>;

/**
 * What the engagements of a vendor made together, period by period up to the newest rated one, in periods as long as the
 * shortest that was rated; a longer one counts where it ends. Costs weigh as they are now.
 */
export function vendorHistory(engagements: readonly ScoredEngagement[], rules: Rules): readonly VendorPeriod[] {
  const rated = engagements.map(ratedOf);
  return periodsOf(rated.flatMap(({ cards }) => cards)).map((period) => ({
    period,
    score: together(rated, rules, ({ cards }) => meanIn(cards, period)),
    rolling: together(rated, rules, (one) => rollingAt(one, period, rules)),
  }));
}

interface RatedPeriod {
  readonly period: string;
  readonly score: number;
  /** Its last month, which is asked for each period of the history. */
  readonly last: number;
}

interface RatedEngagement extends Omit<ScoredEngagement, 'cards'> {
  readonly cards: readonly RatedPeriod[];
}

const ratedOf = (one: ScoredEngagement): RatedEngagement => ({
  ...one,
  cards: one.cards.flatMap(({ period, score }) => (score === null ? [] : [{ period, score, last: lastMonth(period) }])),
});

/** From the first rated period to the newest, without a gap. */
function periodsOf(cards: readonly RatedPeriod[]): readonly string[] {
  const rated = [...new Set(cards.map(({ period }) => period))];
  const frequency = FREQUENCIES.find((one) => rated.some((period) => frequencyOf(period) === one));
  const ends = rated.map(lastDayOf).sort();
  const [oldest, newest] = [ends[0], ends.at(-1)];
  if (frequency === undefined || oldest === undefined || newest === undefined) return [];
  const [first, last] = [periodOfDate(oldest, frequency), periodOfDate(newest, frequency)];
  const count = (lastMonth(last) - lastMonth(first)) / monthsOf(frequency) + 1;
  const shown = Math.min(count, MOST_PERIODS);
  return Array.from({ length: shown }, (_, place) => shiftPeriod(last, place + 1 - shown));
}

/** The last day of a period. */
const lastDayOf = (period: string): string => addDays(periodDates(period).end, -1);

function together(
  engagements: readonly RatedEngagement[],
  { vendor }: Rules,
  valueOf: (one: RatedEngagement) => number | null,
): number | null {
  const parts = engagements.flatMap((one) => {
    const value = valueOf(one);
    return value === null ? [] : [{ value, spend: one.spend, currency: one.currency }];
  });
  return aggregateOf(parts, vendor.score);
}

function meanIn(cards: readonly RatedPeriod[], period: string): number | null {
  const [last, months] = [lastMonth(period), monthsOf(frequencyOf(period))];
  const within = cards.filter((card) => card.last <= last && card.last > last - months);
  return within.length === 0 ? null : weightedMean4(within.map(({ score: value }) => ({ value, weight: 1 })));
}

function rollingAt({ cards, ended }: RatedEngagement, period: string, { rolling: decay }: Rules): number | null {
  const last = lastMonth(period);
  const until = cards.filter((card) => card.last <= last);
  const isOver = ended && cards.every((card) => card.last <= last - monthsOf(frequencyOf(period)));
  return isOver || until.length === 0 ? null : scoreRolling({ periods: until, decay }).score;
}
