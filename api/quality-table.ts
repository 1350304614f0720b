import type { Locale } from '../domain/people/people';
import type { PredictedPart, SelectionQuality } from '../domain/vendor/selection-quality-schema';
import { type Columns, tableOf, word } from './record-sheet';
import { shareCell, type SheetCell, type SheetTable } from './sheets/sheet';

const COLUMNS: Columns = [
  ['type', 'text'],
  ['name', 'text'],
  ['dimension', 'text'],
  ['awards', 'number'],
  ['correlation', 'number'],
  ['chance', 'number'],
  ['weight', 'percent'],
  ['proposed-weight', 'percent'],
  ['finding', 'text'],
];

/** What the page shows in three tables, a line for each part of the model and for each evaluator. */
export function qualityTable({ dimensions, criteria, evaluators }: SelectionQuality, locale: Locale): SheetTable {
  const kind = (of: 'dimension' | 'criterion' | 'evaluator'): string | null => word(locale, 'quality-part', of);
  const named = (dimension: string): string | null => word(locale, 'dimension', dimension);
  const partOf = ({ n, rho, p, weightBp, proposedBp, reason }: PredictedPart): readonly SheetCell[] => [
    ...[n, rho, p, shareCell(weightBp), shareCell(proposedBp)],
    word(locale, 'quality-reason', reason),
  ];
  return tableOf('selection-quality', COLUMNS, {
    locale,
    rows: [
      ...dimensions.map((part) => [kind('dimension'), named(part.key), null, ...partOf(part)]),
      ...criteria.map((part) => [kind('criterion'), part.key, named(part.dimension), ...partOf(part)]),
      ...evaluators.map(({ userId, name = userId, n, rho, p }) => [
        ...[kind('evaluator'), name, null, n, rho, p],
        ...[null, null, null],
      ]),
    ],
  });
}
