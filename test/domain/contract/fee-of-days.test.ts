import fc from 'fast-check';
import { costOfParts, feeParts, type Rest } from '../../../domain/contract/fee-of-days';

const FEES = [
  { from: null, minor: 3_000_000 },
  { from: '2027-04-16', minor: 1_500_000 },
];
const cost = (from: string, to: string, rests: readonly Rest[] = []) =>
  costOfParts(feeParts({ from, to }, FEES, rests), 30);

test.each<[string, number, readonly Rest[]]>([
  ['by the days of each fee', 2_250_000, []],
  ['less days on which the fee rests', 2_150_000, [{ since: '2027-04-15', until: '2027-04-16' }]],
  ['of a rest over the change at both fees', 2_100_000, [{ since: '2027-04-15', until: '2027-04-17' }]],
  ['of a rest that lasts to the end', 1_500_000, [{ since: '2027-04-16', until: null }]],
  ['of nothing but rest', 0, [{ since: '2027-03-01', until: '2027-06-01' }]],
  ['of a rest outside as if there were none', 2_250_000, [{ since: '2027-03-01', until: '2027-04-01' }, { since: '2027-05-01', until: null }]], // prettier-ignore
])('a month costs %s', (_, minor, rests) => {
  expect(cost('2027-04-01', '2027-05-01', rests)).toBe(minor);
});

test.each([
  ['before the change', '2027-04-01', '2027-04-16', 1_500_000],
  ['after it', '2027-04-16', '2027-05-01', 750_000],
  ['on its first day', '2027-04-16', '2027-04-17', 50_000],
  ['on no day', '2027-04-16', '2027-04-16', 0],
])('days %s cost what binds on them', (_, from, to, minor) => expect(cost(from, to)).toBe(minor));

test('of two fees from one day the later one counts', () => {
  const fees = [...FEES, { from: '2027-04-16', minor: 600_000 }];
  expect(feeParts({ from: '2027-04-16', to: '2027-05-01' }, fees)).toEqual([{ minor: 600_000, days: 15 }]);
});

test('a month cut at any day costs no more and no less than both of its parts, but for the rounding of one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), (day) => {
      const cut = `2027-04-${String(day).padStart(2, '0')}`;
      expect(Math.abs(cost('2027-04-01', cut) + cost(cut, '2027-05-01') - 2_250_000)).toBeLessThanOrEqual(1);
    }),
  );
});
