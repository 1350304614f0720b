import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The tables of the approval engine: counting, people, flow, time and links, each with this many numbered rows. */
const TABLES = { T: 29, P: 23, F: 18, S: 11, L: 12 } as const;
const ROWS = Object.entries(TABLES).flatMap(([table, rows]) =>
  Array.from({ length: rows }, (_, index) => `${table}${String(index + 1).padStart(2, '0')}`),
);

/** Rows about links, real time, mail and concurrency: a pure test of them would prove too little. */
const IN_THE_PRODUCT: readonly string[] = [
  ...ROWS.filter((row) => row.startsWith('L')),
  ...['T01', 'P01', 'P10', 'P22', 'F12', 'F15', 'F16', 'F17', 'F18', 'S08', 'S09', 'S10', 'S11'],
];
const PURE: readonly string[] = ROWS.filter((row) => !row.startsWith('L') && !['F16', 'F17', 'F18'].includes(row));

const TESTS = join(__dirname, '..');
const sourcesIn = (folder: string): string[] =>
  readdirSync(join(TESTS, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.endsWith('approval-rows.test.ts'))
    .map((name) => readFileSync(join(TESTS, folder, name), 'utf8'));

/** Rows named at the start of a test's name, or of a line of a truth table: `T09, T10: …`. */
const rowsIn = (sources: readonly string[]): ReadonlySet<string> =>
  new Set(
    sources
      .flatMap((source) => source.match(/(?<=['"`])(?:[TPFSL]\d\d(?:, )?)+(?=[ :'"`])/g) ?? [])
      .flatMap((names) => names.split(', ')),
  );

/** The rows of business time and of counting are data that several tests share. */
const shared = ['calendars.ts', 'domain/approval-tally-table.ts'].map((name) =>
  readFileSync(join(TESTS, name), 'utf8'),
);

test.each([
  ['the reducer and the pure functions', PURE, [...sourcesIn('domain'), ...shared]],
  ['the running product', IN_THE_PRODUCT, [...sourcesIn('api'), ...sourcesIn('workflows'), ...sourcesIn('e2e')]],
])('every row has a test against %s', (_level, rows, sources) => {
  const tested = rowsIn(sources);

  expect(rows.filter((row) => !tested.has(row))).toEqual([]);
});

test('only rows of the tables are named', () => {
  const named = rowsIn(['domain', 'api', 'workflows', 'e2e'].flatMap(sourcesIn));

  expect([...named].filter((row) => !ROWS.includes(row))).toEqual([]);
});
