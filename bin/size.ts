/** `npm run size`: sizes of files and functions against the house rules; fails beyond the hard limits. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './parts/failure';
import { measure, type Measure } from './parts/measure';

const SOURCES = [
  'domain',
  'workflows',
  'activities',
  'api',
  'codec',
  'db',
  'templates',
  'bin',
  'chaos',
  'web',
  'worker.ts',
  'config.ts',
  'caller-config.ts',
  'metrics-config.ts',
  'oidc-config.ts',
  'secret-files.ts',
  'telemetry-config.ts',
];
const FILE_LINES = 250;
const FUNCTION_LINES = 40;
const CASTS_PER_1000 = 2;
/** A migration is one block of SQL: splitting it would hide the schema. */
const isExempt = (file: string): boolean => file.startsWith('db/migrations/');

runProgram(async () => {
  const measures = SOURCES.flatMap(filesOf).map((file) => measure(file, readFileSync(file, 'utf8')));
  const lines = measures.reduce((sum, { lines: count }) => sum + count, 0);
  const sum = (pick: (one: Measure) => number): number => measures.reduce((total, one) => total + pick(one), 0);
  const casts = (sum((one) => one.casts) * 1_000) / lines;
  console.log(`${measures.length} files, ${lines} lines              median   p90   max`);
  console.log(
    row(
      'file lines',
      measures.map((one) => one.lines),
    ),
  );
  console.log(
    row(
      'function lines',
      measures.flatMap((one) => one.functions.map((fn) => fn.lines)),
    ),
  );
  console.log(`any: ${sum((one) => one.anys)}   as: ${casts.toFixed(1)} per 1000 lines`);
  const objections = [
    ...measures.flatMap(objectionsTo),
    ...(casts > CASTS_PER_1000 ? ['more than 2 `as` per 1000 lines'] : []),
  ];
  for (const objection of objections) console.error(`✘ ${objection}`);
  process.exitCode = objections.length > 0 ? 1 : 0;
  return Promise.resolve();
});

function objectionsTo({ file, lines, functions, anys }: Measure): readonly string[] {
  return [
    ...(lines > FILE_LINES ? [`${file} has ${lines} lines (at most ${FILE_LINES})`] : []),
    ...(anys > 0 ? [`${file} uses any ${anys} times`] : []),
    ...functions
      .filter((fn) => fn.lines > FUNCTION_LINES && !isExempt(file))
      .map((fn) => `${file}:${fn.line} ${fn.name} has ${fn.lines} lines (at most ${FUNCTION_LINES})`),
  ];
}

function filesOf(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (path.endsWith('.ts')) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(path, name));
}

function row(name: string, values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    String(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).padStart(6);
  return `${name.padEnd(30)}${at(0.5)}${at(0.9)}${at(1)}`;
}
