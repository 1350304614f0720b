import { z } from 'zod';
import { BasisPoints, Key, LongText, MoneyShape, ShortText } from '../shapes';
import { isPlainPath, parsePostgresUrl } from './place';
import { SETTLEMENT_KINDS } from './settlement-kinds';
import { MODES } from './states';

/** `table` (in schema public) or `schema.table`, as the catalogue writes it. */
export const TableName = z.string().regex(/^[^."\p{Cc}]{1,63}(\.[^."\p{Cc}]{1,63})?$/u, 'a table, or schema.table');

const SecretRef = z
  .string()
  .regex(/^(env:[A-Za-z_][A-Za-z0-9_]{0,99}|file:\/\P{Cc}{1,1000})$/u, 'env:NAME or file:/absolute/path');

const PostgresUrl = z
  .string()
  .max(2000)
  .refine(
    (text) => parsePostgresUrl(text) !== null,
    'must be postgres://user:password@host:port/database, with sslmode as the only parameter',
  );

export const PostgresEnd = z
  .strictObject({
    kind: z.literal('postgres'),
    url: PostgresUrl.optional(),
    secretRef: SecretRef.optional(),
    tables: z.array(TableName).min(1).max(500).optional(),
  })
  .refine(({ url, secretRef }) => (url === undefined) !== (secretRef === undefined), {
    path: ['url'],
    message: 'exactly one of url and secretRef names the database',
  });

export const DirectoryEnd = z.strictObject({
  kind: z.literal('directory'),
  path: z.string().max(1000).refine(isPlainPath, 'must be an absolute path without . or .. in it'),
});

/** Where data lies or goes. `s3`, `sftp` and `https` are words of the contract that this version refuses. */
export const End = z.discriminatedUnion('kind', [PostgresEnd, DirectoryEnd], {
  error: () => 'kind must be postgres or directory; s3, sftp and https are not available in this version',
});
export type PostgresEnd = z.infer<typeof PostgresEnd>;
export type DirectoryEnd = z.infer<typeof DirectoryEnd>;
export type End = z.infer<typeof End>;

export const DatasetDefinition = z
  .strictObject({ key: Key, title: ShortText, personalData: z.boolean(), source: End, target: End })
  .superRefine(({ source, target }, context) => {
    const fault = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if (source.kind === 'directory' && target.kind === 'postgres')
      fault(['target', 'kind'], 'files cannot go into a database');
    if (source.kind !== 'postgres') return;
    if (!source.tables) return fault(['source', 'tables'], 'names the tables that may be read');
    if (new Set(source.tables).size < source.tables.length) fault(['source', 'tables'], 'names a table twice');
    const renamed = target.kind === 'postgres' ? target.tables : undefined;
    if (!renamed) return;
    if (renamed.length !== source.tables.length)
      fault(['target', 'tables'], 'must name one table for each table of the source');
    if (new Set(renamed).size < renamed.length) fault(['target', 'tables'], 'names a table twice');
  });
export type DatasetDefinition = z.infer<typeof DatasetDefinition>;

export const DatasetList = z
  .array(DatasetDefinition)
  .max(200)
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, 'two datasets have the same key');

export const MigrateBody = z.strictObject({ mode: z.enum(MODES), sampleBp: BasisPoints.min(1).optional() });
export type MigrateBody = z.infer<typeof MigrateBody>;

export const AcknowledgeBody = z.strictObject({
  /** Root hash of the manifest that the receiver compared; optional, but when given it must be the right one. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')
    .optional(),
  comment: LongText.optional(),
});

export const WaiverBody = z.strictObject({ days: z.int().min(0).max(3650), reason: LongText.min(2) });
export const HoldBody = z.strictObject({ reason: LongText.min(2), datasetKey: Key.optional() });

export const SettlementLine = z.strictObject({
  kind: z.enum(SETTLEMENT_KINDS),
  money: MoneyShape.refine(({ amount }) => !amount.startsWith('-'), {
    path: ['amount'],
    message: 'must not be negative: the kind gives the sign',
  }),
  disputed: z.boolean().optional(),
  evidence: LongText.optional(),
  /** The record that the line comes from, as a proposal names it. */
  source: ShortText.optional(),
  /** How it was computed, or why it is disputed. */
  note: LongText.optional(),
});
export type SettlementLine = z.infer<typeof SettlementLine>;

export const SettlementBody = z
  .strictObject({ lines: z.array(SettlementLine).min(1).max(500) })
  .refine(({ lines }) => new Set(lines.map(({ money }) => money.currency)).size === 1, {
    path: ['lines'],
    message: 'all lines must have one currency',
  });
export type SettlementBody = z.infer<typeof SettlementBody>;
