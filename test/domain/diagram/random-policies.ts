import fc from 'fast-check';
import { isMatrix, isStep } from '../../../domain/approval/flow';
import { Matrix, type Node, type Step } from '../../../domain/approval/schema';
import { MODES } from '../../../domain/approval/words';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.constantFrom(
    '财务与法务会签：合同金额超过一百万元',
    'Head of the department',
    'Verylongwordwithoutanybreakinsideofit',
    'A & <B>',
  ),
);
const when = fc.constantFrom(
  'amount > 5',
  'list contains(flags, "A") and criticality = "critical" and amount < 100000',
  'a < "&"',
);

const aStep: fc.Arbitrary<Step> = fc
  .record({
    title: text,
    mode: fc.constantFrom(...MODES),
    when: fc.option(when, { nil: undefined }),
    late: fc.boolean(),
  })
  .map(({ title, mode, when: condition, late }) => ({
    key: 'k',
    title,
    mode,
    assignees: [{ role: 'finance' }],
    ...(condition !== undefined && { when: condition }),
    ...(late && { sla: { duration: 'P2D', calendar: '24x7' }, timeout: { action: 'reject' } }),
  }));
const steps = fc.array(aStep, { minLength: 1, maxLength: 3 });

const aMatrix: fc.Arbitrary<Node> = steps.map((inside) => ({
  key: 'k',
  steps: inside,
  matrix: Matrix.parse({
    inputs: [{ label: 'Amount', expression: 'amount' }],
    rules: [{ when: ['> 5'], steps: [] }],
    otherwise: [],
  }),
}));

/** Sequences with blocks nested as deep as the schema lets them. */
function nodes(depth: number, minLength: number): fc.Arbitrary<readonly Node[]> {
  if (depth === 0) return fc.array(fc.oneof(aStep, aStep), { minLength, maxLength: 3 });
  const branch = fc.record({ when, steps: nodes(depth - 1, 0) });
  const branches = fc.array(branch, { minLength: 1, maxLength: 3 });
  const fallback = nodes(depth - 1, 0);
  const parallel = fc.array(nodes(depth - 1, 1), { minLength: 2, maxLength: 3 });
  return fc.array(
    fc.oneof(
      { weight: 3, arbitrary: aStep },
      { weight: 1, arbitrary: aMatrix },
      { weight: 1, arbitrary: parallel.map((all): Node => ({ key: 'k', parallel: all })) },
      {
        weight: 1,
        arbitrary: fc.tuple(branches, fallback).map(([choose, rest]): Node => ({ key: 'k', choose, default: rest })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(branches, fallback)
          .map(([inclusive, rest]): Node => ({ key: 'k', inclusive, default: rest })),
      },
    ),
    { minLength, maxLength: 4 },
  );
}

/** Every key once, as a saved policy has them; a matrix asks for all its steps. */
function number(all: readonly Node[], next: () => string): readonly Node[] {
  return all.map((node): Node => {
    const key = next();
    if (isStep(node)) return { ...node, key };
    if (isMatrix(node)) {
      const inside = node.steps.map((step) => ({ ...step, key: next() }));
      const rules = node.matrix.rules.map((rule) => ({ ...rule, steps: inside.map((step) => step.key) }));
      return { key, steps: inside, matrix: { ...node.matrix, rules } };
    }
    if ('parallel' in node) return { key, parallel: node.parallel.map((branch) => number(branch, next)) };
    const fallback = number(node.default, next);
    const ways = (branches: readonly { readonly when: string; readonly steps: readonly Node[] }[]) =>
      branches.map((branch) => ({ ...branch, steps: number(branch.steps, next) }));
    return 'choose' in node
      ? { key, choose: ways(node.choose), default: fallback }
      : { key, inclusive: ways(node.inclusive), default: fallback };
  });
}

export const randomSteps: fc.Arbitrary<readonly Node[]> = nodes(2, 1).map((all) => {
  let count = 0;
  return number(all, () => `n${++count}`);
});
