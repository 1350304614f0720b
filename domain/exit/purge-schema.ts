import { z } from 'zod';
import { Instant, LongText, Uuid } from '../shapes';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const PURGE_STATES = ['asked', 'withdrawn', 'running', 'done'] as const;
export type PurgeState = (typeof PURGE_STATES)[number];

export const AskPurge = z.strictObject({
  reason: LongText.min(2),
  /** Of the archive that was taken before: it goes with the records. */
  archiveSha256: Sha256,
});
export type AskPurge = Readonly<z.infer<typeof AskPurge>>;

const Amount = z.strictObject({ minor: z.int(), currency: z.string() });

/** What stays of an engagement once it is purged. */
export const KeptFacts = z.strictObject({
  number: z.string(),
  vendorId: Uuid.nullable(),
  vendorName: z.string().nullable(),
  ownerId: Uuid,
  openedAt: Instant,
  liveOn: z.iso.date().nullable(),
  serviceEnded: z.iso.date().nullable(),
  keptUntil: z.iso.date().nullable(),
  settlement: z
    .strictObject({ approvedAt: Instant.nullable(), net: Amount, payable: Amount, disputed: Amount })
    .nullable(),
  invoices: z.array(z.strictObject({ number: z.string(), period: z.string(), billed: Amount, paid: Amount })),
  /** SHA-256 of the content of certificates of deletion, by dataset. */
  deletionCertificates: z.array(z.strictObject({ dataset: z.string(), sha256: Sha256 })),
});
export type KeptFacts = Readonly<z.infer<typeof KeptFacts>>;

export const PurgeView = z.strictObject({
  id: Uuid,
  engagementId: Uuid,
  state: z.enum(PURGE_STATES),
  reason: z.string(),
  archiveSha256: Sha256,
  requestedById: Uuid,
  requestedAt: Instant,
  confirmedById: Uuid.nullable(),
  confirmedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Rows that have gone so far, by class. */
  erased: z.record(z.string(), z.int()),
});
export type PurgeView = Readonly<z.infer<typeof PurgeView>>;

/** What was purged, how, and what it does not cover. */
export const PurgeCertificate = z.strictObject({
  format: z.literal('tenure-purge/1'),
  id: Uuid,
  engagementId: Uuid,
  reason: z.string(),
  requestedById: Uuid,
  requestedAt: Instant,
  confirmedById: Uuid,
  confirmedAt: Instant,
  endedAt: Instant,
  archiveSha256: Sha256,
  kept: KeptFacts,
  erased: z.record(z.string(), z.int()),
  /** Root of the tombstones: the SHA-256 of `<seq> <class> <rows> <sha256>` lines. */
  tombstonesSha256: Sha256,
  /** Rows of any table with a column for engagements that were found afterwards, beside those that stay. */
  remaining: z.int(),
  method: z.string(),
  notCovered: z.array(z.string()),
});
export type PurgeCertificate = Readonly<z.infer<typeof PurgeCertificate>>;

/** As it is handed out: the signature is over the canonical JSON of `content`, whose SHA-256 stands in the trail. */
export const SignedPurge = z.strictObject({
  content: PurgeCertificate,
  algorithm: z.literal('Ed25519'),
  publicKey: z.string(),
  signature: z.string(),
});
