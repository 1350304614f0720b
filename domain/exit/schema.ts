import { z } from 'zod';
import { BasisPoints, Key, LongText, MoneyShape, ShortText } from '../shapes';
import { End } from './end-schema';
import { SETTLEMENT_KINDS } from './settlement-kinds';
import { MODES } from './states';

export const DatasetDefinition = z
  .strictObject({ key: Key, title: ShortText, personalData: z.boolean(), source: End, target: End })
  .superRefine(({ source, target }, context) => {
    const fault = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if (target.kind === 'https') fault(['target', 'kind'], 'https can only be read from');
    if (source.kind !== 'postgres' && target.kind === 'postgres')
      fault(['target', 'kind'], 'files cannot go into a database');
    if ('format' in source || ('format' in target && source.kind !== 'postgres'))
      fault(['target', 'format'], 'says how rows of tables are written: files keep their own');
    if ('recipient' in source && source.recipient !== undefined)
      fault(['source', 'recipient'], 'says for whom a target is encrypted: a source is read as it is');
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

export const MigrateBody = z.strictObject({
  mode: z.enum(MODES),
  sampleBp: BasisPoints.min(1).optional(),
  /** Bytes that the run may move in a second, sending and reading back. */
  maxBytesPerSecond: z.int().min(1_024).max(100_000_000_000).optional(),
});
export type MigrateBody = z.infer<typeof MigrateBody>;

export const AcknowledgeBody = z.strictObject({
  /** Root hash of the manifest that the receiver compared; optional, but when given it must be the right one. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')
    .optional(),
  comment: LongText.optional(),
});

export type AcknowledgeBody = z.infer<typeof AcknowledgeBody>;

export const WaiverBody = z.strictObject({ days: z.int().min(0).max(3650), reason: LongText.min(2) });
export type WaiverBody = z.infer<typeof WaiverBody>;
export const HoldBody = z.strictObject({ reason: LongText.min(2), datasetKey: Key.optional() });
export type HoldBody = z.infer<typeof HoldBody>;

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
