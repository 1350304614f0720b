import { z } from 'zod';
import { BasisPoints, Figure, Key, LocalDate, LongText, noRepeats, Uuid } from '../../shapes';

const Text = z.strictObject({ en: z.string().trim().min(1).max(500), 'zh-CN': z.string().trim().min(1).max(500) });
export const QUESTION_TYPES = ['yesno', 'scale', 'numeric'] as const;

const Question = z
  .strictObject({
    key: Key,
    /** Against the other questions of its category. */
    weight: z.int().min(1).max(100),
    type: z.enum(QUESTION_TYPES),
    min: Figure,
    max: Figure,
    /** Whether a high or a low answer is the better one. */
    direction: z.enum(['high', 'low']),
    text: Text,
  })
  .refine(({ min, max }) => min < max, { path: ['max'], message: 'must be above min' });
export type AssessmentQuestion = z.infer<typeof Question>;

const Category = z.strictObject({
  key: Key,
  weight: z.int().min(1).max(100),
  title: Text,
  questions: z.array(Question).min(1).max(100).superRefine(noRepeats('key')),
});

/** A questionnaire as data. From `low` points on the risk is low, from `medium` on it is medium, below it is high. */
export const QuestionnaireDefinition = z.strictObject({
  title: Text,
  tiers: z
    .strictObject({ low: z.number().min(0).max(100), medium: z.number().min(0).max(100) })
    .refine(({ low, medium }) => medium < low, { path: ['medium'], message: 'must be below low' }),
  /** Months for which an accepted assessment counts. */
  validMonths: z.int().min(1).max(60),
  categories: z
    .array(Category)
    .min(1)
    .max(40)
    .superRefine(noRepeats('key'))
    .superRefine((categories, ctx) =>
      noRepeats('key')(
        categories.flatMap(({ questions }) => questions),
        ctx,
      ),
    ),
});
export type QuestionnaireDefinition = z.infer<typeof QuestionnaireDefinition>;

export const StoredQuestionnaire = QuestionnaireDefinition.extend({
  key: Key,
  version: z.int(),
  /** `shipped` ones come with the product; `own` ones are the organisation's. */
  origin: z.enum(['shipped', 'own']),
});
export type StoredQuestionnaire = z.infer<typeof StoredQuestionnaire>;

/** Answers by question; yes is 1, no is 0, `null` is a question left open. A note is evidence or an explanation. */
export const Answers = z.record(
  Key,
  z.strictObject({ value: Figure.nullable(), note: z.string().trim().max(2_000).optional() }),
);
export type Answers = z.infer<typeof Answers>;

export const RISK_TIERS = ['low', 'medium', 'high'] as const;
export type RiskTier = (typeof RISK_TIERS)[number];
export const ASSESSMENT_STATES = ['open', 'submitted', 'accepted'] as const;

export const AssessmentResult = z.strictObject({
  total: z.number().nullable(),
  coverageBp: BasisPoints,
  categories: z.array(z.strictObject({ key: z.string(), score: z.number().nullable() })),
  tier: z.enum(RISK_TIERS).nullable(),
});
export type AssessmentResult = z.infer<typeof AssessmentResult>;

export const NewAssessment = z.strictObject({ questionnaireKey: Key });
export const AnswersBody = z.strictObject({ answers: Answers });
export const ReviewBody = z.strictObject({
  decision: z.enum(['accept', 'return']),
  comment: LongText.optional(),
});
export type ReviewBody = z.infer<typeof ReviewBody>;

export const Assessment = z.strictObject({
  id: Uuid,
  vendorId: Uuid,
  questionnaire: StoredQuestionnaire,
  state: z.enum(ASSESSMENT_STATES),
  answers: Answers,
  /** The assessment whose answers were taken over. */
  previousId: Uuid.nullable(),
  /** Questions answered otherwise than the year before (or for the first time): what there is to review. */
  toReview: z.array(z.string()),
  result: AssessmentResult.nullable(),
  openedAt: z.string(),
  openedBy: Uuid,
  submittedAt: z.string().nullable(),
  /** Null when the vendor has submitted it by link. */
  submittedBy: Uuid.nullable(),
  reviewedAt: z.string().nullable(),
  reviewedBy: Uuid.nullable(),
  reviewComment: z.string().nullable(),
  /** Last day on which the assessment counts. */
  validUntil: LocalDate.nullable(),
  version: z.int(),
});
export type Assessment = z.infer<typeof Assessment>;

export const AssessmentLine = Assessment.omit({ questionnaire: true, answers: true, toReview: true }).extend({
  questionnaireKey: Key,
  questionnaireVersion: z.int(),
  title: Text,
});
export type AssessmentLine = z.infer<typeof AssessmentLine>;
/** The address is told once, to whoever asked for it and by mail to the contact, where there is one. */
export const AssessmentLink = z.strictObject({
  url: z.string(),
  expiresAt: z.string(),
  contact: z.string().nullable(),
  mailed: z.boolean(),
});
