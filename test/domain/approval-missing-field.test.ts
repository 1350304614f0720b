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

test.each([
  [{ flags: ['X', 'Y'] }, true],
  [{ flags: 'X' }, true],
  [{ flags: ['Y'] }, false],
  [{ flags: [] }, false],
  [{ flags: null }, false],
  [{}, false],
])('only a flag may be asked for where nothing says so: %j', (data, flagged) => {
  expect(holds('isFlagged("X")', data)).toBe(flagged);
  expect(holds('isFlagged("X") or 2 < 1', data)).toBe(flagged);
});

test('flags that are no flags, and a question about no flag, are refused and never simply false', () => {
  expect(pathOf(() => holds('isFlagged("X")', { flags: 7 }))).toBe('when');
  expect(pathOf(() => holds('isFlagged', {}))).toBe('when');
  expect(pathOf(() => holds('isFlagged = true', {}))).toBe('when');
  expect(holds('isFlagged = true', { isFlagged: true })).toBe(true);
});

test('a matrix names the field that an input reads, and itself when a cell cannot be compared', () => {
  expect(pathOf(() => rulesHit(matrix('amount'), {}))).toBe('data.amount');
  expect(pathOf(() => rulesHit(matrix('amount'), { amount: 'much' }))).toBe('rows');
});
