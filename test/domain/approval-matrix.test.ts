import { matrixIssues, rulesHit } from '../../domain/approval/matrix';
import type { MatrixBlock } from '../../domain/approval/schema';
import { Matrix } from '../../domain/approval/schema';
import { DomainError } from '../../domain/errors';
import { Desk, step } from './approval-builders';

const steps = ['manager', 'finance', 'board'].map((key) => step({ key, people: [key] }));
const block = (part: object = {}): MatrixBlock => ({
  key: 'who',
  steps,
  matrix: Matrix.parse({
    inputs: [
      { label: 'Amount', expression: 'amount' },
      { label: 'Criticality', expression: 'criticality' },
    ],
    rules: [
      { when: ['>= 1000000', '-'], steps: ['manager', 'finance', 'board'] },
      { when: ['-', '"critical"'], steps: ['manager', 'board'] },
      { when: ['[10000..1000000)', '"standard", "important"'], steps: ['manager', 'finance'] },
    ],
    otherwise: ['manager'],
    ...part,
  }),
});

test.each([
  [{ amount: 1_000_000, criticality: 'standard' }, [0]],
  [{ amount: 5, criticality: 'critical' }, [1]],
  [{ amount: 10_000, criticality: 'important' }, [2]],
  [{ amount: 9_999, criticality: 'important' }, []],
  [{ amount: 2_000_000, criticality: 'critical' }, [0]],
])('the first rule that holds for %j is %j', (data, rules) => {
  expect(rulesHit(block(), data)).toEqual(rules);
});

test('collect takes every rule that holds', () => {
  expect(rulesHit(block({ hitPolicy: 'collect' }), { amount: 2_000_000, criticality: 'critical' })).toEqual([0, 1]);
});

test.each([
  ['a missing input', { amount: 5 }],
  ['a text where a number is compared', { amount: 'many', criticality: 'critical' }],
  ['a number where texts are compared', { amount: 5, criticality: 3 }],
])('%s is an error of the policy and never simply false', (_name, data) => {
  expect(() => rulesHit(block(), data)).toThrow(DomainError);
});

test.each([
  ['a row of another width', { rules: [{ when: ['-'], steps: ['manager'] }] }, 'steps.0.matrix.rules.0.when'],
  ['a step that is not there', { otherwise: ['ceo'] }, 'steps.0.matrix.otherwise'],
  [
    'a cell that cannot be read',
    { rules: [{ when: ['>= (', '-'], steps: ['manager'] }] },
    'steps.0.matrix.rules.0.when.0',
  ],
  ['a step that no rule asks for', { rules: [{ when: ['-', '-'], steps: ['board'] }] }, 'steps.0.steps.1.key'],
])('a matrix with %s is refused', (_name, part, path) => {
  expect(matrixIssues(block(part), 'steps.0').map((issue) => issue.path)).toContain(path);
});

test('a sound matrix has no faults', () => {
  expect(matrixIssues(block(), 'steps.0')).toEqual([]);
});

test('a matrix block asks the steps that its rules name, in the order of the policy, and leaves out the others', () => {
  const desk = new Desk({
    steps: [block(), step({ key: 'end', people: ['Z'] })],
    directory: { branches: { who: [1] } },
  });
  expect(desk.open).toEqual(['manager']);
  expect(desk.task('manager').origin).toBe('matrix');
  desk.vote('manager+');
  expect(desk.open).toEqual(['board']);
  desk.vote('board+');

  expect(desk.open).toEqual(['Z']);
  expect(desk.state.runs.map(({ key }) => key)).toEqual(['manager', 'board', 'end']);
});

test('without a rule that holds the matrix asks its default steps', () => {
  const desk = new Desk({ steps: [block()], directory: { branches: { who: [] } } });
  desk.vote('manager+');

  expect(desk.outcome).toBe('approved');
});
