import { z } from 'zod';
import { NewVendor, VendorPatch } from './vendor-schema';

/** What a row may say of a vendor that is not there yet, and of one that is. */
export const ImportedVendor = NewVendor.omit({ parentId: true, ownerId: true, references: true });
export type ImportedVendor = z.infer<typeof ImportedVendor>;
export const ImportedChange = VendorPatch.omit({ parentId: true, ownerId: true, reason: true }).extend({
  certificates: NewVendor.shape.certificates,
});
export type ImportedChange = z.infer<typeof ImportedChange>;

export const ImportQuery = z.strictObject({ dryRun: z.stringbool().default(false), fileName: z.string().optional() });

export const ImportReport = z.strictObject({
  dryRun: z.boolean(),
  rows: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** Only of a dry run: an import with faults is refused as a whole. */
  faults: z.array(z.strictObject({ row: z.int(), column: z.string().nullable(), message: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;
