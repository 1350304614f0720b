import Big from 'big.js';
import fc from 'fast-check';
import { round4, sum, weightedMean4 } from '../../domain/decimal';

const figure = (digits: number, low: number, high: number) =>
  fc.integer({ min: low, max: high }).map((whole) => whole / 10 ** digits);
const parts = (valueDigits: number, weightDigits: number) =>
  fc.array(
    fc.record({ value: figure(valueDigits, -1_000_000, 1_000_000), weight: figure(weightDigits, 1, 1_000_000_000) }),
    { minLength: 1, maxLength: 30 },
  );

test.each([
  ['scores and money', parts(4, 2)],
  ['whole numbers', parts(0, 0)],
  ['values with more decimals than are counted in whole numbers', parts(7, 2)],
  ['weights with more decimals than are counted in whole numbers', parts(4, 5)],
])('the weighted mean of %s is the exact one', (_, arbitrary) =>
  fc.assert(
    fc.property(arbitrary, (list) => {
      const points = sum(list.map(({ value, weight }) => new Big(value).times(weight)));
      expect(weightedMean4(list)).toBe(round4(points.div(sum(list.map(({ weight }) => weight)))));
    }),
  ),
);

test('a mean between two steps goes away from zero, and a small negative one is no negative zero', () => {
  const mean = (...values: number[]) => weightedMean4(values.map((value) => ({ value, weight: 1 })));
  expect([mean(0.0001, 0), mean(-0.0001, 0)]).toEqual([0.0001, -0.0001]);
  expect(Object.is(mean(-0.0001, 0, 0), 0)).toBe(true);
});
