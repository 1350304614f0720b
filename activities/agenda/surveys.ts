import { definitionsFor } from '../../db/read/period-card';
import type { EngagementRow } from '../../db/stores/engagements';
import { keepValue } from '../../db/stores/report-value';
import { detachAnswers, invitedTo, surveyCounts } from '../../db/stores/survey-answers';
import { lockSurvey, noteSurveyStep } from '../../db/stores/surveys';
import { frequencyOf } from '../../domain/calendar/periods';
import { type Answer, figureOf, LEAST_ANSWERS } from '../../domain/feedback/figures';
import { isRunning, SURVEY_NEWS, type SurveyRecord } from '../../domain/feedback/survey';
import type { AgendaStep, PerformItem } from './index';
import { letters } from './people';

/** Whoever is invited gets a link; two business days before the end whoever has not answered gets it again. */
export const mailSurvey: PerformItem = async ({ trx, engagement, item, now }) => {
  const survey = await lockSurvey(trx, item.facts['survey'] ?? '');
  const word = SURVEY_NEWS.find((one) => one === item.facts['word']);
  if (!survey || !word) return { replan: true };
  await noteSurveyStep(trx, { id: survey.id, step: word, now });
  if (!isRunning(survey, now)) return { replan: true };
  const invited = await invitedTo(trx, survey.id, word === 'reminder' ? 'silent' : 'all');
  const about = { kind: 'survey', subject: word, facts: { word }, now } as const;
  return { mails: letters(engagement, invited, about), replan: true };
};

/** The last day is over: answers are parted from who gave them, and the KPI that takes a figure gets its value. */
export const closeSurvey: PerformItem = async (step) => {
  const { trx, item, now } = step;
  const survey = await lockSurvey(trx, item.facts['survey'] ?? '');
  if (!survey || survey.closedAt !== null) return { replan: true };
  await noteSurveyStep(trx, { id: survey.id, step: 'close', now });
  await detachAnswers(trx, survey.id);
  const answers = (await surveyCounts(trx, [survey.id])).get(survey.id)?.answers ?? [];
  await reportFigure(step, survey, answers);
  return { replan: true };
};

/** Too few answers are a known reason for no value, so that nobody is asked for one. */
async function reportFigure(
  { trx, engagement, now }: AgendaStep,
  { id, title, period, kpi }: SurveyRecord,
  answers: readonly Answer[],
): Promise<void> {
  if (kpi === null || !(await takesFigures(trx, engagement, { key: kpi.key, period }))) return;
  const value = figureOf(answers, kpi.figure);
  const count = `n = ${answers.length}`;
  await keepValue(trx, {
    engagement,
    id,
    value: {
      key: kpi.key,
      period,
      value,
      status: value === null ? 'unavailable' : null,
      inputs: null,
      evidence: `${title} (${count})`,
      reason: value === null ? `${count} < ${LEAST_ANSWERS}` : null,
      side: 'us',
      recordedBy: null,
      recordedAt: now,
    },
  });
}

/** The KPI may have been defined anew since the survey began. */
async function takesFigures(
  trx: AgendaStep['trx'],
  { id }: EngagementRow,
  { key, period }: { readonly key: string; readonly period: string },
): Promise<boolean> {
  const { kpis } = await definitionsFor(trx, id, period);
  return kpis.some((kpi) => kpi.key === key && kpi.frequency === frequencyOf(period));
}
