import {
  firstServicePeriod,
  nextPeriod,
  type Period,
  periodDates,
  periodOfDate,
  previousPeriod,
} from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { standsStill, type State } from '../../domain/engagement/statuses';
import { openingStep, roundDates, roundSteps } from '../../domain/rating/round';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { ratingRoundsOf } from '../stores/rating-rounds';
import { ifAny } from './agenda-sources';
import { serviceEndOf } from './service-end';
import { workCalendarOf } from './work-calendar';

/** States in which a vendor serves, and is asked what it thinks of us. */
const ASKED_IN: readonly State[] = ['IN_SERVICE', 'EXITING'];

/** What is still to be done about rounds that run, and the next quarters about which the vendor will be asked. */
export async function ratingAgenda(db: Db, engagement: EngagementRow, at: number): Promise<readonly AgendaItem[]> {
  const { id, state, live_on: liveOn, vendor_id: vendorId, time_zone: timeZone } = engagement;
  if (liveOn === null || vendorId === null) return [];
  const rounds = await ifAny(db, { source: 'rating_rounds', engagementId: id }, () => ratingRoundsOf(db, id));
  const calendar = await workCalendarOf(db, timeZone);
  const running = rounds.flatMap((round) => roundSteps(round, calendar));
  // Who does not serve is not reminded either; what was said counts all the same.
  if (!ASKED_IN.includes(state) || standsStill(engagement))
    return running.filter(({ kind }) => kind === 'rating-close');
  const endOn = await serviceEndOf(db, engagement, at);
  const first = firstToAsk(engagement, liveOn, { newest: rounds.at(-1)?.quarter ?? null, at });
  const coming = [first, nextPeriod(first)]
    .filter((quarter) => endOn === null || periodDates(quarter).start < endOn)
    .map((quarter) => openingStep(quarter, roundDates(quarter, calendar)));
  return [...running, ...coming];
}

/** Quarters of service that ended since the engagement was opened; one that passed while nothing ran is left out. */
function firstToAsk(
  { time_zone: timeZone, created_at: createdAt }: EngagementRow,
  liveOn: string,
  { newest, at }: { readonly newest: Period | null; readonly at: number },
): Period {
  const quarterOf = (instant: number): Period => periodOfDate(localDate(timeZone, instant), 'quarterly');
  const served = firstServicePeriod(liveOn, 'quarterly').period;
  const candidates = [served, quarterOf(createdAt.getTime()), previousPeriod(quarterOf(at))];
  return [...candidates, ...(newest === null ? [] : [nextPeriod(newest)])].reduce((a, b) => (a > b ? a : b));
}
