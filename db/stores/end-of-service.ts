import type { Trx } from '../transaction';
import { cancelPendingItems } from './action-items';
import { appendAudit, engagementStream } from './audit';
import { closeRatingRounds } from './rating-rounds';
import { detachAnswers } from './survey-answers';
import { noteSurveyStep, unclosedSurveys } from './surveys';

/** What people are still asked to do or to say about a service ends with it; what they have answered stays. */
export async function endOpenMatters(trx: Trx, engagementId: string, now: number): Promise<void> {
  await cancelPendingItems(trx, engagementId, now);
  const surveys = await unclosedSurveys(trx, engagementId);
  for (const { id } of surveys) {
    await noteSurveyStep(trx, { id, step: 'close', now });
    await detachAnswers(trx, id);
  }
  await closeRatingRounds(trx, engagementId, now);
  const entries = surveys.map(({ id, title }) => ({
    ...{ key: `survey.ended:${id}`, at: now, type: 'survey.ended', channel: 'workflow' as const },
    payload: { surveyId: id, title },
  }));
  if (entries.length > 0) await appendAudit(trx, engagementStream(engagementId), entries);
}
