import { fieldsAskedBy } from '../../domain/approval/asked-fields';
import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import type { Node } from '../../domain/approval/schema';

const asking = (when: string): Node => ({ key: 'a', title: 'A', mode: 'any', assignees: [{ manager: true }], when });
const matrix = (expression: string, cells: readonly string[]): Node => ({
  key: 'who',
  matrix: {
    hitPolicy: 'first',
    inputs: [{ label: 'Input', expression }],
    rules: cells.map((cell) => ({ when: [cell], steps: ['a'] })),
    otherwise: [],
  },
  steps: [{ key: 'a', title: 'A', mode: 'any', assignees: [{ manager: true }] }],
});

test.each([
  ['amount >= 1000', [{ path: 'amount', kind: 'number', texts: [] }]],
  [
    'amount.value > 5 and category = "it"',
    [
      { path: 'amount.value', kind: 'number', texts: [] },
      { path: 'category', kind: 'text', texts: ['it'] },
    ],
  ],
  ['a.b.c in ["x", "y"]', [{ path: 'a.b.c', kind: 'text', texts: ['x', 'y'] }]],
  [
    'isFlagged("DATA") or urgent = true',
    [
      { path: 'flags', kind: 'text', texts: ['DATA'] },
      { path: 'urgent', kind: 'yes-no', texts: [] },
    ],
  ],
  [
    'not(urgent) and count(items) > 2',
    [
      { path: 'urgent', kind: 'any', texts: [] },
      { path: 'items', kind: 'any', texts: [] },
    ],
  ],
  ['金额 > 5', [{ path: '金额', kind: 'number', texts: [] }]],
  ['true', []],
])('a policy with the condition %s asks for what it reads', (when, fields) => {
  expect(fieldsAskedBy([asking(when)])).toEqual(fields);
});

test('a matrix tells by its cells what an input may be', () => {
  expect(fieldsAskedBy([matrix('amount', ['-', '>= 10'])])).toEqual([{ path: 'amount', kind: 'number', texts: [] }]);
  expect(fieldsAskedBy([matrix('kind', ['"it", "data"', '"it"'])])).toEqual([
    { path: 'kind', kind: 'text', texts: ['it', 'data'] },
  ]);
});

test('a field that several conditions read is named once, with everything that it is compared with', () => {
  expect(fieldsAskedBy([asking('kind = "a"'), { ...asking('kind = "b"'), key: 'b' }])).toEqual([
    { path: 'kind', kind: 'text', texts: ['a', 'b'] },
  ]);
});

test('the fields of what ships are known', () => {
  const of = (key: string) => fieldsAskedBy(BUILTIN_POLICIES[key]?.steps ?? []).map(({ path }) => path);
  expect(of('gate-needs')).toContain('headcountAffected');
  expect(of('gate-award')).toContain('flags');
});
