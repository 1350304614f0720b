import { addBusinessDays } from '../calendar/calendar';
import { addDays } from '../calendar/civil';
import type { WorkCalendar } from '../calendar/schema';
import { startOfDate, toInstant } from '../calendar/zone';
import type { AgendaItem } from '../engagement/agenda';
import type { NewSurvey } from './schema';

export interface SurveyRecord extends Pick<NewSurvey, 'title' | 'period' | 'questions' | 'closesOn'> {
  readonly id: string;
  readonly engagementId: string;
  readonly kpi: NonNullable<NewSurvey['kpi']> | null;
  /** How many answers may come in by the open link; null where there is none. */
  readonly openLimit: number | null;
  /** Epoch milliseconds. */
  readonly closesAt: number;
  readonly openedAt: number;
  readonly invitedAt: number | null;
  readonly remindedAt: number | null;
  readonly closedAt: number | null;
}

const REMIND_BUSINESS_DAYS = -2;
const MORNING = 9 * 3_600_000;

/** A survey closes with its last day, in the time zone of the engagement. */
export const closingOf = (closesOn: string, timeZone: string): number => startOfDate(timeZone, addDays(closesOn, 1));

export const isRunning = ({ closesAt, closedAt }: Pick<SurveyRecord, 'closesAt' | 'closedAt'>, now: number): boolean =>
  closedAt === null && now < closesAt;

export const SURVEY_NEWS = ['invitation', 'reminder'] as const;
export type SurveyNews = (typeof SURVEY_NEWS)[number];

/** What is still to be done about a survey: to invite, to remind whoever has not answered, to close it. */
export function surveySteps(survey: SurveyRecord, calendar: WorkCalendar): readonly AgendaItem[] {
  const { id, title, closesOn, closesAt, openedAt } = survey;
  if (survey.closedAt !== null) return [];
  const remindOn = addBusinessDays(calendar, closesOn, REMIND_BUSINESS_DAYS);
  const remindAt = toInstant(calendar.timeZone, { date: remindOn, msOfDay: MORNING });
  const mail = (word: SurveyNews, at: number): AgendaItem => ({
    key: `survey:${id}:${word}`,
    kind: 'survey-mail',
    at,
    facts: { survey: id, word, title },
  });
  return [
    ...(survey.invitedAt === null ? [mail('invitation', openedAt)] : []),
    ...(survey.remindedAt === null && remindAt > openedAt ? [mail('reminder', remindAt)] : []),
    { key: `survey:${id}:close`, kind: 'survey-close', at: closesAt, facts: { survey: id, title } },
  ];
}
