import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const Table = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  columns: z.array(z.string()).min(1),
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** Of the file as it lies in the folder. */
  sha256: z.string().length(64),
});
const Sequence = z.object({ name: z.string(), last: z.string().regex(/^-?\d+$/), isCalled: z.boolean() });

const Content = z.object({
  format: z.literal(1),
  id: z.uuid(),
  takenAt: z.iso.datetime(),
  /** Migrations that the database had: its schema is made of them again. */
  schema: z.array(z.string()).min(1),
  encrypted: z.boolean(),
  tables: z.array(Table),
  sequences: z.array(Sequence),
});

/** What a backup holds. `seal` is an HMAC-SHA-256 over the rest by the backup key; null where there is none. */
export const Manifest = z.object({ content: Content, seal: z.string().nullable() });
export type Manifest = z.infer<typeof Manifest>;
export type Content = z.infer<typeof Content>;
export type TableEntry = z.infer<typeof Table>;
export type SequenceEntry = z.infer<typeof Sequence>;

/** Over the fields in the order of the schema, however they were given. */
export const sealOf = (content: Content, key: Buffer): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(Content.parse(content)))
    .digest('hex');

/** Whether the manifest is as the holder of the key wrote it. */
export function isSealedBy({ content, seal }: Manifest, key: Buffer): boolean {
  const [given, made] = [Buffer.from(seal ?? ''), Buffer.from(sealOf(content, key))];
  return given.length === made.length && timingSafeEqual(given, made);
}
