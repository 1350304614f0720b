import questions from './questions.json';
import type { AssessmentQuestion, QuestionnaireDefinition, StoredQuestionnaire } from './schema';

/** Where the tiers begin, and for how long an assessment counts, until an organisation says otherwise. */
const DEFAULTS = { tiers: { low: 80, medium: 60 }, validMonths: 12 } as const;

// The file is written by hand and checked against the schema by a test; JSON knows no literal types.
const ALL = questions as unknown as readonly (Omit<QuestionnaireDefinition['categories'][number], 'questions'> & {
  readonly questions: readonly (AssessmentQuestion & { readonly basic: boolean })[];
})[];

function selection(wanted: (question: { readonly basic: boolean }) => boolean): QuestionnaireDefinition['categories'] {
  return ALL.map((category) => ({
    ...category,
    questions: category.questions.filter(wanted).map(({ basic: _basic, ...question }) => question),
  })).filter(({ questions: some }) => some.length > 0);
}

/** The questionnaires that ship: 25 questions for every vendor with data of ours, 60 for those that matter more. */
export const SHIPPED_QUESTIONNAIRES: readonly StoredQuestionnaire[] = [
  {
    key: 'secure-basic',
    version: 1,
    origin: 'shipped',
    title: { en: 'Data protection, basic', 'zh-CN': '数据保护尽职调查（基础）' },
    ...DEFAULTS,
    categories: selection(({ basic }) => basic),
  },
  {
    key: 'secure-extended',
    version: 1,
    origin: 'shipped',
    title: { en: 'Data protection, extended', 'zh-CN': '数据保护尽职调查（扩展）' },
    ...DEFAULTS,
    categories: selection(() => true),
  },
];
