import type { Issue } from '../../errors';
import { scoreQuestionnaire } from '../questionnaire';
import type { Answers, AssessmentQuestion, AssessmentResult, QuestionnaireDefinition, RiskTier } from './schema';

export const questionsOf = ({ categories }: QuestionnaireDefinition): readonly AssessmentQuestion[] =>
  categories.flatMap(({ questions }) => questions);
const valueOf = (answers: Answers, key: string): number | null => answers[key]?.value ?? null;

/** What a question can be answered with, as it is offered; nothing where any figure within its limits may stand. */
export const choicesOf = ({ type, min, max }: AssessmentQuestion): readonly number[] => {
  if (type === 'numeric') return [];
  return type === 'yesno' ? [1, 0] : Array.from({ length: max - min + 1 }, (_none, index) => min + index);
};

/** Score of an assessment by the calculator `questionnaire`, and the tier that the definition's thresholds give it. */
export function scoreAssessment(definition: QuestionnaireDefinition, answers: Answers): AssessmentResult {
  const { total, coverageBp, categories, status } = scoreQuestionnaire({
    categories: definition.categories.map(({ key, weight, questions }) => ({
      key,
      weight,
      questions: questions.map((question) => ({
        ...question,
        answer: bounded(question, valueOf(answers, question.key)),
      })),
    })),
  });
  const tier = status === 'complete' && total !== null ? tierOf(definition, total) : null;
  return { total, coverageBp, categories, tier };
}

/** Beyond its scale an answer is as good or as bad as the end of the scale: 400 days of logs count like 365. */
const bounded = ({ min, max }: AssessmentQuestion, value: number | null): number | null =>
  value === null ? null : Math.min(max, Math.max(min, value));

const tierOf = ({ tiers }: QuestionnaireDefinition, total: number): RiskTier =>
  total >= tiers.low ? 'low' : total >= tiers.medium ? 'medium' : 'high';

/** Answers to questions that are not asked, or that their question does not know. */
export function answerIssues(definition: QuestionnaireDefinition, answers: Answers): readonly Issue[] {
  const known = new Map(questionsOf(definition).map((question) => [question.key, question]));
  return Object.entries(answers).flatMap(([key, { value }]) => {
    const question = known.get(key);
    const path = `answers.${key}`;
    if (!question) return [{ path, message: 'is not a question of this questionnaire' }];
    const fault = value === null ? null : valueFault(question, value);
    return fault === null ? [] : [{ path: `${path}.value`, message: fault }];
  });
}

function valueFault({ type, min, max }: AssessmentQuestion, value: number): string | null {
  if (type === 'yesno') return value === 0 || value === 1 ? null : 'must be 1 (yes) or 0 (no)';
  if (type === 'scale')
    return Number.isInteger(value) && value >= min && value <= max
      ? null
      : `must be a whole number from ${min} to ${max}`;
  return value >= 0 ? null : 'must not be negative';
}

/** What is missing before the answers may be handed in: less than 80 % of the weight cannot be judged. */
export function submissionIssues(definition: QuestionnaireDefinition, answers: Answers): readonly Issue[] {
  if (scoreAssessment(definition, answers).tier !== null) return [];
  return questionsOf(definition)
    .filter(({ key }) => valueOf(answers, key) === null)
    .map(({ key }) => ({ path: `answers.${key}`, message: 'is not answered' }));
}

/** Answers of the year before to the questions that are asked again. */
export const prefill = (definition: QuestionnaireDefinition, previous: Answers): Answers =>
  Object.fromEntries(questionsOf(definition).flatMap(({ key }) => (previous[key] ? [[key, previous[key]]] : [])));

/** Keys of the questions whose answer or note is not what it was before: all that a reviewer has to look at. */
export const differences = (
  definition: QuestionnaireDefinition,
  answers: Answers,
  previous: Answers,
): readonly string[] =>
  questionsOf(definition)
    .map(({ key }) => key)
    .filter((key) => isOther(answers[key], previous[key]));

const isOther = (now: Answers[string] | undefined, before: Answers[string] | undefined): boolean =>
  (now?.value ?? null) !== (before?.value ?? null) || (now?.note ?? '') !== (before?.note ?? '');
