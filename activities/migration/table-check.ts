import type { Bound } from '../../db/stores/dataset-chunks';
import type { Finding } from '../../domain/exit/manifest';
import { tableId } from './catalogue';
import { MAX_LISTED } from './mover';
import type { Session } from './session';
import { type Ordered, recordsQuery, sampleKeysQuery } from './table-sql';
import { parseTextArray, totalsOf } from './table-source';

/** One table on both sides, up to the last key that was carried over. */
export interface Pair {
  readonly source: Ordered;
  readonly target: Ordered;
  readonly upper: Bound;
  /** Rows that were carried over. */
  readonly rows: number;
}

interface Sides {
  readonly source: Session;
  readonly target: Session;
}

/** Counts and sums on both sides, each computed by its own server. */
export async function compareTotals({ source, target }: Sides, pairs: readonly Pair[]): Promise<readonly Finding[]> {
  const counts: string[] = [];
  const sums: string[] = [];
  let compared = 0;
  for (const pair of pairs) {
    const [here, there] = await Promise.all([
      totalsOf(source, pair.source, pair.upper),
      totalsOf(target, pair.target, pair.upper),
    ]);
    const names = ['rows', ...pair.source.table.columns.filter((column) => column.summed).map((column) => column.name)];
    const faults = names.flatMap((name, index) =>
      here[index] === there[index]
        ? []
        : [
            `${tableId(pair.source.table)} ${name}: ${here[index] ?? '?'} at the source, ${there[index] ?? '?'} at the target`,
          ],
    );
    compared += names.length - 1;
    counts.push(...faults.filter((fault) => fault.includes(' rows: ')));
    sums.push(...faults.filter((fault) => !fault.includes(' rows: ')));
  }
  return [
    { check: 'counts', compared: pairs.length, differences: counts.slice(0, MAX_LISTED) },
    { check: 'sums', compared, differences: sums.slice(0, MAX_LISTED) },
  ];
}

const LEAST_SAMPLE = 200;
const KEYS_PER_QUERY = 100;

/** At least 200 records, of a large table as many as the root of its rows. */
export const sampleSize = (rows: number): number => Math.max(LEAST_SAMPLE, Math.ceil(Math.sqrt(rows)));

/** Random records field by field: at least 200 of each table, more of a large one. */
export async function compareSamples({ source, target }: Sides, pairs: readonly Pair[]): Promise<Finding> {
  const differences: string[] = [];
  let compared = 0;
  for (const pair of pairs) {
    const { rows } = pair;
    const wanted = sampleSize(rows);
    const found = await source.rows<{ key: string }>(sampleKeysQuery(pair.source, { rows, wanted, upper: pair.upper }));
    const keys = found.map(({ key }) => parseTextArray(key));
    compared += keys.length;
    for (let at = 0; at < keys.length; at += KEYS_PER_QUERY) {
      differences.push(...(await differingRecords({ source, target }, pair, keys.slice(at, at + KEYS_PER_QUERY))));
    }
  }
  return { check: 'samples', compared, differences: differences.slice(0, MAX_LISTED) };
}

interface Record {
  readonly key: string;
  readonly record: string;
}

async function differingRecords(
  { source, target }: Sides,
  pair: Pair,
  keys: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const [here, copies] = await Promise.all([
    source.rows<Record>(recordsQuery(pair.source, keys)),
    target.rows<Record>(recordsQuery(pair.target, keys)),
  ]);
  const there = new Map(copies.map(({ key, record }) => [key, record]));
  // The key alone is named: the rest of a record may be personal data.
  return here.flatMap(({ key, record }) => (there.get(key) === record ? [] : [`${tableId(pair.source.table)} ${key}`]));
}
