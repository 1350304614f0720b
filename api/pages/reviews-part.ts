import { FOLLOWED } from '../../domain/engagement/statuses';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { plansOf } from '../../db/stores/improvement-plans';
import { reviewsOf } from '../../db/stores/reviews';
import type { EngagementParts, PlanLine, ReviewView } from '../../templates/engagement-page-data';
import type { Seen } from './engagement-parts';
import { linksTo, mayWrite } from './form-links';
import { retrospectivePart } from './retrospective-view';

const REVIEWS = 12;

/** What both sides sit down about: reviews and their rhythm, plans that came of them, years looked back on. */
export async function reviewsPart(db: Db, row: EngagementRow, seen: Seen): Promise<EngagementParts['reviews']> {
  const [reviews, plans, retrospectives] = await Promise.all([
    newestReviews(db, row.id),
    plansInLines(db, row.id),
    retrospectivePart(db, row, seen),
  ]);
  const running = FOLLOWED.includes(row.state) && mayWrite(row, seen.person);
  return {
    ...{ rhythm: row.review_rhythm, reviews, plans, retrospectives },
    rhythmForms: linksTo(row, running ? ['review-rhythm'] : []),
    planForms: linksTo(row, running ? ['improvement-plan'] : []),
  };
}

const newestReviews = async (db: Db, engagementId: string): Promise<readonly ReviewView[]> =>
  (await reviewsOf(db, engagementId))
    .toReversed()
    .slice(0, REVIEWS)
    .map(({ id, kind, period, state, meetingAt }) => ({ href: `/reviews/${id}`, kind, period, state, meetingAt }));

const plansInLines = async (db: Db, engagementId: string): Promise<readonly PlanLine[]> =>
  (await plansOf(db, engagementId)).toReversed().map(({ id, number, state, trigger, due }) => ({
    href: `/engagements/${engagementId}/follow-up#plan-${id}`,
    ...{ number, state, trigger, due },
  }));
