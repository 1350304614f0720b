import { z } from 'zod';
import { RatingsView } from '../rating/schema';

export const Pace = z.strictObject({ n: z.int(), medianHours: z.number().nullable() });
export type Pace = z.infer<typeof Pace>;

const DecisionPace = Pace.extend({
  /** Share in basis points of those with a date that were decided by it; null where none had one. */
  onTimeBp: z.int().nullable(),
});

/** How quickly we decide and answer, quarter by quarter, newest first, and how the vendor rates us. */
export const OurPace = z.strictObject({
  items: z.array(
    z.strictObject({
      quarter: z.string(),
      /** Approval tasks that our people decided. */
      decisions: DecisionPace,
      /** Issues that the vendor put to us. */
      answers: Pace,
    }),
  ),
  next: z.null(),
  /** What the vendor says of us. */
  ratings: RatingsView,
});
export type OurPace = z.infer<typeof OurPace>;
