import { v7 as uuidv7 } from 'uuid';
import { frequencyOf } from '../domain/calendar/periods';
import { addDays } from '../domain/calendar/civil';
import { localDate } from '../domain/calendar/zone';
import { fieldError } from '../domain/errors';
import { csatOf, npsOf, remarksOf } from '../domain/feedback/figures';
import type { NewSurvey, SurveyView } from '../domain/feedback/schema';
import { closingOf, isRunning, type SurveyRecord } from '../domain/feedback/survey';
import type { EngagementRow } from '../db/stores/engagements';
import { kpisOf } from '../db/stores/kpis';
import { insertSurveyInvitations, type SurveyCount } from '../db/stores/survey-answers';
import { insertSurvey } from '../db/stores/surveys';
import type { Trx } from '../db/transaction';
import type { PageLinks } from '../page-links';
import { editableIn } from './engagement-scope';
import { FOLLOWED } from '../domain/engagement/statuses';

/** Longer than this nobody waits for answers. */
const LONGEST_DAYS = 366;

interface Opening {
  readonly id: string;
  readonly body: NewSurvey;
  readonly now: number;
}

/** Opens a survey of a running service, with an invitation for everybody who is to get a link of their own. */
export async function openSurvey(
  trx: Trx,
  engagement: EngagementRow,
  { id, body, now }: Opening,
): Promise<SurveyRecord> {
  editableIn(engagement, FOLLOWED);
  checkClosing(engagement, body, now);
  if (body.kpi) await checkKpi(trx, engagement, { key: body.kpi.key, period: body.period });
  const { title, period, questions, closesOn, kpi = null, invitees, open, openLimit } = body;
  const mailed = invitees.length === 0 ? now : null;
  const survey: SurveyRecord = {
    ...{ id, title, period, questions, closesOn, kpi },
    engagementId: engagement.id,
    openLimit: open ? openLimit : null,
    closesAt: closingOf(closesOn, engagement.time_zone),
    openedAt: now,
    invitedAt: mailed,
    remindedAt: mailed,
    closedAt: null,
  };
  await insertSurvey(trx, survey);
  await insertSurveyInvitations(
    trx,
    invitees.map(({ name = null, email, locale }) => ({ id: uuidv7(), surveyId: id, name, email, locale })),
  );
  return survey;
}

function checkClosing({ time_zone }: EngagementRow, { closesOn }: NewSurvey, now: number): void {
  const today = localDate(time_zone, now);
  if (closesOn < today) throw fieldError('closesOn', 'lies in the past');
  if (closesOn > addDays(today, LONGEST_DAYS))
    throw fieldError('closesOn', `lies more than ${LONGEST_DAYS} days ahead`);
}

/** Values of a vendor's own and of formulas come from elsewhere. */
async function checkKpi(
  trx: Trx,
  { id }: EngagementRow,
  { key, period }: { readonly key: string; readonly period: string },
): Promise<void> {
  const kpi = (await kpisOf(trx, id)).find((one) => one.key === key);
  if (!kpi) throw fieldError('kpi.key', 'is not a KPI of this engagement');
  if (kpi.source !== 'internal' && kpi.source !== 'push')
    throw fieldError('kpi.key', `takes its values from another source (${kpi.source})`);
  if (kpi.frequency !== frequencyOf(period)) throw fieldError('period', `must be a ${kpi.frequency} period`);
}

interface Seen {
  readonly links: PageLinks;
  readonly count: SurveyCount | undefined;
  readonly now: number;
}

/** A survey with its figures, once nobody can answer any more: before, each new answer could be told from the figures. */
export function surveyView(survey: SurveyRecord, { links, count, now }: Seen): SurveyView {
  const { invited, answers } = count ?? { invited: 0, answers: [] };
  const { id, questions, openLimit, closesAt } = survey;
  const running = isRunning(survey, now);
  const shown = running ? null : answers;
  return {
    ...{ id, title: survey.title, period: survey.period, closesOn: survey.closesOn, kpi: survey.kpi, openLimit },
    questions: [...questions],
    closesAt: new Date(closesAt).toISOString(),
    state: running ? 'running' : 'closed',
    invited,
    answered: answers.length,
    open: openLimit !== null,
    openUrl: running && openLimit !== null ? links.linkTo({ id, address: '', expiresAt: closesAt }) : null,
    csat: shown && questions.includes('csat') ? csatOf(shown) : null,
    nps: shown && questions.includes('nps') ? npsOf(shown) : null,
    comments: shown ? [...remarksOf(shown)] : [],
  };
}
