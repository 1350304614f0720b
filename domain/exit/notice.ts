import { addDays, addMonthsClamped } from '../calendar/civil';

interface Notice {
  readonly cause: string;
  readonly noticeDate: string;
}

/** First day on which a service may end: the day of notice plus the contractual period, at once when the vendor is in breach. */
export const earliestEnd = (
  { cause, noticeDate }: Notice,
  { months, days }: { readonly months: number; readonly days: number },
): string =>
  cause === 'breach' || cause === 'data-security' ? noticeDate : addDays(addMonthsClamped(noticeDate, months), days);
