import Big from 'big.js';
import { FormulaReader } from './formula-reader';
import { invalidFormula, type Token, tokensOf } from './formula-tokens';

/** Functions of the language with the least and the most number of arguments. */
const FUNCTIONS = { min: [1, 20], max: [1, 20], abs: [1, 1], round: [1, 2], if: [3, 3] } as const;
export type FunctionName = keyof typeof FUNCTIONS;
export type Operator = '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=' | '=' | '!=';

export type Formula =
  | { readonly kind: 'number'; readonly value: Big }
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Formula[] };

const ZERO: Formula = { kind: 'number', value: new Big(0) };
const MAX_DECIMALS = 10;

/**
 * Reads a formula of the KPI language: `{name}` inputs, numbers, + − · /, comparisons, parentheses, and the functions
 * min, max, abs, round and if; typographic − · × ÷ ≤ ≥ ≠ are taken too. Throws `INVALID_FORMULA`, with the position,
 * for anything else.
 */
export function parseFormula(expression: string): Formula {
  const reader = new FormulaReader(tokensOf(expression));
  const formula = comparison(reader);
  reader.expectEnd();
  return formula;
}

function comparison(reader: FormulaReader): Formula {
  const left = additions(reader);
  const operator = reader.take('<', '<=', '>', '>=', '=', '!=');
  return operator ? { kind: 'operation', operator, left, right: additions(reader) } : left;
}

function additions(reader: FormulaReader): Formula {
  let left = products(reader);
  for (let operator = reader.take('+', '-'); operator; operator = reader.take('+', '-')) {
    left = { kind: 'operation', operator, left, right: products(reader) };
  }
  return left;
}

function products(reader: FormulaReader): Formula {
  let left = signed(reader);
  for (let operator = reader.take('*', '/'); operator; operator = reader.take('*', '/')) {
    left = { kind: 'operation', operator, left, right: signed(reader) };
  }
  return left;
}

function signed(reader: FormulaReader): Formula {
  const operator = reader.take('-', '+');
  if (!operator) return primary(reader);
  return { kind: 'operation', operator, left: ZERO, right: reader.nested(() => signed(reader)) };
}

function primary(reader: FormulaReader): Formula {
  if (reader.take('(')) {
    const inner = reader.nested(() => comparison(reader));
    reader.expect(')');
    return inner;
  }
  const token = reader.next();
  switch (token.kind) {
    case 'number':
      return { kind: 'number', value: new Big(token.text) };
    case 'input':
      return { kind: 'input', name: token.text };
    case 'name':
      return call(reader, token);
    case 'sign':
      throw invalidFormula(`has "${token.text}" at position ${token.at + 1} where a value is due`);
  }
}

const isFunction = (name: string): name is FunctionName => Object.hasOwn(FUNCTIONS, name);

function call(reader: FormulaReader, { text: name, at }: Token): Formula {
  if (!isFunction(name)) throw invalidFormula(`has "${name}" at position ${at + 1}; inputs are written {${name}}`);
  reader.expect('(');
  const args = [reader.nested(() => comparison(reader))];
  while (reader.take(',')) args.push(reader.nested(() => comparison(reader)));
  reader.expect(')');
  const [least, most] = FUNCTIONS[name];
  if (args.length < least || args.length > most) throw invalidFormula(`gives ${name} ${args.length} arguments`);
  if (name === 'round' && args[1] && !isDigits(args[1]))
    throw invalidFormula(`rounds to something else than 0 to ${MAX_DECIMALS} digits`);
  return { kind: 'call', name, args };
}

const isDigits = (formula: Formula): boolean =>
  formula.kind === 'number' && formula.value.eq(formula.value.round()) && formula.value.lte(MAX_DECIMALS);
