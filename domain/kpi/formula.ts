import Big from 'big.js';
import { DomainError } from '../errors';
import { type Formula, type FunctionName, type Operator, parseFormula } from './formula-parser';

export { parseFormula } from './formula-parser';

export type FormulaInputs = Readonly<Record<string, number | null>>;

/** Names of the inputs that a formula asks for, each once, in order of appearance. */
export const variablesOf = (formula: Formula): readonly string[] => [...new Set(namesIn(formula))];

function namesIn(formula: Formula): readonly string[] {
  switch (formula.kind) {
    case 'number':
      return [];
    case 'input':
      return [formula.name];
    case 'operation':
      return [...namesIn(formula.left), ...namesIn(formula.right)];
    case 'call':
      return formula.args.flatMap(namesIn);
  }
}

/** Refuses with `UNKNOWN_VARIABLE` when a formula asks for an input that is not among the known names. */
export function checkVariables(formula: Formula, known: readonly string[]): void {
  const unknown = variablesOf(formula).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const errors = unknown.map((name) => ({ path: 'expression', message: `{${name}} is not an input` }));
  throw new DomainError('UNKNOWN_VARIABLE', errors.map(({ message }) => message).join('; '), errors);
}

/**
 * The value of a formula in exact decimal arithmetic (20 digits after the point where a division does not end). A division
 * by zero, or an input without a value, makes the result null; `if` looks only at the branch it takes; a comparison is 1 or
 * 0. Throws `INVALID_FORMULA` or `UNKNOWN_VARIABLE`.
 */
export function evaluateFormula(expression: string, inputs: FormulaInputs): number | null {
  const formula = parseFormula(expression);
  checkVariables(formula, Object.keys(inputs));
  const value = valueOf(formula, inputs)?.toNumber() ?? null;
  return value === null || !Number.isFinite(value) ? null : value + 0;
}

function valueOf(formula: Formula, inputs: FormulaInputs): Big | null {
  switch (formula.kind) {
    case 'number':
      return formula.value;
    case 'input':
      return exact(inputs[formula.name] ?? null);
    case 'operation':
      return operate(formula.operator, valueOf(formula.left, inputs), valueOf(formula.right, inputs));
    case 'call':
      return formula.name === 'if' ? choose(formula.args, inputs) : apply(formula.name, formula.args, inputs);
  }
}

const exact = (value: number | null): Big | null => (value === null ? null : new Big(value));

const OPERATIONS: Readonly<Record<Operator, (a: Big, b: Big) => Big | null>> = {
  '+': (a, b) => a.plus(b),
  '-': (a, b) => a.minus(b),
  '*': (a, b) => a.times(b),
  '/': (a, b) => (b.eq(0) ? null : a.div(b)),
  '<': (a, b) => truth(a.lt(b)),
  '<=': (a, b) => truth(a.lte(b)),
  '>': (a, b) => truth(a.gt(b)),
  '>=': (a, b) => truth(a.gte(b)),
  '=': (a, b) => truth(a.eq(b)),
  '!=': (a, b) => truth(!a.eq(b)),
};

const truth = (holds: boolean): Big => new Big(holds ? 1 : 0);

const operate = (operator: Operator, left: Big | null, right: Big | null): Big | null =>
  left && right && OPERATIONS[operator](left, right);

function choose([condition, then, otherwise]: readonly Formula[], inputs: FormulaInputs): Big | null {
  const holds = valueOf(condition!, inputs);
  return holds && valueOf(holds.eq(0) ? otherwise! : then!, inputs);
}

const FUNCTIONS: Readonly<Record<Exclude<FunctionName, 'if'>, (first: Big, ...rest: readonly Big[]) => Big>> = {
  min: (first, ...rest) => rest.reduce((least, value) => (value.lt(least) ? value : least), first),
  max: (first, ...rest) => rest.reduce((most, value) => (value.gt(most) ? value : most), first),
  abs: (value) => value.abs(),
  round: (value, digits = new Big(0)) => value.round(digits.toNumber(), Big.roundHalfUp),
};

function apply(name: Exclude<FunctionName, 'if'>, args: readonly Formula[], inputs: FormulaInputs): Big | null {
  const [first, ...rest] = args.map((arg) => valueOf(arg, inputs));
  const known = rest.filter((value) => value !== null);
  return first && known.length === rest.length ? FUNCTIONS[name](first, ...known) : null;
}
