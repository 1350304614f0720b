import { z } from 'zod';
import { LocalDate, LongText, Period } from '../shapes';
import { RATING_SCALE, RATING_TRENDS } from './words';

const Remark = LongText.max(2000).nullable();
const Mark = z.strictObject({ score: z.int().min(RATING_SCALE.least).max(RATING_SCALE.most), comment: Remark });

const Marks = z.strictObject({ payment: Mark, decisions: Mark, clarity: Mark, scope: Mark });
/** What a vendor says of us in a round. */
export const RatingAnswer = z.strictObject({ marks: Marks, remark: Remark });
export type RatingAnswer = z.infer<typeof RatingAnswer>;

const RatingRoundView = z.strictObject({
  quarter: Period,
  state: z.enum(['running', 'closed']),
  /** The last day on which the vendor may answer. */
  closesOn: LocalDate,
  answered: z.boolean(),
  /** Mean of the four marks; null while the round runs, as the vendor may still change them, and without an answer. */
  mean: z.number().nullable(),
  marks: Marks.nullable(),
  remark: z.string().nullable(),
});
export type RatingRoundView = z.infer<typeof RatingRoundView>;

/** How the vendor rates us. */
export const RatingsView = z.strictObject({
  /** Over the last four closed rounds that were answered. */
  mean: z.number().nullable(),
  /** The newest of them against the one before; null with fewer than two. */
  trend: z.enum(RATING_TRENDS).nullable(),
  /** Newest first. */
  rounds: z.array(RatingRoundView),
});
export type RatingsView = z.infer<typeof RatingsView>;
