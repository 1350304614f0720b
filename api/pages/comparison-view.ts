import type { Locale } from '../../domain/people/people';
import type { Comparison, Evaluation, Sensitivity } from '../../domain/vendor/record-schema';
import { resultsOf } from '../../db/read/comparison';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { labelOf, translate } from '../../templates/catalog';
import { radarChart } from '../../templates/chart/radar-chart';
import { formatAmount, formatMoney, formatNumber } from '../../templates/format';
import type { ComparedCell, ComparisonPage, SensitivityView } from '../../templates/tender-page-data';
import { rowTitle } from '../comparison-table';
import { withheldFrom } from '../selection-rules';
import type { Beholder } from './selection-view';

type Row = Comparison['rows'][number];
type Seen = Beholder & { readonly locale: Locale };

/** The comparison of all candidates for its page, once its reader may see results. */
export async function comparisonPageData(
  db: Db,
  row: EngagementRow,
  { person, now, locale }: Seen,
): Promise<ComparisonPage> {
  const withheld = await withheldFrom(db, row, person);
  const results = withheld === null ? await resultsOf(db, row, now) : null;
  const { comparison = null, sensitivity = null, evaluation = null } = results ?? {};
  return {
    engagement: { id: row.id, number: row.number, title: row.title },
    withheld: withheld ?? (comparison ? null : 'NO_MODEL'),
    currency: row.currency,
    columns: comparison?.columns.map(({ vendor }) => vendor) ?? [],
    rates: ratesOf(comparison),
    withoutRate: [],
    span: (comparison?.columns.length ?? 0) + 1,
    groups: comparison ? groupsOf(comparison, locale) : [],
    radars: comparison ? radarsOf(comparison, locale) : [],
    lowBid: evaluation && lowBidOf(evaluation.lowBid),
    legend: (sensitivity?.candidates ?? []).map(({ vendor }, index) => ({ name: vendor, colour: index % COLOURS })),
    sensitivity: sensitivity ? sensitivity.dimensions.map((one) => pictureOf(one, sensitivity)) : [],
    method: sensitivity?.method ?? null,
  };
}

export const lowBidOf = ({ ratio, fence }: Evaluation['lowBid']): ComparisonPage['lowBid'] => ({
  gapBp: ratio === null ? null : Math.round(ratio * 10_000),
  fenceBp: Math.round(fence * 10_000),
});

/** Every rate that a quote was converted at, once. */
const ratesOf = (comparison: Comparison | null): ComparisonPage['rates'] => [
  ...new Map(
    (comparison?.columns ?? []).flatMap(({ rates }) => rates.map((one) => [`${one.base} ${one.quote} ${one.on}`, one])),
  ).values(),
];

const COLOURS = 8;

function groupsOf({ rows, currency }: Comparison, locale: Locale): ComparisonPage['groups'] {
  const groups = [...new Set(rows.map(({ group }) => group))];
  return groups.map((group) => ({
    group,
    rows: rows
      .filter((row) => row.group === group)
      .map((row) => ({
        title: rowTitle(row, locale),
        cells: row.cells.map((cell) => cellOf(row, cell, { locale, currency })),
      })),
  }));
}

const FEWEST_AXES = 3;
const MOST_SCORE = 100;

/** How each vendor was scored in every dimension, before the best of all. */
export function radarsOf(
  { columns, rows }: Pick<Comparison, 'columns' | 'rows'>,
  locale: Locale,
): ComparisonPage['radars'] {
  const dimensions = rows.filter(({ group }) => group === 'dimension');
  if (dimensions.length < FEWEST_AXES) return [];
  const scores = dimensions.map(({ cells }) => cells.map(({ value }) => (value === null ? null : Number(value))));
  return columns.map(({ vendor }, column) =>
    radarChart({
      ...{ title: vendor, unit: '', locale, most: MOST_SCORE },
      axisName: translate(locale, 'comparison.dimension'),
      name: vendor,
      bestName: translate(locale, 'comparison.best'),
      axes: dimensions.map((row, axis) => ({
        label: rowTitle(row, locale),
        value: scores[axis]?.[column] ?? null,
        best: bestOf(scores[axis] ?? []),
      })),
    }),
  );
}

function bestOf(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null);
  return known.length === 0 ? null : Math.max(...known);
}

interface Reading {
  readonly locale: Locale;
  readonly currency: string;
}

function cellOf({ kind }: Row, { value, rank, delta }: Row['cells'][number], reading: Reading): ComparedCell {
  const text = value === null ? null : textOf(kind, value, reading);
  const distance = delta === null || delta === 0 ? null : distanceOf(kind, delta, reading);
  return { kind: kind === 'flags' ? 'flags' : 'num', text, rank, delta: distance, best: rank === 1 };
}

function textOf(kind: Row['kind'], value: string | number, { locale, currency }: Reading): string {
  if (kind === 'flags') return flagWords(String(value), locale);
  return kind === 'amount' ? formatMoney({ amount: String(value), currency }) : formatNumber(Number(value), locale);
}

const distanceOf = (kind: Row['kind'], delta: number, { locale, currency }: Reading): string =>
  kind === 'amount' ? formatAmount(String(delta), currency) : formatNumber(delta, locale);

const flagWords = (flags: string, locale: Locale): string =>
  flags
    .split(' ')
    .filter(Boolean)
    .map((flag) => labelOf(locale, 'flag', flag))
    .join(' · ');

type Line = Sensitivity['dimensions'][number];

const pictureOf = ({ dimension, current, margin, segments }: Line, { candidates }: Sensitivity): SensitivityView => ({
  dimension,
  current,
  margin,
  pieces: segments.map(({ from, to, leaders }) => {
    const places = leaders.map((id) => candidates.findIndex(({ candidateId }) => candidateId === id));
    return {
      from,
      to,
      width: to - from,
      colour: (places[0] ?? 0) % COLOURS,
      leaders: places.flatMap((place) => candidates[place]?.vendor ?? []),
    };
  }),
});
