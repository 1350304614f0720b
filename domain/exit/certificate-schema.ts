import { z } from 'zod';
import { Instant, Uuid } from '../shapes';
import { CanaryScan, Declaration } from './deletion-schema';
import { END_KINDS, NOT_REACHED } from './certificate';

const Sums = { units: z.int(), rows: z.int(), bytes: z.int() };
export const PARTS = ['requested', 'approved', 'migrated', 'acknowledged'] as const;

/** The paper that a deletion leaves: it claims what was done and nothing more. */
export const Certificate = z.strictObject({
  id: Uuid,
  issuedAt: Instant,
  engagementId: Uuid,
  dataset: z.strictObject({ key: z.string(), title: z.string(), personalData: z.boolean() }),
  requestedBy: Uuid,
  approvedBy: z.array(Uuid),
  migratedBy: Uuid,
  /** The same people by name, each with what they did. */
  people: z.array(z.strictObject({ id: Uuid, name: z.string(), part: z.enum(PARTS) })).default([]),
  requestId: Uuid,
  /** Of the source. */
  kind: z.enum(END_KINDS).nullable().default(null),
  method: z.string(),
  scope: z.array(z.string()),
  counts: z.strictObject(Sums),
  /** When the first and the last of it was deleted. */
  deleted: z.strictObject({ from: Instant, until: Instant }).nullable().default(null),
  /** Tables one by one; files in one line. */
  contents: z.array(z.strictObject({ name: z.string(), ...Sums })).default([]),
  /** Root hash of the manifest of what had been verified at the target before anything was deleted. */
  manifestSha256: z.string(),
  /** Root hash over the tombstones. */
  tombstonesSha256: z.string(),
  scan: z.strictObject({ at: Instant, remaining: z.int() }),
  /** Planted values before and after; null where nobody planted any. */
  canaries: z.strictObject({ before: CanaryScan, after: CanaryScan }).nullable().default(null),
  /** Said by the vendor, and proven by nobody. */
  declarations: z.array(Declaration).default([]),
  /** Sub-contractors with personal data of whom nobody has said anything. */
  undeclared: z.array(z.string()).default([]),
  notReached: z.array(z.enum(NOT_REACHED)).default([]),
  /** `notReached` in sentences. */
  exceptions: z.array(z.string()),
});
export type Certificate = z.infer<typeof Certificate>;

/** As it is handed out: the signature is over the canonical JSON of `content`, which has `sha256` in the audit trail. */
export const SignedCertificate = z.strictObject({
  content: z.looseObject({}),
  algorithm: z.literal('Ed25519'),
  publicKey: z.string(),
  signature: z.string(),
  sha256: z.string(),
  /** Declarations that were recorded after it was issued: the signature does not cover them. */
  declaredSince: z.array(Declaration),
});
export type SignedCertificate = z.infer<typeof SignedCertificate>;
