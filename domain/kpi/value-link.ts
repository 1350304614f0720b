import { periodDates } from '../calendar/periods';
import { startOfDate } from '../calendar/zone';

/** Beyond this, what a period was worth is settled. */
const LATE_DAYS = 180;

/**
 * How long the link to the values of a period is good. Its form lives longer than the collection: after the period was
 * closed it proposes corrections. The same period has the same link in every mail. Epoch milliseconds.
 */
export const valueLinkExpiry = (period: string): number =>
  startOfDate('UTC', periodDates(period).end) + LATE_DAYS * 86_400_000;
