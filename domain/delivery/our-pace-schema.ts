import { z } from 'zod';

export const Pace = z.strictObject({ n: z.int(), medianHours: z.number().nullable() });
export type Pace = z.infer<typeof Pace>;

/** How quickly we decide and answer, quarter by quarter, newest first. */
export const OurPace = z.strictObject({
  items: z.array(
    z.strictObject({
      quarter: z.string(),
      /** Approval tasks that our people decided. */
      decisions: Pace,
      /** Issues that the vendor put to us. */
      answers: Pace,
    }),
  ),
  next: z.null(),
});
export type OurPace = z.infer<typeof OurPace>;
