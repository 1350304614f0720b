import { isEnded } from '../../domain/engagement/statuses';
import type { SurveyRecord } from '../../domain/feedback/survey';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { findSurveyInvitation, type SurveyInvitation } from '../../db/stores/survey-answers';
import { findSurvey } from '../../db/stores/surveys';
import { readLink } from '../../links';
import type { PageLinks } from '../../page-links';
import type { Services } from '../services';

export interface SurveyLink {
  readonly survey: SurveyRecord;
  readonly engagement: EngagementRow;
  /** Null for the open link. */
  readonly invitation: SurveyInvitation | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The survey behind a link that we made; null for every other text. With the end of the service surveys end too. */
export async function findSurveyLink(
  { db }: Pick<Services, 'db'>,
  links: PageLinks,
  token: string,
): Promise<SurveyLink | null> {
  const parsed = readLink(token);
  const { taskId: id, expiresAt } = parsed;
  const invitation = await findSurveyInvitation(db, id);
  const survey = await findSurvey(db, invitation?.surveyId ?? id);
  const engagement = survey && (await findEngagement(db, survey.engagementId));
  const isOurs = links.isGenuine(parsed, { id, address: invitation?.email ?? '', expiresAt });
  if (!isOurs || !survey || !engagement || (!invitation && survey.openLimit === null)) return null;
  const ended = survey.closedAt !== null || isEnded(engagement.state);
  return { survey, engagement, invitation, expiresAt: ended ? 0 : expiresAt };
}
