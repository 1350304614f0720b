import { csvFile, csvLine, csvRecords } from '../csv';
import { DomainError, fieldError, type Issue } from '../errors';
import { ANY } from './matrix';
import type { Matrix, MatrixBlock } from './schema';

/** `-` would be a formula to a spreadsheet, and an empty cell may be a slip: anything is written as a word. */
const ANYTHING = 'any';
const OTHERWISE = 'otherwise';
const NEEDED = 'x';
const RESERVED: readonly string[] = [ANYTHING, OTHERWISE];

/** A decision matrix as a sheet: one column per input, one per step with `x` where a rule needs it, the default last. */
export function matrixToCsv({ matrix, steps }: MatrixBlock): string {
  const marks = (needed: readonly string[]) => steps.map(({ key }) => (needed.includes(key) ? NEEDED : ''));
  const [, ...others] = matrix.inputs.map(() => '');
  return csvFile([
    csvLine([...matrix.inputs.map(({ label }) => written(label)), ...steps.map(({ key }) => key)]),
    ...matrix.rules.map((rule) =>
      csvLine([...rule.when.map((cell) => (cell.trim() === ANY ? ANYTHING : written(cell))), ...marks(rule.steps)]),
    ),
    csvLine([OTHERWISE, ...others, ...marks(matrix.otherwise)]),
  ]);
}

/** An apostrophe in front says that the text is meant as it stands; `csvLine` puts one before formulas. */
const written = (text: string): string =>
  text.startsWith("'") || RESERVED.includes(text.toLowerCase()) ? `'${text}` : text;
const meant = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

/** Reads a sheet back for the inputs and steps of a block; every fault is named with its row and column. */
export function matrixFromCsv({ matrix, steps }: MatrixBlock, text: string): Matrix {
  const inputs = matrix.inputs.map(({ label }) => label);
  const [head = [], ...rows] = sheetOf(text, inputs.length + steps.length);
  const columns = head.map(meant);
  refuseIf(headerIssues(columns, { inputs, steps: steps.map(({ key }) => key) }));
  const lines = rows.flatMap((cells, index) => (cells.every((cell) => cell === '') ? [] : [{ cells, row: index + 2 }]));
  const last = lines.at(-1);
  if (!last || !isWord(OTHERWISE, last.cells[0]))
    throw fieldError(`rows.${last?.row ?? 2}`, `the last row must be ${OTHERWISE}`);
  const width = inputs.length;
  refuseIf(lines.flatMap((line) => rowIssues(line, { columns, width, isLast: line === last })));
  const needed = (cells: readonly string[]) => columns.filter((_, n) => n >= width && isWord(NEEDED, cells[n]));
  const rules = lines
    .slice(0, -1)
    .map(({ cells }) => ({ when: cells.slice(0, width).map(test), steps: needed(cells) }));
  return { ...matrix, rules, otherwise: needed(last.cells) };
}

const test = (cell: string): string => (isWord(ANYTHING, cell) ? ANY : meant(cell));
const isWord = (word: string, cell: string | undefined): boolean => cell?.toLowerCase() === word;

type Records = readonly (readonly string[])[];

/** Spreadsheets of many countries separate by semicolons: the reading whose header fits is the right one. */
function sheetOf(text: string, width: number): Records {
  const plain = text.replace(/^\uFEFF/, '');
  if (plain.includes('\uFFFD')) throw fieldError('rows', 'must be in UTF-8');
  const byComma = readingOf(plain, ',');
  const bySemicolon = readingOf(plain, ';');
  const fits = (reading: Records | DomainError) => !(reading instanceof DomainError) && reading[0]?.length === width;
  const reading = !fits(byComma) && fits(bySemicolon) ? bySemicolon : byComma;
  if (reading instanceof DomainError) throw reading;
  return reading.map((cells) => cells.map((cell) => cell.trim()));
}

function readingOf(text: string, separator: ',' | ';'): Records | DomainError {
  try {
    return csvRecords(text, separator);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

interface Columns {
  readonly inputs: readonly string[];
  readonly steps: readonly string[];
}

function headerIssues(header: readonly string[], { inputs, steps }: Columns): Issue[] {
  const given = header.slice(inputs.length);
  return [
    ...inputs.flatMap((label, n) =>
      header[n] === label ? [] : [{ path: `rows.1.${n + 1}`, message: `column ${n + 1} must be the input ${label}` }],
    ),
    ...steps.flatMap((key) =>
      given.includes(key) ? [] : [{ path: 'rows.1', message: `there is no column for the step ${key}` }],
    ),
    ...given.flatMap((key, n) =>
      steps.includes(key) && given.indexOf(key) === n
        ? []
        : [{ path: `rows.1.${n + inputs.length + 1}`, message: `the column ${key} is not a step, or comes twice` }],
    ),
  ];
}

interface Line {
  readonly cells: readonly string[];
  readonly row: number;
}
interface Sheet {
  readonly columns: readonly string[];
  readonly width: number;
  readonly isLast: boolean;
}

function rowIssues({ cells, row }: Line, { columns, width, isLast }: Sheet): Issue[] {
  if (cells.length !== columns.length)
    return [{ path: `rows.${row}`, message: `row ${row} has ${cells.length} cells, not ${columns.length}` }];
  if (isWord(OTHERWISE, cells[0]) && !isLast)
    return [{ path: `rows.${row}`, message: `row ${row} is ${OTHERWISE}, so it must be the last one` }];
  return cells.flatMap((cell, n) => {
    const wrong = n < width ? inputFault(cell, isLast ? n : null) : markFault(cell);
    return wrong === null
      ? []
      : [{ path: cellPath(row, columns[n]), message: `${cellName(row, columns[n])} ${wrong}` }];
  });
}

/** `lastAt` is the column in the last row, null elsewhere. */
function inputFault(cell: string, lastAt: number | null): string | null {
  if (lastAt === null) return cell === '' ? `is empty: write ${ANYTHING} where it does not matter` : null;
  return lastAt === 0 || cell === '' ? null : `must be empty: ${OTHERWISE} has no conditions`;
}

const markFault = (cell: string): string | null =>
  cell === '' || isWord(NEEDED, cell) ? null : `must be ${NEEDED} or empty`;

const cellPath = (row: number, column = ''): string => `rows.${row}.${column}`;
const cellName = (row: number, column = ''): string => `row ${row}, column ${column}`;

/** Faults that the policy's check finds in a matrix, at the row and column where the sheet has them. */
export function inSheet({ matrix }: MatrixBlock, at: string, issues: readonly Issue[]): readonly Issue[] {
  return issues.map(({ path, message }) => {
    const [, rule, column] = /^rules\.(\d+)(?:\.when\.(\d+))?/.exec(path.replace(`${at}.matrix.`, '')) ?? [];
    if (rule === undefined) return { path, message };
    const row = Number(rule) + 2;
    const label = column === undefined ? undefined : matrix.inputs[Number(column)]?.label;
    return label === undefined
      ? { path: `rows.${row}`, message: `row ${row} ${message}` }
      : { path: cellPath(row, label), message: `${cellName(row, label)} ${message}` };
  });
}

function refuseIf(issues: readonly Issue[]): void {
  if (issues.length > 0)
    throw new DomainError(
      'INVALID_FIELDS',
      issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
      issues,
    );
}
