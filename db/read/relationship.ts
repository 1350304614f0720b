import { startOfDate } from '../../domain/calendar/zone';
import { silenceDays } from '../../domain/communication/silence';
import { contactRegularity, issueTimeliness, relationshipOf } from '../../domain/engagement/relationship';
import type { Relationship } from '../../domain/engagement/relationship-schema';
import { concerns } from '../../domain/issue/issue';
import { markAsScore, ratingsView } from '../../domain/rating/figures';
import type { Db } from '../knex';
import { together } from '../together';
import { communicationPlanOf } from '../stores/communication';
import type { EngagementRow } from '../stores/engagements';
import { issuesOf } from '../stores/issues';
import { ratingRoundsOf } from '../stores/rating-rounds';
import { communicationRules } from './communication-rules';
import { feedbackByPeriod } from './feedback';
import { contactsSince } from './last-contact';
import { rollingScoreOf } from './scorecards';
import { serviceEndOf } from './service-end';

const DAY = 86_400_000;
/** Issues of the last year count, and contacts of its later half. */
const ISSUE_DAYS = 365;
const CONTACT_DAYS = 180;

/** How both sides of a service get on, as the records stand. */
export async function relationshipView(db: Db, row: EngagementRow, now: number): Promise<Relationship> {
  const [rolling, issues, contact, users, vendor] = await together(db, [
    () => rollingScoreOf(db, row.id),
    () => timeliness(db, row, now),
    () => regularity(db, row, now),
    () => usersSay(db, row.id),
    () => vendorSays(db, row, now),
  ]);
  return relationshipOf({ performance: rolling.score, issues, contact, satisfaction: { users, vendor } });
}

/** Issues between both sides; what we keep among ourselves is none. */
async function timeliness(db: Db, { id }: EngagementRow, now: number): Promise<number | null> {
  const shared = (await issuesOf(db, id)).filter((issue) => concerns('vendor', issue));
  return issueTimeliness(
    shared.filter(({ openedAt }) => openedAt > now - ISSUE_DAYS * DAY),
    now,
  );
}

/** From the first day of service, which counts as a contact, to the last one. */
async function regularity(db: Db, row: EngagementRow, now: number): Promise<number | null> {
  if (row.live_on === null) return null;
  const days = silenceDays((await communicationPlanOf(db, row.id)).plan?.cadence ?? null, await communicationRules(db));
  const since = startOfDate(row.time_zone, row.live_on);
  const end = await serviceEndOf(db, row, now);
  const to = end === null ? now : Math.min(now, startOfDate(row.time_zone, end));
  const from = Math.max(since, to - CONTACT_DAYS * DAY);
  const contacts = await contactsSince(db, row.id, from - days * DAY);
  return contactRegularity({ contacts: [since, ...contacts], days, from, to });
}

/** The newest figure of surveys. */
async function usersSay(db: Db, engagementId: string): Promise<number | null> {
  const means = (await feedbackByPeriod(db, engagementId)).map(({ csat }) => csat?.mean ?? null);
  const newest = means.find((mean) => mean !== null) ?? null;
  return newest === null ? null : markAsScore(newest);
}

async function vendorSays(db: Db, { id, time_zone }: EngagementRow, now: number): Promise<number | null> {
  const { mean } = ratingsView(await ratingRoundsOf(db, id), time_zone, now);
  return mean === null ? null : markAsScore(mean);
}
