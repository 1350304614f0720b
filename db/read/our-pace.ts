import { periodAt, periodBounds, shiftPeriod } from '../../domain/calendar/periods';
import type { WorkCalendar } from '../../domain/calendar/schema';
import { endedWithin, onTimeBp, paceOf, type Waited } from '../../domain/delivery/our-pace';
import type { OurPace } from '../../domain/delivery/our-pace-schema';
import { turnsOf } from '../../domain/issue/response-times';
import { ratingsView } from '../../domain/rating/figures';
import type { Db } from '../knex';
import { together } from '../together';
import type { EngagementRow } from '../stores/engagements';
import { issuesOf } from '../stores/issues';
import { ratingRoundsOf } from '../stores/rating-rounds';
import { endedTasks } from './ended-tasks';
import { workCalendarOf } from './work-calendar';

const QUARTERS = 4;

/** How long decisions and the vendor's issues waited for us in this quarter and the three before, and how it rates us. */
export async function ourPace(db: Db, engagement: EngagementRow, now: number): Promise<OurPace> {
  const zone = engagement.time_zone;
  const current = periodAt(now, zone, 'quarterly');
  const [calendar, answers] = await together(db, [() => workCalendarOf(db, zone), () => answersTo(db, engagement)]);
  const quarters = Array.from({ length: QUARTERS }, (_, back) => shiftPeriod(current, -back));
  const items = await together(
    db,
    quarters.map((quarter) => () => paceIn(db, engagement, { quarter, calendar, answers })),
  );
  const ratings = ratingsView(await ratingRoundsOf(db, engagement.id), zone, now);
  return { items, next: null, ratings };
}

interface Asked {
  readonly quarter: string;
  readonly calendar: WorkCalendar;
  readonly answers: readonly Waited[];
}

async function paceIn(
  db: Db,
  engagement: EngagementRow,
  { quarter, calendar, answers }: Asked,
): Promise<OurPace['items'][number]> {
  const { start: from, end: to } = periodBounds(quarter, engagement.time_zone);
  const { tasks } = await endedTasks(db, engagement, { from, to });
  const approvals = tasks.filter(({ source }) => source === 'approval');
  const decisions = approvals.map(({ activeAt, endedAt }) => ({ askedAt: activeAt, answeredAt: endedAt }));
  return {
    quarter,
    decisions: { ...paceOf(decisions, calendar), onTimeBp: onTimeBp(approvals) },
    answers: paceOf(endedWithin(answers, { from, to }), calendar),
  };
}

/** Every issue that was put to us and answered. */
async function answersTo(db: Db, { id }: EngagementRow): Promise<readonly Waited[]> {
  const turns = (await issuesOf(db, id)).flatMap(turnsOf);
  return turns.flatMap(({ side, askedAt, answeredAt }) =>
    side === 'us' && answeredAt !== null ? [{ askedAt, answeredAt }] : [],
  );
}
