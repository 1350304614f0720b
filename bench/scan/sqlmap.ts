import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { KnownValues } from '../fuzz/known';
import type { Finding } from './finding';
import { findTool, type Tool } from './run-tool';

const Rows = z.array(z.record(z.string(), z.string()));
const Parameter = z.looseObject({ in: z.string(), name: z.string() });
const Operation = z.looseObject({ parameters: z.array(Parameter).optional() });
const Documented = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

export interface SqlmapRun {
  readonly base: string;
  readonly token: string;
  readonly folder: string;
  readonly seconds: number;
  readonly document: unknown;
  readonly known: readonly KnownValues[];
}

export const findSqlmap = (): Tool | null => findTool('sqlmap', [['sqlmap'], ['uvx', 'sqlmap']]);

export interface SqlmapOutcome {
  /** Addresses that it came to before its time was over, each with its parameters in path, query and body. */
  readonly reached: number;
  readonly operations: number;
  readonly findings: readonly Finding[];
}

/** Tries every parameter of every operation of the API, path and body among them. */
export async function tryInjections(tool: Tool, run: SqlmapRun): Promise<SqlmapOutcome> {
  const document = withExamples(run.document, run.known);
  const file = join(run.folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const results = join(run.folder, 'sqlmap.csv');
  const words = readFileSync(await tool.run(argumentsFor(run, file, results), run.folder), 'utf8');
  return {
    reached: words.match(/^\[\d+\/\d+\] URL:/gm)?.length ?? 0,
    operations: operationsIn(document),
    findings: existsSync(results) ? findingsIn(results) : [],
  };
}

/** With made-up ids nearly every answer were 404, and nothing behind it would be reached. */
function withExamples(given: unknown, known: readonly KnownValues[]): z.infer<typeof Documented> {
  const document = Documented.parse(given);
  const paths = Object.entries(document.paths).map(([path, operations]) => {
    const filled = Object.entries(operations).map(([method, operation]) => {
      const parameters = operation.parameters?.map((one) => ({ ...one, ...exampleOf(known, path, one) }));
      return [method, { ...operation, ...(parameters && { parameters }) }] as const;
    });
    return [path, Object.fromEntries(filled)] as const;
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

type Parameter = z.infer<typeof Parameter>;

function exampleOf(known: readonly KnownValues[], path: string, parameter: Parameter): { readonly example?: string } {
  if (parameter.in !== 'path') return {};
  const example = known.find((one) => one.path === path && one.parameter === parameter.name)?.values[0];
  return example === undefined ? {} : { example };
}

const operationsIn = ({ paths }: z.infer<typeof Documented>): number =>
  Object.values(paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0);

function findingsIn(results: string): Finding[] {
  const rows = Rows.parse(parse(readFileSync(results), { columns: true, skip_empty_lines: true }));
  return rows.map((row) => ({
    tool: 'sqlmap',
    kind: `SQL injection ${row['Technique(s)'] ?? ''}`.trim(),
    where: `${row['Target URL'] ?? ''} ${row['Place'] ?? ''} ${row['Parameter'] ?? ''}`,
    said: row['Note(s)'] ?? '',
  }));
}

const argumentsFor = (
  { base, token, folder, seconds }: SqlmapRun,
  file: string,
  results: string,
): readonly string[] => [
  ...['--openapi', file, '--openapi-base', base, '--headers', `Authorization: Bearer ${token}`],
  ...['--batch', '--smart', '--level', '2', '--risk', '2', '--dbms', 'PostgreSQL', '--time-limit', String(seconds)],
  ...['--retries', '0', '--output-dir', join(folder, 'sqlmap'), '--results-file', results, '--disable-coloring'],
];
