import fc from 'fast-check';
import type { Role } from '../../../domain/people/people';
import { countsAs, type RoleChange, rolesChanged } from '../../../domain/people/role-changes';

const NOW = 1_000;
const change = (byId: string, given: boolean, part: Partial<RoleChange> = {}): RoleChange => ({
  role: 'legal',
  given,
  byId,
  countsFrom: NOW + 1,
  ...part,
});
const old = { countsFrom: NOW };

/** X has a part in the matter, W has none. */
test.each<[string, boolean, readonly RoleChange[], boolean]>([
  ['nothing has changed', true, [], true],
  ['never had it', false, [], false],
  ['given by X', true, [change('X', true)], false],
  ['given by X, whose time has come', true, [change('X', true, old)], true],
  ['given by W', true, [change('W', true)], true],
  ['taken by X', false, [change('X', false)], true],
  ['taken by X, whose time has come', false, [change('X', false, old)], false],
  ['taken by W', false, [change('W', false)], false],
  ['taken and given back by X', true, [change('X', false), change('X', true)], true],
  ['given by W, taken by X', false, [change('W', true), change('X', false)], true],
  ['given by X, taken by W', false, [change('X', true), change('W', false)], false],
  ['taken by W, given back by X', true, [change('W', false), change('X', true)], false],
  ['taken by X, given back by W', true, [change('X', false), change('W', true)], true],
  ['another role given by X', true, [change('X', true, { role: 'hr' })], true],
])('%s', (_name, has, changes, expected) => {
  const roles: readonly Role[] = has ? ['legal'] : [];
  expect(countsAs('legal', { roles, changes }, { partyIds: ['X'], now: NOW })).toBe(expected);
});

const histories = fc.array(fc.constantFrom('X', 'W')).map((by) => {
  // A role is given and taken in turn.
  const changes = by.map((byId, index) => change(byId, index % 2 === 0));
  return { changes, roles: by.length % 2 === 1 ? (['legal'] as const) : ([] as const) };
});

test('without a part in the matter everything counts at once; changes by those with a part are as if never made', () => {
  fc.assert(
    fc.property(histories, (standing) => {
      const has = standing.roles.length > 0;
      expect(countsAs('legal', standing, { partyIds: [], now: NOW })).toBe(has);
      expect(countsAs('legal', standing, { partyIds: ['X'], now: NOW + 1 })).toBe(has);
      expect(countsAs('legal', standing, { partyIds: ['X', 'W'], now: NOW })).toBe(false);
      const byW = standing.changes.filter(({ byId }) => byId === 'W');
      const expected = byW.at(-1)?.given ?? false;
      expect(countsAs('legal', standing, { partyIds: ['X'], now: NOW })).toBe(expected);
    }),
  );
});

test('from some roles to others: what is given and what is taken', () => {
  expect(rolesChanged(['legal', 'hr'], ['hr', 'admin'])).toEqual([
    { role: 'admin', given: true },
    { role: 'legal', given: false },
  ]);
});
