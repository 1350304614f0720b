import { z } from 'zod';
import { LongText, ShortText, Uuid } from '../shapes';

const Country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 code of two letters');

const Fields = {
  /** Somebody of the vendor master, or a name where they are not in it. */
  vendorId: Uuid.nullable(),
  name: ShortText,
  /** Who hands the work on; null for the vendor of the engagement itself. */
  parentId: Uuid.nullable(),
  service: ShortText,
  country: Country,
  personalData: z.boolean(),
  /** Works already. */
  active: z.boolean(),
};

export const NewSubcontractor = z.strictObject({
  vendorId: Uuid.optional(),
  name: ShortText.optional(),
  parentId: Uuid.optional(),
  service: Fields.service,
  country: Fields.country,
  personalData: Fields.personalData,
  active: z.boolean().default(false),
});
export type NewSubcontractor = z.infer<typeof NewSubcontractor>;

export const SubcontractorPatch = z
  .strictObject(Fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'names nothing to change');
export type SubcontractorPatch = z.infer<typeof SubcontractorPatch>;

export const CONSENTS = ['requested', 'consented', 'refused'] as const;
export type Consent = (typeof CONSENTS)[number];

export const ConsentBody = z.strictObject({ decision: z.enum(['consented', 'refused']), comment: LongText.min(2) });
export type ConsentBody = z.infer<typeof ConsentBody>;

export const Subcontractor = z.strictObject({
  id: Uuid,
  ...Fields,
  consent: z.enum(CONSENTS),
  requestedById: Uuid,
  decidedById: Uuid.nullable(),
  decidedAt: z.string().nullable(),
  comment: z.string().nullable(),
  version: z.int(),
});
export type Subcontractor = z.infer<typeof Subcontractor>;

/** `rank` 1 works for the vendor itself, 2 for a sub-contractor of rank 1, and so on. */
export const SubcontractorView = Subcontractor.extend({ rank: z.int() });
