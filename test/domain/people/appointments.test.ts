import fc from 'fast-check';
import { type Appointed, type AppointmentChange, countingPart } from '../../../domain/people/appointments';
import { counting } from '../../../domain/people/changes';

const NOW = 1_000;
const to = (before: Appointed, after: Appointed, byId: string, countsFrom = NOW + 1): AppointmentChange => ({
  ...{ before, after, byId, countsFrom },
});
/** X has a part in the matter, W has none. */
const MATTER = { partyIds: ['X'], now: NOW };

test.each<[string, Appointed, readonly AppointmentChange[], Appointed]>([
  ['nothing has changed', 'A', [], 'A'],
  ['nobody ever was', null, [], null],
  ['named by X', 'A', [to(null, 'A', 'X')], null],
  ['replaced by X', 'B', [to('A', 'B', 'X')], 'A'],
  ['replaced by X, whose time has come', 'B', [to('A', 'B', 'X', NOW)], 'B'],
  ['replaced by W', 'B', [to('A', 'B', 'W')], 'B'],
  ['taken away by X', null, [to('A', null, 'X')], 'A'],
  ['replaced by X and put back by X', 'A', [to('A', 'B', 'X'), to('B', 'A', 'X')], 'A'],
  ['replaced by W, then by X', 'C', [to('A', 'B', 'W'), to('B', 'C', 'X')], 'B'],
  ['replaced by X, then by W', 'C', [to('A', 'B', 'X'), to('B', 'C', 'W')], 'C'],
  ['a request handed in before W replaced A', 'A', [to('A', 'B', 'W')], 'A'],
  ['a request handed in before X replaced A, whom W had named', 'A', [to(null, 'A', 'W'), to('A', 'B', 'X')], 'A'],
])('%s', (_name, value, changes, expected) => {
  expect(counting(value, changes, MATTER)).toBe(expected);
});

test.each<[string, Appointed, readonly AppointmentChange[], Appointed]>([
  ['a part that nobody held, named by X', 'A', [to(null, 'A', 'X')], 'A'],
  ['a part that nobody held, named and replaced by X', 'B', [to(null, 'A', 'X'), to('A', 'B', 'X')], 'A'],
  ['a part that somebody held, replaced by X', 'B', [to('A', 'B', 'X')], 'A'],
  ['a part emptied and given to another by X', 'B', [to('A', null, 'X'), to(null, 'B', 'X')], 'A'],
  ['a part emptied by X', null, [to('A', null, 'X')], 'A'],
  ['a part emptied by W and given to another by X', 'B', [to('A', null, 'W'), to(null, 'B', 'X')], null],
])('%s', (_name, holder, changes, expected) => {
  expect(countingPart(holder, changes, MATTER)).toBe(expected);
});

/** Any history in which each change begins where the one before it ended. */
const histories = fc
  .array(fc.record({ byId: fc.constantFrom('X', 'W'), after: fc.constantFrom(null, 'A', 'B', 'C') }))
  .map((steps) => {
    const changes = steps.map(({ byId, after }, at) =>
      to(at === 0 ? 'S' : (steps[at - 1]?.after ?? null), after, byId),
    );
    return { value: changes.at(-1)?.after ?? (changes.length > 0 ? null : 'S'), changes };
  });

test('without a part in the matter a value is what it is; changes by those with one are as if never made, and come to count', () => {
  fc.assert(
    fc.property(histories, ({ value, changes }) => {
      expect(counting(value, changes, { partyIds: [], now: NOW })).toBe(value);
      expect(counting(value, changes, { ...MATTER, now: NOW + 1 })).toBe(value);
      expect(counting(value, changes, { partyIds: ['X', 'W'], now: NOW })).toBe('S');
      const byW = changes.filter(({ byId }) => byId === 'W').at(-1);
      expect(counting(value, changes, MATTER)).toBe(byW ? byW.after : 'S');
    }),
  );
});
