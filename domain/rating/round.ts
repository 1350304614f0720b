import { addBusinessDays } from '../calendar/calendar';
import { addDays } from '../calendar/civil';
import { type Period, periodDates } from '../calendar/periods';
import type { WorkCalendar } from '../calendar/schema';
import { startOfDate, toInstant } from '../calendar/zone';
import type { AgendaItem } from '../engagement/agenda';
import type { RatingAnswer } from './schema';

/** A quarter of service for which the vendor is asked what it thinks of us. Instants in epoch milliseconds. */
export interface RatingRound {
  readonly engagementId: string;
  readonly quarter: Period;
  /** Who is asked; another vendor of the same service has no part in it. */
  readonly vendorId: string;
  readonly closesAt: number;
  /** How often the vendor has been asked. */
  readonly asked: number;
  readonly answer: RatingAnswer | null;
  readonly answeredAt: number | null;
  readonly closedAt: number | null;
}

/** Business days after the first request on which whoever is silent is asked again, and the last one on which an answer counts. */
const REMIND_AFTER = [5, 10];
const CLOSES_AFTER = 15;
const MORNING = 9 * 3_600_000;

/** When a vendor is asked about a quarter, first to last, and when the round closes. */
export interface RoundDates {
  readonly asks: readonly number[];
  readonly closesAt: number;
}

/** The first business day after the quarter, and what follows from it. */
export function roundDates(quarter: Period, calendar: WorkCalendar): RoundDates {
  const { timeZone } = calendar;
  const opensOn = addBusinessDays(calendar, addDays(periodDates(quarter).end, -1), 1);
  const after = (days: number): string => addBusinessDays(calendar, opensOn, days);
  return {
    asks: [opensOn, ...REMIND_AFTER.map(after)].map((date) => toInstant(timeZone, { date, msOfDay: MORNING })),
    closesAt: startOfDate(timeZone, addDays(after(CLOSES_AFTER), 1)),
  };
}

type Running = Pick<RatingRound, 'closesAt' | 'closedAt'>;
export const isRunningRound = ({ closesAt, closedAt }: Running, now: number): boolean =>
  closedAt === null && now < closesAt;

/** How often the vendor should have been asked by now. */
export const asksDue = ({ asks }: RoundDates, now: number): number => asks.filter((at) => at <= now).length;

/** The request that opens a round. */
export const openingStep = (quarter: Period, { asks: [at = 0] }: RoundDates): AgendaItem => askStep(quarter, 1, at);

/** What is still to be done about a round: to ask again whoever is silent, and to close it. */
export function roundSteps(round: RatingRound, calendar: WorkCalendar): readonly AgendaItem[] {
  const { quarter, asked, answer, closesAt, closedAt } = round;
  if (closedAt !== null) return [];
  const asks = roundDates(quarter, calendar).asks.map((at, n) => askStep(quarter, n + 1, at));
  const close: AgendaItem = { key: `rating:${quarter}:close`, kind: 'rating-close', at: closesAt, facts: { quarter } };
  return [...(answer === null ? asks.slice(asked) : []), close];
}

const askStep = (quarter: Period, n: number, at: number): AgendaItem => ({
  key: `rating:${quarter}:${n}`,
  kind: 'rating-mail',
  at,
  facts: { quarter, word: n === 1 ? 'invitation' : 'reminder' },
});
