import type { Locale } from '../domain/people/people';
import { knownLabel, labelOf, translate } from '../templates/catalog';
import type { SheetColumn, SheetTable } from './sheets/sheet';

/** How records become sheets: titles and words in the reader's language, names in place of ids. */
type Kind = NonNullable<SheetColumn['kind']>;
export type Columns = readonly (readonly [key: string, kind: Kind])[];
export type NameOf = (id: string | null) => string | null;

export interface Around {
  readonly locale: Locale;
  readonly nameOf: NameOf;
}

export const tableOf = (
  name: string,
  columns: Columns,
  { locale, rows }: { readonly locale: Locale; readonly rows: SheetTable['rows'] },
): SheetTable => ({
  name: translate(locale, `record-table.${name}`),
  columns: columns.map(([key, kind]) => ({ title: labelOf(locale, 'record-column', key), kind })),
  rows,
});

export const word = (locale: Locale, group: string, value: string | null): string | null =>
  value === null ? null : (knownLabel(locale, group, value) ?? value);
export const yesNo = (locale: Locale, is: boolean): string => translate(locale, is ? 'word.yes' : 'word.no');

/** A moment as a sheet holds it. */
export const momentOf = (at: Date | number | null): string | null => (at === null ? null : new Date(at).toISOString());
