import type { Locale } from '../domain/people/people';
import type { Comparison } from '../domain/vendor/record-schema';
import { labelOf, translate } from '../templates/catalog';
import type { SheetTable } from './sheets/sheet';

type Row = Comparison['rows'][number];

/** The comparison as people hand it round: a value, its rank and its distance to the best for each vendor. */
export function comparisonTable({ currency, columns, rows }: Comparison, locale: Locale): SheetTable {
  const say = (key: string): string => translate(locale, key);
  return {
    name: say('comparison.title'),
    columns: [
      { title: say('comparison.group'), width: 16 },
      { title: `${say('comparison.row')} (${currency})`, width: 34 },
      ...columns.flatMap(({ vendor }) => [
        { title: vendor, kind: 'amount' as const, width: 18 },
        { title: `${vendor} · ${say('comparison.rank')}`, kind: 'number' as const },
        { title: `${vendor} · ${say('comparison.delta')}`, kind: 'amount' as const, width: 16 },
      ]),
    ],
    rows: rows.map((row) => [
      labelOf(locale, 'comparison-group', row.group),
      rowTitle(row, locale),
      ...row.cells.flatMap(({ value, rank, delta, missing }) => [
        missing ? say('comparison.missing') : valueText(row, value, locale),
        rank,
        delta,
      ]),
    ]),
  };
}

/** What a row is called: its own title, or the word for its key; criteria keep the name that the model gives them. */
export const rowTitle = ({ group, key, title }: Pick<Row, 'group' | 'key' | 'title'>, locale: Locale): string =>
  title ?? labelOf(locale, group === 'criterion' ? 'criterion' : 'comparison-row', key);

function valueText({ kind }: Row, value: string | number | null, locale: Locale): string | number | null {
  if (kind !== 'flags' || typeof value !== 'string') return value;
  return value
    .split(' ')
    .filter(Boolean)
    .map((flag) => labelOf(locale, 'flag', flag))
    .join(' · ');
}
