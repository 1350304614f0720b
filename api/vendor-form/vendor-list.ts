import type { ZodType } from 'zod';
import { DomainError } from '../../domain/errors';
import { parseWith } from '../parse';
import { atPlace, type ListRow, rowsIn } from '../record-form/form-list';
import { given, type Typed } from '../record-form/plan';

/** A list of a vendor that a form replaces as a whole. */
export interface VendorList<T> {
  readonly name: string;
  readonly schema: ZodType<T>;
  /** A line that says none of these is empty, whatever it was before. */
  readonly parts: readonly string[];
  readonly entry: (row: ListRow) => unknown;
}

/** The lines that say something; a fault of one is told at the place of the form where it stands. */
export function listIn<T>(typed: Typed, { name, schema, parts, entry }: VendorList<T>): T {
  const rows = rowsIn(typed, { name }).filter(({ text }) => parts.some((part) => text(part) !== ''));
  try {
    return parseWith(schema, rows.map(entry), 'INVALID_FIELDS');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const errors = error.errors.map(({ path, message }) =>
      atPlace({ path: path === '' ? name : `${name}.${path}`, message }, [{ name, rows }]),
    );
    throw new DomainError(error.code, error.message, errors);
  }
}

/** Parts of an entry that are left out where nothing was typed. */
export const partsGiven = ({ text }: ListRow, parts: readonly string[]): Readonly<Record<string, string>> =>
  Object.assign({}, ...parts.map((part) => given(part, text(part)))) as Readonly<Record<string, string>>;
