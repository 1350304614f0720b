import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError, type Issue } from '../../domain/errors';
import { SurveyAnswer } from '../../domain/feedback/schema';
import { isRunning, type SurveyRecord } from '../../domain/feedback/survey';
import { SURVEY_QUESTIONS, type SurveyQuestion } from '../../domain/feedback/words';
import type { Db } from '../../db/knex';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { openAnswers, saveAnswer } from '../../db/stores/survey-answers';
import { lockSurvey } from '../../db/stores/surveys';
import { inTransaction, type Trx } from '../../db/transaction';
import { parseWith } from '../parse';
import { formField } from '../pages/csrf';
import type { SurveyLink } from './find';

/** What was filled in, as text. */
export type Filled = Readonly<Record<SurveyQuestion | 'comment', string>>;

export const filledIn = (req: Request): Filled => ({
  csat: formField(req, 'csat'),
  nps: formField(req, 'nps'),
  comment: formField(req, 'comment'),
});

/** What was filled in as an answer; every question that has none, and all else that is wrong, is told at once. */
export function answerIn({ questions }: SurveyRecord, filled: Filled): SurveyAnswer {
  const open = questions.filter((question) => filled[question] === '');
  const marks = SURVEY_QUESTIONS.map((question) => [
    question,
    questions.includes(question) ? numberOf(filled[question]) : null,
  ]);
  const errors: Issue[] = open.map((path) => ({ path, message: 'is not answered' }));
  try {
    const answer = parseWith(
      SurveyAnswer,
      { ...Object.fromEntries(marks), comment: filled.comment || null },
      'INVALID_FIELDS',
    );
    if (errors.length === 0) return answer;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    errors.push(...error.errors);
  }
  throw new DomainError('INVALID_FIELDS', 'Some questions have no answer that fits.', errors);
}

const numberOf = (text: string): number | string | null =>
  text === '' ? null : /^\d{1,2}$/.test(text) ? Number(text) : text;

interface Answering {
  readonly link: SurveyLink;
  readonly answer: SurveyAnswer;
  /** Names the form that was shown: sent twice, it is one answer. */
  readonly form: string;
  readonly now: number;
}

/** Keeps an answer with an entry in the trail that tells neither who gave it nor what it was. */
export async function answerSurvey(db: Db, { link, answer, form, now }: Answering): Promise<void> {
  await inTransaction(db, async (trx) => {
    const survey = await lockSurvey(trx, link.survey.id);
    if (!survey || !isRunning(survey, now)) throw new DomainError('STATE_CONFLICT', 'The survey has closed.');
    const id = idOf(survey.id, form);
    if (!link.invitation) await checkRoom(trx, survey, id);
    const surveyId = survey.id;
    await saveAnswer(trx, { id, surveyId, invitationId: link.invitation?.id ?? null, answer });
    const payload = { surveyId, by: link.invitation ? 'invitation' : 'open-link' };
    const type = 'survey.answered';
    const entry = { key: `${type}:${uuidv7()}`, at: now, type, channel: 'email', payload } as const;
    await appendAudit(trx, engagementStream(survey.engagementId), [entry]);
  });
}

async function checkRoom(trx: Trx, { id: surveyId, openLimit }: SurveyRecord, id: string): Promise<void> {
  if ((await openAnswers(trx, surveyId, id)) >= (openLimit ?? 0))
    throw new DomainError('TOO_MANY_REQUESTS', 'The open link has been used as often as it may be.');
}

/** A UUID made from the name of a form; it tells nothing about when the answer came. */
function idOf(surveyId: string, form: string): string {
  const hex = createHash('sha256').update(`${surveyId}|${form}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
