import { parseExpression, parseUnaryTests } from 'feelin';
import { isChoice, isInclusive, isMatrix, isParallel, isStep } from './flow';
import { placedNodes } from './policy-paths';
import type { Node } from './schema';

/** A field of a subject that a policy reads, and what its conditions compare it with. */
export interface AskedField {
  /** With dots where it lies deeper. */
  readonly path: string;
  readonly kind: 'number' | 'text' | 'yes-no' | 'any';
  /** Texts that the policy tells apart. */
  readonly texts: readonly string[];
}

type Kind = AskedField['kind'];
interface Mention {
  readonly path: string;
  readonly kind: Kind;
  readonly texts: readonly string[];
}

/** Whatever the conditions and matrices of a policy may ask of a subject, in reading order, each field once. */
export function fieldsAskedBy(nodes: readonly Node[]): readonly AskedField[] {
  const mentions = placedNodes(nodes).flatMap(({ node }) => mentionsIn(node));
  const paths = [...new Set(mentions.map(({ path }) => path))];
  return paths.map((path) => {
    const own = mentions.filter((one) => one.path === path);
    const kind = own.find((one) => one.kind !== 'any')?.kind ?? 'any';
    return { path, kind, texts: [...new Set(own.flatMap(({ texts }) => texts))] };
  });
}

function mentionsIn(node: Node): readonly Mention[] {
  if (isStep(node)) return node.when === undefined ? [] : inExpression(node.when);
  if (isParallel(node)) return [];
  if (isChoice(node)) return node.choose.flatMap(({ when }) => inExpression(when));
  if (isInclusive(node)) return node.inclusive.flatMap(({ when }) => inExpression(when));
  if (!isMatrix(node)) return node satisfies never;
  const { inputs, rules } = node.matrix;
  return inputs.flatMap(({ expression }, column) => {
    const read = inExpression(expression);
    const [plain] = read;
    const cells = rules.flatMap(({ when }) => when[column] ?? []).filter((cell) => cell !== '-');
    return plain?.path === expression.trim() ? [{ path: plain.path, ...comparedIn(cells) }] : read;
  });
}

/** A field that is compared is told by what it is compared with; one inside a call says nothing of its kind. */
function inExpression(expression: string): readonly Mention[] {
  const found: Mention[] = [];
  const compared: { readonly until: number; readonly kind: Kind; readonly texts: readonly string[] }[] = [];
  let read = 0;
  parseExpression(expression, {}, undefined).iterate({
    enter: ({ name, from, to, node }) => {
      if (name === 'Comparison')
        compared.push({ until: to, ...comparedIn([expression.slice(from, to)], 'Expression') });
      if (name === 'FunctionInvocation') {
        compared.push({ until: to, kind: 'any', texts: [] });
        // Its own name is no field; what flags it asks for is known from its words.
        read = node.firstChild?.to ?? read;
        found.push(...flagsIn(expression.slice(from, to)));
      }
      if ((name !== 'PathExpression' && name !== 'VariableName') || from < read) return;
      read = to;
      const around = compared.findLast(({ until }) => until >= to);
      found.push({ path: expression.slice(from, to), kind: around?.kind ?? 'yes-no', texts: around?.texts ?? [] });
    },
  });
  return found.map((one) => (one.path === expression.trim() ? { ...one, kind: 'any' } : one));
}

const FLAGGED = /^isFlagged\(\s*"((?:[^"\\]|\\.)*)"\s*\)$/;
const flagsIn = (call: string): readonly Mention[] => {
  const flag = FLAGGED.exec(call)?.[1];
  return flag === undefined ? [] : [{ path: 'flags', kind: 'text', texts: [flag] }];
};

const KINDS: Readonly<Record<string, Kind>> = {
  NumericLiteral: 'number',
  StringLiteral: 'text',
  BooleanLiteral: 'yes-no',
};

function comparedIn(
  texts: readonly string[],
  form: 'Expression' | 'UnaryTests' = 'UnaryTests',
): Pick<Mention, 'kind' | 'texts'> {
  const parse = form === 'Expression' ? parseExpression : parseUnaryTests;
  const kinds: Kind[] = [];
  const words: string[] = [];
  for (const text of texts) {
    parse(text, {}, undefined).iterate({
      enter: ({ name, from, to }) => {
        const kind = KINDS[name];
        if (kind) kinds.push(kind);
        if (kind === 'text') words.push(text.slice(from + 1, to - 1));
      },
    });
  }
  return { kind: kinds[0] ?? 'any', texts: words };
}
