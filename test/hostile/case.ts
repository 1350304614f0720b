import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';

/** A text as it stands, or repeated: cases of a megabyte stay one line. */
const Piece = z.union([z.string(), z.strictObject({ repeat: z.string(), times: z.int().positive() })]);
const Text = z.union([Piece, z.array(Piece)]);
type Text = z.infer<typeof Text>;

/** What is read afterwards, and what must stand in it, or must not. */
const Check = z.strictObject({
  path: z.string(),
  accept: z.string().optional(),
  holds: z.string().optional(),
  lacks: z.string().optional(),
});

/** A call that somebody with bad intentions or a broken program could make, and what the product answers. */
export const HostileCase = z.strictObject({
  id: z.string(),
  /** Nobody: a visitor without a token. */
  as: z.enum(['admin', 'nobody']).default('admin'),
  method: z.string().default('GET'),
  path: Text,
  headers: z.record(z.string(), Text).default({}),
  body: Text.optional(),
  /** Bytes, as base64. */
  bytes: z.base64().optional(),
  /** An archive of files by name. */
  zip: z.record(z.string(), Text).optional(),
  status: z.int(),
  code: z.string().optional(),
  /** Fields that the answer must name. */
  errors: z.array(z.string()).optional(),
  /** What the answer must hold, or must not. */
  holds: z.string().optional(),
  lacks: z.string().optional(),
  then: z.array(Check).default([]),
});
export type HostileCase = z.infer<typeof HostileCase>;

export const corpus = (): readonly HostileCase[] =>
  readFileSync(join(__dirname, 'corpus.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => HostileCase.parse(JSON.parse(line)));

export const textOf = (text: Text): string => [text].flat().map(pieceOf).join('');
const pieceOf = (piece: z.infer<typeof Piece>): string =>
  typeof piece === 'string' ? piece : piece.repeat.repeat(piece.times);

export function bodyOf({ body, bytes, zip }: HostileCase): Buffer | undefined {
  if (bytes !== undefined) return Buffer.from(bytes, 'base64');
  if (zip === undefined) return body === undefined ? undefined : Buffer.from(textOf(body));
  const files = Object.entries(zip).map(([name, text]) => [name, strToU8(textOf(text))] as const);
  return Buffer.from(zipSync(Object.fromEntries(files), { level: 9 }));
}
