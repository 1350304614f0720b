import { SCALES, type SurveyQuestion } from '../../domain/feedback/words';
import { answerOf } from '../../db/stores/survey-answers';
import type { Db } from '../../db/knex';
import type { QuestionOnPage, SurveyPage } from '../../templates/feedback-page-data';
import type { Filled } from './acts';
import type { SurveyLink } from './find';

export interface Attempt {
  /** What was filled in when it was refused. */
  readonly filled: Filled | null;
  readonly missing: readonly SurveyQuestion[];
  readonly refusal: string | null;
  readonly done: boolean;
}

export const UNTRIED: Attempt = { filled: null, missing: [], refusal: null, done: false };

/** The questions with what was answered before, or what has just been filled in. */
export async function surveyPage(
  db: Db,
  { survey, invitation }: SurveyLink,
  attempt: Attempt,
): Promise<Omit<SurveyPage, 'action' | 'hidden' | 'form'>> {
  const filled = attempt.filled ?? (invitation ? await before(db, invitation.id) : EMPTY);
  return {
    survey: { title: survey.title, closesOn: survey.closesOn },
    questions: survey.questions.map((question) => questionOf(question, filled, attempt.missing)),
    comment: filled.comment,
    personal: invitation !== null,
    over: attempt.done && invitation === null,
    done: attempt.done,
    refusal: attempt.refusal,
  };
}

const EMPTY: Filled = { csat: '', nps: '', comment: '' };

async function before(db: Db, invitationId: string): Promise<Filled> {
  const answer = await answerOf(db, invitationId);
  if (!answer) return EMPTY;
  return { csat: String(answer.csat ?? ''), nps: String(answer.nps ?? ''), comment: answer.comment ?? '' };
}

function questionOf(question: SurveyQuestion, filled: Filled, missing: readonly SurveyQuestion[]): QuestionOnPage {
  const { least, most } = SCALES[question];
  const values = Array.from({ length: most - least + 1 }, (_, n) => least + n);
  return {
    question,
    answers: values.map((value) => ({ value, chosen: filled[question] === String(value) })),
    missing: missing.includes(question),
  };
}
