import { z } from 'zod';
import { DomainError } from '../domain/errors';
import { Uuid } from '../domain/shapes';
import type { Slice } from '../db/slice';

/** Query fields of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

export const ListQuery = z.strictObject(pageQuery);
export type ListQuery = z.infer<typeof ListQuery>;

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The sort key of the last item seen, as opaque text. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

const Cursor = z
  .array(z.union([z.string(), z.number()]))
  .min(1)
  .max(4);

/** Reads a cursor of `length` parts; anything else is a malformed request. */
export function decodeCursor(cursor: string, length: number): readonly (string | number)[] {
  try {
    const key = Cursor.length(length).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return key;
  } catch {
    throw unknownCursor();
  }
}

const unknownCursor = () => new DomainError('MALFORMED', 'The cursor is not one that a list returned.');

/** The number that a cursor of one part holds. */
export function numberCursor(cursor: string): number {
  const [key] = decodeCursor(cursor, 1);
  if (typeof key !== 'number' || !Number.isSafeInteger(key)) throw unknownCursor();
  return key;
}

/** What to read for a page of a list in the order of its ids: one row too many, which `pageById` takes off. */
export function sliceById({ limit, cursor }: ListQuery): Slice {
  if (cursor === undefined) return { after: null, limit: limit + 1 };
  const after = Uuid.safeParse(decodeCursor(cursor, 1)[0]);
  if (!after.success) throw unknownCursor();
  return { after: after.data, limit: limit + 1 };
}

export const pageById = <T extends { readonly id: string }>(rows: readonly T[], limit: number): Page<T> =>
  toPage(rows, limit, ({ id }) => [id]);

/** Cuts a list that was read with one row too many into a page and the cursor of the next one. */
export function toPage<T>(rows: readonly T[], limit: number, keyOf: (row: T) => readonly (string | number)[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}

/** A list that is short by its nature comes in one page. */
export const wholeOf = <T>(items: readonly T[]): Page<T> => ({ items, next: null });

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });
