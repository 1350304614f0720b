import { DomainError, type Issue } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import { choicesOf, questionsOf } from '../../domain/vendor/assessment/assessment';
import { type Assessment, type AssessmentQuestion, AnswersBody } from '../../domain/vendor/assessment/schema';
import { submittedAssessment, withAnswers } from '../../domain/vendor/assessment/steps';
import type { Db } from '../../db/knex';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { staleRecord } from '../precondition';
import { openChoice } from '../record-form/needs-field';
import { versionIn } from '../record-form/newer';
import { type FieldPlan, figure, one, type Typed, versionField } from '../record-form/plan';
import { ASSESSORS } from '../routes/vendors/assessments';
import { assessorOf, stepAssessment } from '../vendors/assess';
import { assessmentOf, wordOf } from './assessments';
import type { VendorForm, VendorTaking } from './form';

const HAND_IN = 'handIn';
const MOST_NOTE = 2_000;

/** We answer in the place of a vendor, from its papers or what it has said; who hands in does not review. */
export const assessmentAnswersForm: VendorForm = {
  access: ASSESSORS,
  anchor: 'assessments',
  aboutOne: true,
  facts: async (context) => {
    const { questionnaire } = await assessmentOf(context);
    const { locale } = context;
    return [{ label: translate(locale, 'vendors.questionnaire'), text: questionnaire.title[locale] }];
  },
  fields: async (context) => {
    const assessment = await assessmentOf(context);
    const { locale } = context;
    return [
      versionField(assessment.version),
      ...assessment.questionnaire.categories.flatMap(({ title, questions }) =>
        questions.flatMap((question, place) =>
          fieldsOf(question, { assessment, locale, ...(place === 0 && { heading: title[locale] }) }),
        ),
      ),
      { name: HAND_IN, kind: 'tick', label: translate(locale, 'form.vendor-assessment-answers.hand-in'), value: '' },
    ];
  },
  take: ({ db }, taking) => besideQuestions(() => answer(db, taking)),
};

interface Place {
  readonly assessment: Assessment;
  readonly locale: Locale;
  readonly heading?: string;
}

/** A question as it is answered, and beside it the evidence. */
function fieldsOf(question: AssessmentQuestion, { assessment, locale, heading }: Place): readonly FieldPlan[] {
  const { value = null, note = '' } = assessment.answers[question.key] ?? {};
  const [name, label] = [nameOf(question, 'value'), question.text[locale]];
  const words = value === null ? '' : String(value);
  const answered: FieldPlan =
    question.type === 'numeric'
      ? { name, kind: 'figure', label, value: words }
      : openChoice(name, label, { options: optionsOf(question, locale), value: words });
  const evidence = translate(locale, 'questionnaire.note');
  return [
    { ...answered, ...(heading !== undefined && { heading }), half: true },
    { name: nameOf(question, 'note'), kind: 'line', label: evidence, most: MOST_NOTE, value: note, half: true },
  ];
}

const nameOf = ({ key }: AssessmentQuestion, part: 'value' | 'note'): string => `answers.${key}.${part}`;

/** The choices in words, as the answers are read afterwards. */
const optionsOf = (question: AssessmentQuestion, locale: Locale): NonNullable<FieldPlan['options']> =>
  choicesOf(question).map((value) => ({ value: String(value), text: wordOf(question, value, locale) }));

/** All of the form in one step: what is refused of it changes nothing. */
async function answer(db: Db, { context, typed, call }: VendorTaking) {
  const { id, questionnaire } = await assessmentOf(context);
  const sent = Object.fromEntries(
    questionsOf(questionnaire).map((question) => [question.key, answerIn(question, typed)]),
  );
  const { answers } = parseWith(AnswersBody, { answers: sent }, 'INVALID_FIELDS');
  const [seen, handsIn] = [versionIn(typed), one(typed, HAND_IN) !== ''];
  const at = new Date(call.now).toISOString();
  return stepAssessment(db, id, {
    type: handsIn ? 'assessment.submitted' : 'assessment.answered',
    assessor: assessorOf(call),
    take: (assessment, previous) => {
      if (seen !== assessment.version) throw staleRecord();
      const answered = withAnswers(assessment, answers);
      return handsIn ? submittedAssessment(answered, { by: call.actor.id, at, previous }) : answered;
    },
  });
}

/** As the API would be sent it; what is no figure stays what it is, so that it can be told. */
function answerIn(question: AssessmentQuestion, typed: Typed) {
  const note = one(typed, nameOf(question, 'note')).trim();
  return { value: figure(one(typed, nameOf(question, 'value')).trim()), ...(note !== '' && { note }) };
}

/** A question without an answer is told beside the field in which it would stand. */
async function besideQuestions<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.message, error.errors.map(atValue));
  }
}
const atValue = ({ path, ...issue }: Issue): Issue => ({
  ...issue,
  path: /^answers\.[^.]+$/.test(path) ? `${path}.value` : path,
});
