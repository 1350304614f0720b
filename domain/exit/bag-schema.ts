import { z } from 'zod';

/** How a value stands in a file: as itself, or as text where a reader of JSON might round it or take it for a null. */
export const WRITTEN = ['value', 'text', 'texts'] as const;
export type Written = (typeof WRITTEN)[number];

const BagColumn = z.strictObject({
  name: z.string(),
  /** As the catalogue of the source writes it. */
  type: z.string(),
  notNull: z.boolean(),
  written: z.enum(WRITTEN),
  collation: z.string().nullable(),
  identity: z.enum(['always', 'by default']).nullable(),
});
export type BagColumn = z.infer<typeof BagColumn>;

const Name = { name: z.string() };
const BagType = z.discriminatedUnion('kind', [
  z.object({ ...Name, kind: z.literal('enum'), labels: z.array(z.string()) }),
  z.object({
    ...Name,
    kind: z.literal('domain'),
    base: z.string(),
    notNull: z.boolean(),
    checks: z.array(z.string()),
  }),
  z.object({
    ...Name,
    kind: z.literal('composite'),
    attributes: z.array(z.object({ ...Name, type: z.string() })),
  }),
  z.object({ ...Name, kind: z.literal('range'), subtype: z.string() }),
  z.object({ ...Name, kind: z.literal('extension'), extension: z.string() }),
]);
export type BagType = z.infer<typeof BagType>;

/** What it takes to make the table of a bag again; stands in its JSON Schema under `x-postgresql`. */
export const BagTable = z.strictObject({
  schema: z.string(),
  table: z.string(),
  columns: z.array(BagColumn).min(1),
  /** Columns that follow from others, so that no file holds them. */
  generated: z.array(z.strictObject({ name: z.string(), type: z.string(), as: z.string(), stored: z.boolean() })),
  primaryKey: z.array(z.string()).min(1),
  /** Types that are not built in, each after those it is made of. */
  types: z.array(BagType),
  constraints: z.array(z.strictObject({ name: z.string(), definition: z.string(), refersTo: z.string().nullable() })),
});
export type BagTable = z.infer<typeof BagTable>;

export const TableFile = z.looseObject({ 'x-postgresql': BagTable });

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Instant = z.iso.datetime();
const Count = z.int().min(0);

/** Rows of a table and sums of its columns of exact numbers. */
export const TableTotals = z.strictObject({ rows: z.string(), sums: z.record(z.string(), z.string()) });
export type TableTotals = z.infer<typeof TableTotals>;

const Freeze = z.strictObject({ at: Instant, snapshot: z.string(), rows: z.record(z.string(), Count) });

/** What the exporter says of a bag, signed by it. */
export const BagStatement = z.strictObject({
  product: z.string(),
  dataset: z.strictObject({ key: z.string(), title: z.string() }),
  run: z.string(),
  manifest: z.strictObject({ files: Count, rows: Count, bytes: Count, sha256: Sha256 }),
  /** The moment of the source that the files hold; null where a source knows no moments. */
  moment: Freeze.nullable(),
  tables: z.record(z.string(), TableTotals),
  encryption: z
    .strictObject({
      format: z.literal('age-encryption.org/v1'),
      recipient: z.string(),
      /** SHA-256 of `manifest-plain-sha256.txt`, which names the hashes of all pieces before they were encrypted. */
      plainSha256: Sha256,
    })
    .nullable(),
  verified: z.strictObject({
    by: z.literal('the worker that wrote the files'),
    at: Instant,
    /** Each piece was read back once, at some instant between these two, and holds from none before and for none after it. */
    readBack: z.strictObject({ from: Instant, until: Instant }).nullable(),
    checks: z.array(z.strictObject({ check: z.string(), compared: Count })),
    /** What only the receiver can find out. */
    leftToReceiver: z.array(z.enum(['decryption', 'content of the files', 'round trip'])),
  }),
});
export type BagStatement = z.infer<typeof BagStatement>;

export const SignedStatement = z.strictObject({
  content: BagStatement,
  algorithm: z.literal('Ed25519'),
  publicKey: z.base64(),
  signature: z.base64(),
});
export type SignedStatement = z.infer<typeof SignedStatement>;

/** Names of the papers of a bag. */
export const STATEMENT = 'tenure-manifest.json';
export const PLAIN_MANIFEST = 'manifest-plain-sha256.txt';
