import { checkPolicy } from '../../domain/approval/policy';
import { PolicyBody } from '../../domain/approval/schema';

const USER = '01930000-0000-7000-8000-000000000001';
const named = (key: string, part: object = {}) => ({
  key,
  title: 'S',
  mode: 'any',
  assignees: [{ role: 'legal' }],
  ...part,
});
const matrixOf = (rules: readonly object[], part: object = {}) => ({
  key: 'm',
  matrix: {
    inputs: [
      { label: 'A', expression: 'a' },
      { label: 'B', expression: 'b' },
    ],
    rules,
    otherwise: ['x'],
    ...part,
  },
  steps: [named('x')],
});
const AUTO = { emptyHandler: 'approve', risk: 'low' };
const LOOP = { emptyHandler: 'reject', onReject: 'sendBack:previous' };
const rule = (...when: readonly string[]) => ({ when, steps: ['x'] });

test.each<readonly [string, readonly object[], string]>([
  [
    'a branch behind one that always holds',
    [
      {
        key: 'c',
        choose: [
          { when: 'true', steps: [named('a')] },
          { when: 'x > 1', steps: [named('b')] },
        ],
        default: [],
      },
    ],
    'steps.0.choose.1',
  ],
  [
    'a branch with the condition of an earlier one',
    [
      {
        key: 'c',
        choose: [
          { when: 'x  > 1', steps: [named('a')] },
          { when: 'x > 1', steps: [named('b')] },
        ],
        default: [],
      },
    ],
    'steps.0.choose.1',
  ],
  [
    'a default behind a branch that always holds',
    [{ key: 'c', inclusive: [{ when: 'true', steps: [named('a')] }], default: [named('b')] }],
    'steps.0.default',
  ],
  [
    'a branch that never holds',
    [{ key: 'c', inclusive: [{ when: 'false', steps: [named('a')] }], default: [named('b')] }],
    'steps.0.inclusive.0.when',
  ],
  ['a rule that repeats an earlier one', [matrixOf([rule('> 1', '-'), rule('>1', '-')])], 'steps.0.matrix.rules.1'],
  ['a rule behind one that says nothing', [matrixOf([rule('-', '-'), rule('> 1', '"it"')])], 'steps.0.matrix.rules.1'],
  [
    'two inputs of one name',
    [
      matrixOf([rule('1', '2')], {
        inputs: [
          { label: 'A', expression: 'a' },
          { label: 'A', expression: 'b' },
        ],
      }),
    ],
    'steps.0.matrix.inputs.1.label',
  ],
  [
    'a rejection without a person after a step without a person',
    [named('a', AUTO), named('b', LOOP)],
    'steps.1.onReject',
  ],
  [
    'the same with a step between that may be left out',
    [named('a', AUTO), named('o', { when: 'x > 1' }), named('b', LOOP)],
    'steps.2.onReject',
  ],
  [
    'people chosen after a block',
    [{ key: 'f', parallel: [[named('a')], [named('b')]] }, named('c', { assignees: [{ previousSelect: true }] })],
    'steps.1.assignees',
  ],
  [
    'people chosen by a step that a matrix may leave out',
    [{ ...matrixOf([rule('1', '2')]), steps: [named('x'), named('y', { assignees: [{ previousSelect: true }] })] }],
    'steps.0.steps.1.assignees',
  ],
])('%s is refused at its place', (_name, steps, path) => {
  expect(() => checkPolicy('p', PolicyBody.parse({ title: 'P', steps }))).toThrow(
    expect.objectContaining({ errors: expect.arrayContaining([expect.objectContaining({ path })]) }),
  );
});

test.each<readonly [string, readonly object[], object]>([
  [
    'rules that overlap but do not cover each other',
    [matrixOf([rule('> 1', '-'), rule('-', '"it"'), rule('-', '-')])],
    {},
  ],
  ['repeated rules that are all collected', [matrixOf([rule('1', '-'), rule('1', '-')], { hitPolicy: 'collect' })], {}],
  ['a rejection without a person that a person stands behind', [named('a', AUTO), named('h'), named('b', LOOP)], {}],
  ['people chosen by the step right before', [named('a'), named('b', { assignees: [{ previousSelect: true }] })], {}],
  [
    'the same person among others in two steps',
    [named('a'), named('b', { assignees: [{ user: USER }] })],
    { distinctApprovers: true },
  ],
])('%s are sound', (_name, steps, settings) => {
  expect(() => checkPolicy('p', PolicyBody.parse({ title: 'P', settings, steps }))).not.toThrow();
});

test('a person who is alone in two steps is refused where all approvers must differ', () => {
  const steps = ['a', 'b'].map((key) => named(key, { assignees: [{ user: USER }] }));

  expect(() =>
    checkPolicy('p', PolicyBody.parse({ title: 'P', settings: { distinctApprovers: true }, steps })),
  ).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ path: 'steps.1.assignees' })] }));
});
