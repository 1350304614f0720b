import { evaluate, parseExpression, parseUnaryTests } from 'feelin';
import { DomainError } from '../errors';
import { missingField } from './missing-field';

const MAX_LENGTH = 500;
const LOOPS = /\b(for|some|every)\b/;

/** Why a condition may not be used, or null. Loops are refused because nothing bounds how long they run. */
export function conditionFault(expression: string, form: Form = 'Expression'): string | null {
  if (expression.length > MAX_LENGTH) return `may have ${MAX_LENGTH} characters`;
  const code = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  if (LOOPS.test(code)) return 'may not contain for, some or every';
  if (/\bfunction\b/.test(code)) return 'may not define functions';
  return syntaxFault(expression, form);
}

/** FEEL has two grammars: expressions, and the tests that stand in the cells of a decision table. */
export type Form = 'Expression' | 'UnaryTests';
const PARSERS = { Expression: parseExpression, UnaryTests: parseUnaryTests } as const satisfies Record<Form, unknown>;

function syntaxFault(expression: string, form: Form): string | null {
  let fault: string | null = null;
  const tree = PARSERS[form](expression, {}, undefined);
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) fault ??= `cannot be read at character ${node.from + 1}`;
    },
  });
  return fault;
}

/**
 * Whether a FEEL condition holds for the subject's data. An unknown name or a comparison of unlike things is an error
 * of the policy and never simply false: an approval step must not vanish because of a spelling mistake.
 */
export function holds(expression: string, data: Readonly<Record<string, unknown>>): boolean {
  const fault = conditionFault(expression);
  if (fault !== null) throw invalid(expression, fault);
  const unlike = unlikeSides(expression, data);
  if (unlike !== null) throw invalid(expression, `compares unlike things: ${unlike}`);
  const { value, warnings } = evaluate(expression, known(data));
  const [warning] = warnings;
  if (warning) throw invalid(expression, warning.message, missingField(expression, warning));
  if (typeof value !== 'boolean') throw invalid(expression, 'is neither true nor false');
  return value;
}

/**
 * The data, with one question that may be asked of it though it says nothing: `isFlagged("X")`. Without `flags` nothing is
 * flagged; flags that are neither a text nor a list answer nothing, which is refused.
 */
const known = (data: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  isFlagged: (flag: unknown) => {
    const { flags = [] } = data;
    if (flags === null) return false;
    if (Array.isArray(flags)) return flags.includes(flag);
    return typeof flags === 'string' ? flags === flag : null;
  },
  ...data,
});

/** FEEL engines compare a text with a number without a word; such a comparison says nothing, so it is refused. */
function unlikeSides(expression: string, data: Readonly<Record<string, unknown>>): string | null {
  let unlike: string | null = null;
  const kind = (from: number, to: number): string => {
    const { value } = evaluate(expression.slice(from, to), known(data));
    return value === null ? 'nothing' : typeof value;
  };
  parseExpression(expression, known(data), undefined).iterate({
    enter: ({ name, from, to, node: { firstChild: left, lastChild: right } }) => {
      if (name !== 'Comparison' || !left || !right || !ORDERING.test(expression.slice(left.to, right.from))) return;
      const kinds = [kind(left.from, left.to), kind(right.from, right.to)];
      if (kinds[0] !== kinds[1] && !kinds.includes('nothing')) unlike = expression.slice(from, to);
    },
  });
  return unlike;
}

const ORDERING = /^\s*(<=?|>=?|!?=)\s*$/;

const invalid = (expression: string, why: string, field: string | null = null): DomainError =>
  new DomainError('POLICY_INVALID', `The condition "${expression}" ${why}.`, [
    { path: field === null ? 'when' : `data.${field}`, message: why },
  ]);
