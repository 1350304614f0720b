import { holds } from '../../domain/approval/condition';
import { rulesHit } from '../../domain/approval/matrix';
import { DomainError } from '../../domain/errors';

const pathOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    return error instanceof DomainError ? error.errors[0]?.path : undefined;
  }
  return undefined;
};
const matrix = (expression: string) => ({
  key: 'rows',
  matrix: {
    hitPolicy: 'first' as const,
    inputs: [{ label: 'Amount', expression }],
    rules: [{ when: ['> 3'], steps: [] }],
    otherwise: [],
  },
  steps: [],
});

test.each([
  ['amount > 3', {}, 'data.amount'],
  ['vendor.score > 3', { vendor: {} }, 'data.vendor.score'],
  ['1 < 2 and (country = "CN")', {}, 'data.country'],
  ['amount', { amount: 1 }, 'when'],
])('a condition that %s cannot be answered for names the field that is missing', (expression, data, path) => {
  expect(pathOf(() => holds(expression, data))).toBe(path);
});

test('a matrix names the field that an input reads, and itself when a cell cannot be compared', () => {
  expect(pathOf(() => rulesHit(matrix('amount'), {}))).toBe('data.amount');
  expect(pathOf(() => rulesHit(matrix('amount'), { amount: 'much' }))).toBe('rows');
});
