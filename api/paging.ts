import { z } from 'zod';
import { DomainError } from '../domain/errors';
import { Instant, Uuid } from '../domain/shapes';
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

/**
 * Reads back what a list has put into its cursor, as the list itself describes it; null from the start of the list on.
 * Anything else is a malformed request: it would reach the database as a key that is none.
 */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | null {
  if (!cursor) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new DomainError('MALFORMED', 'The cursor is not one that a list returned.');
  }
}

/** Where a list in the order of instants goes on. */
export const TimedKey = z.tuple([Instant, Uuid]);
const IdKey = z.tuple([Uuid]);
/** No larger than what the database takes for a number of a row. */
const NumberKey = z.tuple([z.int().min(0).max(2_147_483_647)]);

/** The id after which a list goes on. */
export const idCursor = (cursor: string | undefined): string | null => readCursor(IdKey, cursor)?.[0] ?? null;

/** The number after which a list goes on; 0 from its start. */
export const numberCursor = (cursor: string | undefined): number => readCursor(NumberKey, cursor)?.[0] ?? 0;

/** What to read for a page of a list in the order of its ids: one row too many, which `pageById` takes off. */
export const sliceById = ({ limit, cursor }: ListQuery): Slice => ({ after: idCursor(cursor), limit: limit + 1 });

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
