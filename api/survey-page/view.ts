import type { Issue } from '../../domain/errors';
import { SCALES, type SurveyQuestion } from '../../domain/feedback/words';
import { answerOf } from '../../db/stores/survey-answers';
import type { Db } from '../../db/knex';
import type { QuestionOnPage, SurveyPage } from '../../templates/feedback-page-data';
import type { Filled } from './acts';
import type { SurveyLink } from './find';

export interface Attempt {
  /** What was filled in when it was refused. */
  readonly filled: Filled | null;
  /** What is wrong with it, by the names of the fields. */
  readonly errors: readonly Issue[];
  readonly refusal: string | null;
  readonly done: boolean;
}

export const UNTRIED: Attempt = { filled: null, errors: [], refusal: null, done: false };

/** The questions with what was answered before, or what has just been filled in. */
export async function surveyPage(
  db: Db,
  { survey, invitation }: SurveyLink,
  attempt: Attempt,
): Promise<Omit<SurveyPage, 'action' | 'hidden' | 'form'>> {
  const { errors } = attempt;
  const filled = attempt.filled ?? (invitation ? await before(db, invitation.id) : EMPTY);
  return {
    survey: { title: survey.title, closesOn: survey.closesOn },
    questions: survey.questions.map((question) => questionOf(question, filled, faultOf(question, errors))),
    comment: filled.comment,
    commentFault: faultOf('comment', errors),
    focus: [...survey.questions, 'comment'].find((name) => faultOf(name, errors) !== null) ?? null,
    personal: invitation !== null,
    over: attempt.done && invitation === null,
    done: attempt.done,
    refusal: attempt.refusal,
  };
}

const faultOf = (name: string, errors: readonly Issue[]): string | null =>
  errors.find(({ path }) => path === name)?.message ?? null;

const EMPTY: Filled = { csat: '', nps: '', comment: '' };

async function before(db: Db, invitationId: string): Promise<Filled> {
  const answer = await answerOf(db, invitationId);
  if (!answer) return EMPTY;
  return { csat: String(answer.csat ?? ''), nps: String(answer.nps ?? ''), comment: answer.comment ?? '' };
}

function questionOf(question: SurveyQuestion, filled: Filled, fault: string | null): QuestionOnPage {
  const { least, most } = SCALES[question];
  const values = Array.from({ length: most - least + 1 }, (_, n) => least + n);
  return {
    question,
    answers: values.map((value) => ({ value, chosen: filled[question] === String(value) })),
    fault,
  };
}
