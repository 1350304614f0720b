import { isRunning } from '../../domain/feedback/survey';
import { feedbackByPeriod } from '../../db/read/feedback';
import type { Db } from '../../db/knex';
import { remarksOf } from '../../db/stores/feedback-remarks';
import { surveyCounts } from '../../db/stores/survey-answers';
import { unclosedSurveys } from '../../db/stores/surveys';
import type { FeedbackView } from '../../templates/feedback-page-data';

const PERIODS = 6;
const REMARKS = 5;

/** What those who use the service say of it: the newest figures, surveys that run, and the newest remarks. */
export async function feedbackPart(db: Db, engagementId: string, now: number): Promise<FeedbackView | null> {
  const [periods, surveys, remarks] = await Promise.all([
    feedbackByPeriod(db, engagementId),
    unclosedSurveys(db, engagementId),
    remarksOf(db, engagementId, REMARKS),
  ]);
  const open = surveys.filter((survey) => isRunning(survey, now));
  if (periods.length + open.length + remarks.length === 0) return null;
  const counts = await surveyCounts(
    db,
    open.map(({ id }) => id),
  );
  return {
    periods: periods.slice(0, PERIODS),
    running: open.map(({ id, title, closesOn }) => ({
      title,
      closesOn,
      answered: counts.get(id)?.answers.length ?? 0,
    })),
    remarks: remarks.map(({ on, source, text }) => ({ on, source, text })),
  };
}
