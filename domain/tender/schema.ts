import { z } from 'zod';
import { Instant, Key, LocalDate, LongText, MoneyCharge, noRepeats, ShortText, TimeZone, Uuid } from '../shapes';
import { QuestionnaireInput } from '../vendor/schema';

/** Something that is bought: a bid names a price for one unit of it. */
export const TenderItem = z.strictObject({
  key: Key,
  title: ShortText,
  description: LongText.optional(),
  quantity: z.number().positive().max(1e9),
  unit: z.string().trim().min(1).max(40),
  /** Whether the item is paid once or every year. */
  charge: z.enum(['oneOff', 'annual']),
});
export type TenderItem = z.infer<typeof TenderItem>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 09:00');
/** When people work; a shift over midnight ends before it begins. */
export const WorkingHours = z
  .strictObject({ timeZone: TimeZone, from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from the beginning' });
export type WorkingHours = z.infer<typeof WorkingHours>;

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as zh-CN or en');
export const WorkingWay = z.strictObject({ hours: WorkingHours, languages: z.array(Language).min(1).max(10) });
export type WorkingWay = z.infer<typeof WorkingWay>;

/** What vendors are invited to bid on. Instants are in UTC; a bid after `closeAt` is late. */
export const TenderBody = z.strictObject({
  introduction: LongText.optional(),
  items: z.array(TenderItem).min(1).max(100).superRefine(noRepeats('key')),
  questionsUntil: Instant,
  closeAt: Instant,
  invited: z
    .array(Uuid)
    .min(1)
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, 'names a vendor twice'),
  /** Whether a first bid after the deadline is taken, and marked, or refused. */
  lateBids: z.enum(['accept', 'refuse']).default('accept'),
  /** Whether bidders learn their own place when the award is made; never anything about others. */
  tellRank: z.boolean().optional(),
  /** How our own people work; the engagement's time zone, nine to six, unless said otherwise. */
  ours: WorkingWay.optional(),
});
export type TenderBody = z.infer<typeof TenderBody>;

export const HIDDEN_COSTS = ['transition', 'tooling', 'travel', 'changeRequests', 'taxes', 'fx', 'exit'] as const;
const HiddenCost = MoneyCharge.nullable();

/** A bid as a vendor fills it in: a price of one unit per item, totals, and the hidden-cost checklist. */
export const BidContent = z.strictObject({
  lines: z
    .array(z.strictObject({ item: Key, unitPrice: MoneyCharge }))
    .max(100)
    .superRefine(noRepeats('item')),
  oneOff: MoneyCharge,
  annual: MoneyCharge,
  years: z.number().positive().max(50),
  hiddenCosts: z.strictObject({
    transition: HiddenCost,
    tooling: HiddenCost,
    travel: HiddenCost,
    changeRequests: HiddenCost,
    taxes: HiddenCost,
    fx: HiddenCost,
    exit: HiddenCost,
  }),
  assumptions: LongText.optional(),
  validUntil: LocalDate.optional(),
});
export type BidContent = z.infer<typeof BidContent>;

export const QuestionBody = z.strictObject({
  text: LongText.min(2),
  /** A low bid is clarified before it can be awarded; everything else is a plain question. */
  topic: z.enum(['general', 'low-bid']).default('general'),
  dueAt: Instant.optional(),
});
export type QuestionBody = z.infer<typeof QuestionBody>;

export const AnswerBody = z.strictObject({
  answer: LongText.min(2),
  /** Whether all invited vendors read question and answer, without the name of who asked. */
  visibility: z.enum(['all', 'asker']).default('all'),
});
export type AnswerBody = z.infer<typeof AnswerBody>;

/** What is known of how well a vendor's people and ours would work together, besides response times. */
export const CultureBody = z.strictObject({
  theirs: WorkingWay.optional(),
  /** A questionnaire about values, scored like any other. */
  values: QuestionnaireInput.optional(),
  references: z
    .array(z.strictObject({ name: ShortText, score: z.number().min(0).max(100), note: LongText.optional() }))
    .max(20)
    .optional(),
});
export type CultureBody = z.infer<typeof CultureBody>;

export const WaiverBody = z.strictObject({ dimension: Key, reason: LongText.min(2) });
export const NoteBody = z.strictObject({ criterion: Key, note: LongText.min(2) });
export const ReasonBody = z.strictObject({ reason: LongText.min(2) });
export const EvaluatorsBody = z.strictObject({ evaluators: z.array(Uuid).max(20) });
