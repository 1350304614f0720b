import { DateTime } from 'luxon';
import type { ContractBody } from '../../domain/contract/schema';
import { inAmerica, inGermany, type IsWorked, keptByHand, plainWeek } from './holidays';
import type { Service } from './plain-years';

/** A service of the rehearsal: what the plain years need, and how late its vendor reports. */
export interface Rehearsed extends Service {
  readonly title: string;
  readonly contract: NonNullable<Service['contract']>;
  /** After which of the reminders values come. */
  readonly reportedAfter: 1 | 2;
}

/** Days that China's organisations keep in the years of the rehearsal: a week in spring and in autumn, and Saturdays for it. */
export function chineseDays(year: number): { readonly free: readonly string[]; readonly madeUp: readonly string[] } {
  const years = [year, year + 1, year + 2, year + 3, year + 4];
  const week = (from: string): readonly string[] =>
    Array.from({ length: 7 }, (_none, n) => DateTime.fromISO(from).plus({ days: n }).toFormat('yyyy-MM-dd'));
  const saturdayAfter = (date: string): string => {
    const day = DateTime.fromISO(date).plus({ days: 7 });
    return day.plus({ days: (6 - day.weekday + 7) % 7 }).toFormat('yyyy-MM-dd');
  };
  const starts = years.flatMap((one) => [`${one}-02-05`, `${one}-05-01`, `${one}-10-01`]);
  return { free: starts.flatMap(week), madeUp: starts.map(saturdayAfter) };
}

/** Five services that begin within the next months, on days on which calendars are easily wrong. */
export function fiveServices(today: DateTime): readonly Rehearsed[] {
  const { free, madeUp } = chineseDays(today.year);
  const next = (month: number, day: number): string => {
    const date = DateTime.utc(today.year, month, day);
    return (date > today ? date : DateTime.utc(today.year + 1, month, day)).toFormat('yyyy-MM-dd');
  };
  const lastSunday = (month: number): string => {
    const end = DateTime.fromISO(next(month, 24), { zone: 'utc' }).endOf('month');
    return end.minus({ days: end.weekday % 7 }).toFormat('yyyy-MM-dd');
  };
  const firstSunday = (month: number): string => {
    const start = DateTime.fromISO(next(month, 1), { zone: 'utc' });
    return start.plus({ days: (7 - start.weekday) % 7 }).toFormat('yyyy-MM-dd');
  };
  const both = { monthly: true, quarterly: true, reviewsQuarters: false };
  return [
    // From 31 January over a term that ends on the last day of February, by a calendar that people keep by hand.
    service('Asia/Shanghai', { ...both, isWorked: keptByHand(free, madeUp), liveOn: next(1, 31) }, tacit(13, 12, 3)),
    // In the last week of the year; nobody decides, and it runs out.
    service(
      'America/New_York',
      { ...both, quarterly: false, isWorked: inAmerica, liveOn: next(12, 31) },
      runsOut(24, 3),
    ),
    // On the Sunday on which summer time begins; quarters alone are measured.
    service('Europe/Berlin', { ...both, monthly: false, isWorked: inGermany, liveOn: lastSunday(3) }, tacit(12, 12, 2)),
    // On the Sunday on which half an hour of summer time ends; only quarters are reviewed.
    service(
      'Australia/Lord_Howe',
      { ...both, quarterly: false, reviewsQuarters: true, isWorked: plainWeek, liveOn: firstSunday(4) },
      tacit(18, 6, 1),
      2,
    ),
    // From 29 December over terms of two months more than a year, which end in February.
    service('UTC', { ...both, isWorked: plainWeek, liveOn: next(12, 29) }, tacit(14, 12, 4)),
  ];
}

type Terms = Omit<Rehearsed['contract'], 'start'>;
const tacit = (initialMonths: number, renewalMonths: number, months: number): Terms => ({
  initialMonths,
  renewal: 'tacit',
  renewalMonths,
  notice: { months, days: 0 },
});
const runsOut = (initialMonths: number, months: number): Terms => ({
  initialMonths,
  renewal: 'express',
  notice: { months, days: 0 },
});

type Measured = Pick<Service, 'monthly' | 'quarterly' | 'reviewsQuarters' | 'liveOn'> & { readonly isWorked: IsWorked };

const service = (zone: string, measured: Measured, terms: Terms, reportedAfter: 1 | 2 = 1): Rehearsed => ({
  title: zone,
  zone,
  ...measured,
  contract: { ...terms, start: measured.liveOn },
  reportedAfter,
});

export const contractOf = ({ contract }: Rehearsed): ContractBody => ({ ...contract, clauses: [] });
