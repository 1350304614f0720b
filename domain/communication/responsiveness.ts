import type { WorkCalendar } from '../calendar/schema';
import { responseTimes, type Turn } from '../issue/response-times';
import type { Side } from '../issue/words';
import type { Responsiveness } from './schema';

/** Fewer answers say nothing about a trend. */
const FEWEST = 6;
/** A median that moves by less than a fifth has not moved. */
const STEADY = 0.2;

/** How a side answers: how long it takes, and whether its later answers come faster than its earlier ones. */
export function responsesOf(turns: readonly Turn[], side: Side, calendar: WorkCalendar): Responsiveness['us'] {
  return { ...responseTimes(turns, side, calendar), trend: trendOf(turns, side, calendar) };
}

function trendOf(turns: readonly Turn[], side: Side, calendar: WorkCalendar): Responsiveness['us']['trend'] {
  const own = turns
    .filter((turn) => turn.side === side && turn.answeredAt !== null)
    .sort((a, b) => a.askedAt - b.askedAt);
  if (own.length < FEWEST) return null;
  const half = Math.floor(own.length / 2);
  const median = (part: readonly Turn[]): number => responseTimes(part, side, calendar).medianHours ?? 0;
  const [before, after] = [median(own.slice(0, half)), median(own.slice(-half))];
  if (Math.abs(after - before) <= STEADY * before) return 'steady';
  return after < before ? 'faster' : 'slower';
}
