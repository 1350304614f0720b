import { z } from 'zod';
import { LOCALES } from '../people/people';
import { Email } from '../people/schema';
import { LocalDate, LongText, ShortText, TimeZone, Uuid } from '../shapes';
import { isCountry } from './countries';
import { DUE_DILIGENCE_MONTHS, dueDiligenceEnd } from './due-diligence';
import { isLei, isUscc } from './identifiers';

const Certificate = z
  .strictObject({
    type: ShortText,
    no: ShortText,
    issuer: ShortText.optional(),
    validFrom: LocalDate.optional(),
    /** The last valid day. */
    validTo: LocalDate,
    /** The paper itself, where it is stored. */
    fileId: Uuid.optional(),
  })
  .refine(({ validFrom, validTo }) => validFrom === undefined || validFrom <= validTo, {
    path: ['validTo'],
    message: 'lies before validFrom',
  });

export const Certificates = z
  .array(Certificate)
  .max(100)
  .superRefine((certificates, ctx) => {
    const seen = new Set<string>();
    certificates.forEach(({ type, no, validTo }, index) => {
      const key = [type, no, validTo].join('|');
      if (seen.has(key)) ctx.addIssue({ code: 'custom', path: [index, 'no'], message: 'comes twice' });
      seen.add(key);
    });
  });

const RESULTS = ['passed', 'conditional', 'failed'] as const;
export const DueDiligence = z.strictObject({
  at: LocalDate,
  validUntil: LocalDate,
  result: z.enum(RESULTS),
  comment: LongText.optional(),
});
/** Counts for twelve months, or for less when somebody says so. */
const DueDiligenceBody = DueDiligence.partial({ validUntil: true })
  .refine(({ at, validUntil = at }) => validUntil >= at, { path: ['validUntil'], message: 'lies before at' })
  .refine(({ at, validUntil = at }) => validUntil <= dueDiligenceEnd(at), {
    path: ['validUntil'],
    message: `may lie at most ${DUE_DILIGENCE_MONTHS} months after at`,
  })
  .transform(({ validUntil, ...found }) => ({ ...found, validUntil: validUntil ?? dueDiligenceEnd(found.at) }));

export const VENDOR_STATUSES = ['prospect', 'qualified', 'conditional', 'blocked', 'exited'] as const;
export type VendorStatus = (typeof VENDOR_STATUSES)[number];
/** How much depends on the vendor: reviewed and looked after accordingly. */
export const VENDOR_TIERS = ['strategic', 'preferred', 'standard'] as const;

/** What somebody says who has worked with the vendor; 5 is the best. */
const Reference = z.strictObject({
  contact: ShortText,
  engagement: ShortText,
  score: z.int().min(1).max(5),
  comment: LongText.optional(),
  at: LocalDate.optional(),
});
export const References = z.array(Reference).max(50);

export const Country = z.string().refine(isCountry, 'is not a country code of ISO 3166-1 such as CN');

export const NewVendor = z.strictObject({
  name: ShortText,
  country: Country.default('CN'),
  uscc: z.string().refine(isUscc, 'is not a valid unified social credit code (GB 32100-2015)').nullable().optional(),
  lei: z.string().refine(isLei, 'is not a valid legal entity identifier (ISO 17442)').nullable().optional(),
  parentId: Uuid.nullable().optional(),
  status: z.enum(VENDOR_STATUSES).default('prospect'),
  tier: z.enum(VENDOR_TIERS).nullable().optional(),
  /** Who looks after the vendor; the one who adds it unless said otherwise. */
  ownerId: Uuid.optional(),
  contactEmail: Email.nullable().optional(),
  contactName: ShortText.nullable().optional(),
  locale: z.enum(LOCALES).default('zh-CN'),
  /** Where its contact reads dates and times: by its country, or as the service, where nothing is said. */
  timeZone: TimeZone.nullable().optional(),
  certificates: Certificates.optional(),
  dueDiligence: DueDiligenceBody.nullable().optional(),
  references: References.optional(),
});
export type NewVendor = z.infer<typeof NewVendor>;

/** Without the defaults of a new vendor: what is not sent stays as it is. */
export const VendorPatch = NewVendor.omit({ certificates: true, references: true })
  .extend({ country: Country, status: z.enum(VENDOR_STATUSES), locale: z.enum(LOCALES) })
  .partial()
  .extend({ /** Why the status changes, for the audit trail. */ reason: LongText.optional() });
export type VendorPatch = z.infer<typeof VendorPatch>;

export const Vendor = z.strictObject({
  id: Uuid,
  name: z.string(),
  country: z.string(),
  uscc: z.string().nullable(),
  lei: z.string().nullable(),
  parentId: Uuid.nullable(),
  status: z.enum(VENDOR_STATUSES),
  tier: z.enum(VENDOR_TIERS).nullable(),
  ownerId: Uuid.nullable(),
  contactEmail: z.string().nullable(),
  contactName: z.string().nullable(),
  locale: z.enum(LOCALES),
  timeZone: z.string().nullable(),
  certificates: Certificates,
  dueDiligence: DueDiligence.nullable(),
  references: References,
  /** Whether it resembles somebody on the list of sanctioned parties, and nobody has cleared that yet. */
  flagged: z.boolean(),
  version: z.int(),
});
export type Vendor = z.infer<typeof Vendor>;

export const VendorQuery = z.strictObject({
  /** Part of the name, or an identifier. */
  q: z.string().max(100).optional(),
  status: z.enum(VENDOR_STATUSES).optional(),
  country: Country.optional(),
  tier: z.enum(VENDOR_TIERS).optional(),
  ownerId: Uuid.optional(),
  parentId: Uuid.optional(),
  flagged: z.stringbool().optional(),
  /** Has a certificate that ends within so many days, or has ended. */
  certificateWithinDays: z.coerce.number().int().min(0).max(3_650).optional(),
});
export type VendorQuery = z.infer<typeof VendorQuery>;
