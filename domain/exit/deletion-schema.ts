import { z } from 'zod';
import { Instant, LocalDate, LongText, ShortText, Uuid } from '../shapes';

/**
 * A value that somebody made up and planted among the data. Letters, digits and what stands between them in names, addresses
 * and numbers, so that it is written alike in tables and files.
 */
export const Canary = z
  .string()
  .regex(/^[+\p{L}\p{N}][\p{L}\p{N} @.+_-]{6,62}[\p{L}\p{N}]$/u, '8 to 64 letters, digits, spaces or any of @ . + _ -');
export const CanaryList = z.strictObject({
  values: z
    .array(Canary)
    .max(100)
    .refine((values) => new Set(values).size === values.length, 'names a value twice'),
});
export type CanaryList = z.infer<typeof CanaryList>;

/** One look through a source for the planted values. */
export const CanaryScan = z.strictObject({
  at: Instant,
  planted: z.int(),
  /** How many of them were found, and in which tables or files. */
  found: z.int(),
  places: z.array(z.string()),
  searched: z.strictObject({ tables: z.int(), files: z.int(), bytes: z.int() }),
  /** Tables that the connection may not read: nothing is said about them. */
  unread: z.array(z.string()),
});
export type CanaryScan = z.infer<typeof CanaryScan>;

/** What is known about the canaries of a dataset; the values themselves are not told. */
export const CanaryView = z.strictObject({ planted: z.int(), seen: CanaryScan.nullable() });

export const DECLARED = ['sub-contractor', 'backups', 'other-copies'] as const;

/** What the vendor says about places that nobody but the vendor can look into. */
export const NewDeclaration = z
  .strictObject({
    about: z.enum(DECLARED),
    /** The sub-contractor of the register that it is about. */
    subcontractorId: Uuid.optional(),
    statement: LongText.min(2),
    /** Who of the vendor says so, and when. */
    declaredBy: ShortText,
    declaredOn: LocalDate,
    /** Until when what is left is gone, such as backups that run out. */
    goneBy: LocalDate.optional(),
    evidence: ShortText.optional(),
  })
  .refine(({ about, subcontractorId }) => (about === 'sub-contractor') === (subcontractorId !== undefined), {
    path: ['subcontractorId'],
    message: 'is named where a declaration is about a sub-contractor, and nowhere else',
  });
export type NewDeclaration = z.infer<typeof NewDeclaration>;

export const Declaration = z.strictObject({
  id: Uuid,
  about: z.enum(DECLARED),
  /** Name of the sub-contractor. */
  party: z.string().nullable(),
  subcontractorId: Uuid.nullable(),
  statement: z.string(),
  declaredBy: z.string(),
  declaredOn: LocalDate,
  goneBy: LocalDate.nullable(),
  evidence: z.string().nullable(),
  recordedAt: Instant,
});
export type Declaration = z.infer<typeof Declaration>;
