import { csatOf, npsOf, pooled } from '../../domain/feedback/figures';
import type { PeriodFeedback } from '../../domain/feedback/schema';
import type { SurveyRecord } from '../../domain/feedback/survey';
import type { Db } from '../knex';
import { type SurveyCount, surveyCounts } from '../stores/survey-answers';
import { surveysOf } from '../stores/surveys';

interface Counted extends SurveyCount {
  readonly survey: SurveyRecord;
}

/** Figures of the periods for which surveys have closed, newest period first. */
export async function feedbackByPeriod(db: Db, engagementId: string): Promise<readonly PeriodFeedback[]> {
  const closed = (await surveysOf(db, engagementId)).filter(({ closedAt }) => closedAt !== null);
  const counts = await surveyCounts(
    db,
    closed.map(({ id }) => id),
  );
  const counted = closed.map((survey) => ({ survey, ...(counts.get(survey.id) ?? { invited: 0, answers: [] }) }));
  const periods = [...new Set(closed.map(({ period }) => period))].sort().toReversed();
  return periods.map((period) =>
    feedbackOf(
      period,
      counted.filter(({ survey }) => survey.period === period),
    ),
  );
}

function feedbackOf(period: string, surveys: readonly Counted[]): PeriodFeedback {
  const answers = pooled(surveys.map((one) => one.answers));
  const asks = (question: 'csat' | 'nps'): boolean => surveys.some(({ survey }) => survey.questions.includes(question));
  return {
    period,
    surveys: surveys.length,
    invited: surveys.reduce((sum, { invited }) => sum + invited, 0),
    answered: surveys.reduce((sum, one) => sum + one.answers.length, 0),
    csat: asks('csat') ? csatOf(answers) : null,
    nps: asks('nps') ? npsOf(answers) : null,
  };
}
