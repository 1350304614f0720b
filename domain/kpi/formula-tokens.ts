import { DomainError } from '../errors';

export type Token =
  | { readonly kind: 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'input'; readonly text: string; readonly at: number }
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number };

export const MAX_EXPRESSION = 500;

const SPACE = /\s+/y;
const PATTERNS = [
  ['number', /\d{1,15}(?:\.\d{1,15})?(?![\w.])/y],
  ['input', /\{\s*([\p{L}_][\p{L}\p{N}_.-]{0,63})\s*\}/uy],
  ['name', /[a-z]+/y],
  ['sign', /<=|>=|==|!=|[+\-−*·×/÷(),<>=≤≥≠]/uy],
] as const;

/** Typographic and doubled signs mean the same as the plain ones. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['−', '-'],
  ['·', '*'],
  ['×', '*'],
  ['÷', '/'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['==', '='],
]);

export function tokensOf(expression: string): readonly Token[] {
  if (expression.length > MAX_EXPRESSION) throw invalidFormula(`is longer than ${MAX_EXPRESSION} characters`);
  const tokens: Token[] = [];
  for (let at = skipSpace(expression, 0); at < expression.length; at = skipSpace(expression, at)) {
    const { token, end } = tokenAt(expression, at);
    tokens.push(token);
    at = end;
  }
  return tokens;
}

function tokenAt(expression: string, at: number): { readonly token: Token; readonly end: number } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(expression);
    if (!match) continue;
    const text = match[1] ?? match[0];
    return { token: { kind, text: PLAIN.get(text) ?? text, at }, end: at + match[0].length };
  }
  throw invalidFormula(`"${expression.slice(at, at + 10)}" at position ${at + 1} is not part of the formula language`);
}

function skipSpace(expression: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(expression)?.[0].length ?? 0);
}

export const invalidFormula = (message: string): DomainError =>
  new DomainError('INVALID_FORMULA', `The formula ${message}.`, [{ path: 'expression', message }]);
