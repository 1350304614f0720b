import { z } from 'zod';

export const ValueImportReport = z.strictObject({
  dryRun: z.boolean(),
  rows: z.int(),
  recorded: z.int(),
  /** Wait for a second person. */
  proposed: z.int(),
  unchanged: z.int(),
  /** Only of a dry run: an import with faults is refused as a whole. */
  faults: z.array(z.strictObject({ row: z.int(), column: z.string().nullable(), message: z.string() })),
});
export type ValueImportReport = z.infer<typeof ValueImportReport>;
