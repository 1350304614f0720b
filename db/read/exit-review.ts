import { proposedStatus } from '../../domain/exit/review';
import type { ExitReviewFacts, ExitReviewView } from '../../domain/exit/review-schema';
import { outcomeOf } from '../../domain/retrospective/retrospective';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { findExitReview } from '../stores/exit-reviews';
import { exitTasksOf } from '../stores/exit-tasks';
import { scorecardsOf } from '../stores/scorecards';
import { rollingScoreOf } from './scorecards';

/** What the records say of an engagement at its end. */
export async function exitReviewFacts(db: Db, engagement: EngagementRow): Promise<ExitReviewFacts> {
  const { score: rolling, standing } = await rollingScoreOf(db, engagement.id);
  const { exit_cause: cause, exit_effective_date: effectiveDate } = engagement;
  const ratedPeriods = (await scorecardsOf(db, engagement.id)).length;
  const proposedVendorStatus = proposedStatus(cause, standing);
  return { score: { rolling, standing, ratedPeriods }, cause, effectiveDate, proposedVendorStatus };
}

/** The review of an exit with the figures as they were when it was written, or as they are while it is not. */
export async function exitReviewView(db: Db, engagement: EngagementRow): Promise<ExitReviewView> {
  const stored = await findExitReview(db, engagement.id);
  const task = (await exitTasksOf(db, engagement.id)).find(({ key }) => key === 'exit-review');
  const ended = task !== undefined && task.state !== 'open';
  const { items, ...measured } = outcomeOf(engagement.needs.successMeasures ?? [], stored?.content ?? null);
  return {
    state: stored === null ? 'unwritten' : ended ? 'closed' : 'written',
    facts: stored?.facts ?? (await exitReviewFacts(db, engagement)),
    measures: { items: [...items], ...measured },
    summary: stored?.content.summary ?? null,
    lessons: stored?.content.lessons ?? [],
    vendorStatus: stored?.content.vendorStatus ?? null,
    writtenById: stored?.writtenBy ?? null,
    writtenAt: stored ? new Date(stored.writtenAt).toISOString() : null,
  };
}
