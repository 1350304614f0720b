import { findSurveyInvitation } from '../../db/stores/survey-answers';
import { findSurvey } from '../../db/stores/surveys';
import { isRunning } from '../../domain/feedback/survey';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

/** The link to a survey for one invited person; nothing once it has closed. */
export async function surveyData({ db, order, frame }: Material): Promise<MailData['survey'] | null> {
  const invitation = await findSurveyInvitation(db, order.recipientId);
  const survey = invitation && (await findSurvey(db, invitation.surveyId));
  if (!survey || !isRunning(survey, order.now)) return null;
  const { title, closesOn } = survey;
  return { ...frame, survey: { title, closesOn }, reminder: order.facts['word'] === 'reminder' };
}
