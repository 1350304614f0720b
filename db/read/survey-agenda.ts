import type { AgendaItem } from '../../domain/engagement/agenda';
import { surveySteps } from '../../domain/feedback/survey';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { unclosedSurveys } from '../stores/surveys';
import { ifAny } from './agenda-sources';
import { workCalendarOf } from './work-calendar';

/** What is still to be done about the surveys of an engagement. */
export async function surveyAgenda(
  db: Db,
  { id, time_zone }: Pick<EngagementRow, 'id' | 'time_zone'>,
): Promise<readonly AgendaItem[]> {
  const surveys = await ifAny(db, { source: 'surveys', engagementId: id }, () => unclosedSurveys(db, id));
  if (surveys.length === 0) return [];
  const calendar = await workCalendarOf(db, time_zone);
  return surveys.flatMap((survey) => surveySteps(survey, calendar));
}
