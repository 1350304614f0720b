import type { DomainError } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import { choicesOf, questionsOf } from '../../domain/vendor/assessment/assessment';
import type { Assessment, AssessmentQuestion } from '../../domain/vendor/assessment/schema';
import type { AssessmentQuestionView, QuestionnairePage } from '../../templates/supplier-page-data';

/** The answers by the key of their question, as texts. */
export type TypedAnswers = Readonly<Record<string, { readonly value: string; readonly note: string }>>;

export interface Attempt {
  /** What stands in the fields: what was typed, or what is saved. */
  readonly typed: TypedAnswers;
  readonly refusal: DomainError | null;
  readonly saved: boolean;
}

export const savedIn = (found: Assessment): TypedAnswers =>
  Object.fromEntries(
    questionsOf(found.questionnaire).map(({ key }) => {
      const { value = null, note = '' } = found.answers[key] ?? {};
      return [key, { value: value === null ? '' : String(value), note }];
    }),
  );

/** The questions with what stands in them, and beside each what is wrong with it; the first of those has the focus. */
export function questionnaireView(
  found: Assessment,
  { typed, refusal, saved }: Attempt,
  locale: Locale,
): Omit<QuestionnairePage, 'vendor' | 'action' | 'hidden'> {
  const { questionnaire, state } = found;
  const errors = refusal?.errors ?? [];
  const first = questionsOf(found.questionnaire).find(({ key }) => errors.some(({ path }) => isAbout(path, key)))?.key;
  return {
    title: questionnaire.title[locale],
    state,
    returned: state === 'open' ? found.reviewComment : null,
    saved,
    refusal: refusal && wordFor(refusal),
    atField: first !== undefined,
    kept: refusal && isOvertaken(refusal) ? keptOf(found, typed, locale) : [],
    answered: Object.values(typed).filter(({ value }) => value !== '').length,
    questions: questionsOf(found.questionnaire).length,
    categories: questionnaire.categories.map(({ title, questions }) => ({
      title: title[locale],
      questions: questions.map((one) => ({
        ...questionView(one, typed, locale),
        ...faultsOf(one.key, errors, first),
      })),
    })),
  };
}

export const isOvertaken = ({ code }: DomainError): boolean => code === 'STATE_CONFLICT';

function wordFor(refusal: DomainError): string {
  if (isOvertaken(refusal)) return 'questionnaire.overtaken';
  if (refusal.code === 'FORM_REFUSED') return 'vendor-refusal.FORM_REFUSED';
  const isOpen = refusal.errors.every(({ message }) => message === 'is not answered');
  return isOpen ? 'questionnaire.incomplete' : 'questionnaire.invalid';
}

/** What was typed and does not stand among the answers that were handed in. */
function keptOf(found: Assessment, typed: TypedAnswers, locale: Locale): QuestionnairePage['kept'] {
  const saved = savedIn(found);
  return questionsOf(found.questionnaire).flatMap(({ key, text, type }) => {
    const { value = '', note = '' } = typed[key] ?? {};
    const isSaid = value !== '' || note !== '';
    const isSame = saved[key]?.value === value && (note === '' || saved[key].note === note);
    return isSaid && !isSame ? [{ text: text[locale], type, value, note }] : [];
  });
}

const isAbout = (path: string, key: string): boolean =>
  path === `answers.${key}` || path === `answers.${key}.value` || path === `answers.${key}.note`;

/** What is wrong with an answer and its note; where both are, work goes on at the answer. */
function faultsOf(
  key: string,
  errors: DomainError['errors'],
  first: string | undefined,
): Pick<AssessmentQuestionView, 'fault' | 'noteFault' | 'focused'> {
  const own = errors.filter(({ path }) => isAbout(path, key));
  const isNote = (path: string): boolean => path === `answers.${key}.note`;
  const fault = own.find(({ path }) => !isNote(path))?.message ?? null;
  const noteFault = own.find(({ path }) => isNote(path))?.message ?? null;
  return { fault, noteFault, focused: key !== first ? null : fault === null ? 'note' : 'answer' };
}

function questionView(
  question: AssessmentQuestion,
  typed: TypedAnswers,
  locale: Locale,
): Omit<AssessmentQuestionView, 'fault' | 'noteFault' | 'focused'> {
  const { key, text, type } = question;
  const { value, note } = typed[key] ?? { value: '', note: '' };
  return {
    key,
    text: text[locale],
    type,
    options: choicesOf(question).map((one) => ({ value: one, chosen: value === String(one) })),
    value,
    note,
  };
}
