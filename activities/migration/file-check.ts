import Big from 'big.js';
import type { TableTotals } from '../../domain/exit/bag-schema';
import type { RowFormat } from '../../domain/exit/end-schema';
import type { Finding } from '../../domain/exit/manifest';
import type { Column } from './catalogue';
import { type FilePlace, WHOLE } from './files/place';
import { type Ledger, MAX_LISTED } from './mover';
import { differingSamples, Sample } from './file-sample';
import { ROW_WRITERS } from './row-formats';
import { addRecord } from './rows';
import { type TableSource, totalsOf } from './table-source';
import type { Ordered } from './table-sql';

interface Checked {
  readonly source: TableSource;
  readonly to: FilePlace;
  readonly format: RowFormat;
  readonly fileOf: (unit: string, seq: number) => string;
}

/** What was found of one table. */
interface Found {
  readonly totals: TableTotals;
  readonly counts: readonly string[];
  readonly sums: readonly string[];
  readonly samples: readonly string[];
  readonly sampled: number;
  readonly summed: number;
}

const summedOf = ({ table }: Ordered): readonly Column[] => table.columns.filter(({ summed }) => summed);

/** Adds up and samples the files, against what the database itself says of the same rows. */
export async function checkFiles(checked: Checked, ledger: Ledger): Promise<readonly Finding[]> {
  const found: [string, Found][] = [];
  for (const [unit, ordered] of checked.source.tables)
    found.push([unit, await checkTable(checked, ledger, { unit, ordered })]);
  const all = found.map(([, one]) => one);
  const total = (of: 'sampled' | 'summed'): number => all.reduce((sum, one) => sum + one[of], 0);
  const differing = (of: 'counts' | 'sums' | 'samples') => all.flatMap((one) => one[of]).slice(0, MAX_LISTED);
  return [
    { check: 'counts', compared: found.length, differences: differing('counts') },
    { check: 'sums', compared: total('summed'), differences: differing('sums'), totals: totalsIn(found) },
    { check: 'samples', compared: total('sampled'), differences: differing('samples') },
  ];
}

const totalsIn = (found: readonly [string, Pick<Found, 'totals'>][]): Record<string, TableTotals> =>
  Object.fromEntries(found.map(([unit, { totals }]) => [unit, totals]));

interface One {
  readonly unit: string;
  readonly ordered: Ordered;
}

async function checkTable(checked: Checked, ledger: Ledger, { unit, ordered }: One): Promise<Found> {
  const { source, format } = checked;
  const last = await ledger.last(unit);
  const columns = summedOf(ordered);
  const here = await totalsOf(source.session, ordered, last?.upper ?? null);
  const sample = new Sample(Number(here[0] ?? 0));
  const files = Array.from({ length: (last?.seq ?? -1) + 1 }, (_, seq) => checked.fileOf(unit, seq));
  const there = await addUp(checked, files, { columns, sample });
  const faults = ['rows', ...columns.map((column) => column.name)].map((name, index) =>
    there[index]?.eq(here[index] ?? '-1')
      ? []
      : [`${unit} ${name}: ${here[index] ?? '?'} at the source, ${there[index]?.toFixed() ?? '?'} in the files`],
  );
  return {
    totals: totalsNamed(columns, here),
    counts: faults[0] ?? [],
    sums: faults.slice(1).flat(),
    samples: await differingSamples(source.session, ordered.table, { format, sample }),
    sampled: sample.records.length,
    summed: columns.length,
  };
}

const totalsNamed = (columns: readonly Column[], [rows = '0', ...sums]: readonly string[]): TableTotals => ({
  rows,
  sums: Object.fromEntries(columns.map(({ name }, index) => [name, sums[index] ?? '0'])),
});

/** Count of rows and sums of exact numbers of all files of a table. */
async function addUp(
  { to, format }: Checked,
  files: readonly string[],
  { columns, sample }: { readonly columns: readonly Column[]; readonly sample: Sample },
): Promise<readonly Big[]> {
  const totals = [0, ...columns].map(() => new Big(0));
  for (const path of files) {
    const file = await to.read(path, WHOLE);
    if (!file) continue;
    for await (const record of ROW_WRITERS[format].records(file)) {
      addRecord(record.values, columns, totals);
      sample.offer(record);
    }
  }
  return totals;
}

/**
 * Of files that are encrypted for somebody else only the rows that went into them can be counted. The totals of the
 * source go into the statement, where the receiver compares them with the files.
 */
export async function countSealed({ tables, session }: TableSource, ledger: Ledger): Promise<readonly Finding[]> {
  const totals: [string, { totals: TableTotals }][] = [];
  const differences: string[] = [];
  for (const [unit, ordered] of tables) {
    const last = await ledger.last(unit);
    const here = await totalsOf(session, ordered, last?.upper ?? null);
    const sent = String(await ledger.rows(unit));
    if (here[0] !== sent) differences.push(`${unit} rows: ${here[0] ?? '?'} at the source, ${sent} were encrypted`);
    totals.push([unit, { totals: totalsNamed(summedOf(ordered), here) }]);
  }
  return [{ check: 'counts', compared: tables.size, differences, totals: totalsIn(totals) }];
}
