import { z } from 'zod';
import { LongText, Uuid } from '../shapes';
import { ClauseCode, ContractBody } from './schema';

const Plain = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const ContractChange = z.strictObject({ path: z.string(), before: Plain, after: Plain });
export type ContractChange = z.infer<typeof ContractChange>;

export const VersionLine = z.strictObject({
  version: z.int(),
  kind: z.enum(['draft', 'amendment']),
  /** Of the terms, as JSON with sorted keys. */
  sha256: z.string(),
  documentId: Uuid.nullable(),
  documentSha256: z.string().nullable(),
  writtenById: Uuid.nullable(),
  writtenAt: z.string(),
  /** First day of an amendment. */
  effectiveOn: z.string().nullable(),
  /** Gate G3 has approved this version. */
  approved: z.boolean(),
});
export type VersionLine = z.infer<typeof VersionLine>;

export const VersionView = VersionLine.extend({ terms: ContractBody });
export const VersionChanges = z.strictObject({ from: z.int(), to: z.int(), changes: z.array(ContractChange) });

export const WaiveClause = z.strictObject({ reason: LongText.min(2) });
export const WaiverView = z.strictObject({
  code: ClauseCode,
  reason: z.string(),
  waivedById: Uuid,
  waivedAt: z.string(),
  /** The version that the person had before them. */
  contractVersion: z.int(),
  /** False while the newest version was written by the person who waived. */
  holds: z.boolean(),
});
