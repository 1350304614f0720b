import { evaluate, parseUnaryTests, unaryTest } from 'feelin';
import { DomainError, type Issue } from '../errors';
import { conditionFault } from './condition';
import { missingField } from './missing-field';
import type { Matrix, MatrixBlock } from './schema';

type Data = Readonly<Record<string, unknown>>;

/** A cell that says nothing about its input. */
export const ANY = '-';

/**
 * Numbers of the rules that hold for the subject's data: the first one, or with `collect` all of them. An input that is
 * missing, or a cell that cannot be compared with it, is an error of the policy and never simply false.
 */
export function rulesHit({ key, matrix }: MatrixBlock, data: Data): readonly number[] {
  const values = matrix.inputs.map(({ expression }) => valueOf(expression, data, key));
  const hits = matrix.rules.flatMap(({ when }, index) =>
    when.every((cell, column) => cellHolds(cell, { value: values[column], data, key })) ? [index] : [],
  );
  return matrix.hitPolicy === 'first' ? hits.slice(0, 1) : hits;
}

function valueOf(expression: string, data: Data, key: string): unknown {
  const { value, warnings } = evaluate(expression, { ...data });
  const [warning] = warnings;
  const field = warning ? missingField(expression, warning) : null;
  if (warning || value === null) throw invalid(key, `${expression}: ${warning?.message ?? 'has no value'}`, field);
  return value;
}

interface Tested {
  readonly value: unknown;
  readonly data: Data;
  readonly key: string;
}

function cellHolds(cell: string, { value, data, key }: Tested): boolean {
  if (cell.trim() === ANY) return true;
  if (namesOtherKind(cell, value)) throw invalid(key, `${cell} cannot be compared with ${JSON.stringify(value)}`);
  const { value: held, warnings } = unaryTest(cell, { ...data, '?': value });
  const [warning] = warnings;
  if (warning || held === null) throw invalid(key, `${cell}: ${warning?.message ?? 'cannot be compared'}`);
  return held;
}

const LITERALS: Readonly<Record<string, string>> = {
  NumericLiteral: 'number',
  StringLiteral: 'string',
  BooleanLiteral: 'boolean',
};

/** What stands inside these is not what the input is compared with. */
const OWN_TERMS: ReadonlySet<string> = new Set(['FunctionInvocation', 'DateTimeLiteral', 'Comparison']);

/** FEEL engines compare a text with a number without a word; such a comparison says nothing, so it is refused. */
function namesOtherKind(cell: string, value: unknown): boolean {
  let other = false;
  parseUnaryTests(cell, {}, undefined).iterate({
    enter: ({ name }) => {
      const kind = LITERALS[name];
      if (kind !== undefined && kind !== typeof value && !Array.isArray(value)) other = true;
      return !OWN_TERMS.has(name);
    },
  });
  return other;
}

const invalid = (key: string, why: string, field: string | null = null): DomainError =>
  new DomainError('POLICY_INVALID', `The matrix ${key} cannot be answered: ${why}.`, [
    { path: field === null ? key : `data.${field}`, message: why },
  ]);

/** What is wrong with a matrix: rows of another width, steps that are not there, cells that cannot be read. */
export function matrixIssues({ matrix, steps }: MatrixBlock, at: string): Issue[] {
  const known = new Set(steps.map(({ key }) => key));
  const named = new Set([...matrix.rules.flatMap((rule) => rule.steps), ...matrix.otherwise]);
  const unknown = (keys: readonly string[], path: string): Issue[] =>
    keys.filter((key) => !known.has(key)).map((key) => ({ path, message: `there is no step ${key} in this matrix` }));
  return [
    ...matrix.inputs.flatMap(({ expression }, n) => fault(conditionFault(expression), `${at}.matrix.inputs.${n}`)),
    ...matrix.rules.flatMap(({ when, steps: keys }, n) => [
      ...(when.length === matrix.inputs.length
        ? when.flatMap((cell, column) => fault(cellFault(cell), `${at}.matrix.rules.${n}.when.${column}`))
        : [{ path: `${at}.matrix.rules.${n}.when`, message: `needs ${matrix.inputs.length} cells, one per input` }]),
      ...unknown(keys, `${at}.matrix.rules.${n}.steps`),
    ]),
    ...unknown(matrix.otherwise, `${at}.matrix.otherwise`),
    ...shadowed(matrix).map((n) => ({
      path: `${at}.matrix.rules.${n}`,
      message: 'never holds first: an earlier rule holds whenever this one does',
    })),
    ...matrix.inputs.flatMap(({ label }, n) =>
      matrix.inputs.findIndex((input) => input.label === label) < n
        ? [{ path: `${at}.matrix.inputs.${n}.label`, message: 'comes twice' }]
        : [],
    ),
    ...steps.flatMap(({ key }, n) =>
      named.has(key) ? [] : [{ path: `${at}.steps.${n}.key`, message: 'no rule of the matrix asks for this step' }],
    ),
  ];
}

/** Rules behind one whose every cell says the same or nothing: where the first rule decides, they never do. */
function shadowed({ hitPolicy, rules }: Matrix): readonly number[] {
  if (hitPolicy === 'collect') return [];
  const rows = rules.map(({ when }) => when.map(plain));
  return rows.flatMap((row, n) => (rows.slice(0, n).some((earlier) => covers(earlier, row)) ? [n] : []));
}

const covers = (wide: readonly string[], narrow: readonly string[]): boolean =>
  wide.length === narrow.length && wide.every((cell, n) => cell === ANY || cell === narrow[n]);

/** Spaces outside texts do not matter. */
const plain = (cell: string): string =>
  cell
    .split('"')
    .map((part, n) => (n % 2 === 0 ? part.replace(/\s+/g, '') : part))
    .join('"');

const fault = (message: string | null, path: string): Issue[] => (message === null ? [] : [{ path, message }]);

/** Why a cell may not be used, or null. */
export const cellFault = (cell: string): string | null =>
  cell.trim() === ANY ? null : conditionFault(cell, 'UnaryTests');
