import fc from 'fast-check';
import { measuredIn, measuredOn } from '../../../domain/kpi/leaving';
import type { KpiDefinition } from '../../../domain/kpi/record-schema';

const kpi = (key: string, weightBp: number): KpiDefinition => ({
  ...{ key, name: key, unit: '%', direction: 'maximise', weightBp, frequency: 'monthly', source: 'vendor' },
  ...{ floor: 0, target: 100 },
});
const KPIS = [kpi('a', 5_000), kpi('b', 3_000), kpi('c', 2_000)];
const weights = (endsOn: string, period: string) =>
  measuredIn(KPIS, [{ kpi: 'c', endsOn }], period).map(({ key, weightBp }) => [key, weightBp]);

const ALL = [['a', 5_000], ['b', 3_000], ['c', 2_000]]; // prettier-ignore
const REST = [['a', 6_250], ['b', 3_750]]; // prettier-ignore
test.each([
  ['a month that was over before', '2027-04-15', '2027-03', ALL],
  ['the month in which its part leaves', '2027-04-15', '2027-04', ALL],
  ['the month after', '2027-04-15', '2027-05', REST],
  ['the month on whose first day it leaves', '2027-04-01', '2027-04', REST],
  ['the quarter in which it leaves', '2027-05-01', '2027-Q2', ALL],
  ['the quarter on whose first day it leaves', '2027-04-01', '2027-Q2', REST],
])('%s is measured by what was served in it, the rest weighing as a whole', (_, endsOn, period, expected) => {
  expect(weights(endsOn, period)).toEqual(expected);
});

test('a day knows what is still measured', () => {
  const on = (day: string) => measuredOn(KPIS, [{ kpi: 'c', endsOn: '2027-04-15' }], day).map(({ key }) => key);
  expect([on('2027-04-14'), on('2027-04-15')]).toEqual([['a', 'b', 'c'], ['a', 'b']]); // prettier-ignore
});

test('whatever leaves, what is left weighs 10 000 together, or nothing at all', () => {
  const weight = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 8 }), fc.nat(), (list, which) => {
      const kpis = list.map((weightBp, index) => kpi(`k${index}`, weightBp));
      const gone = `k${which % list.length}`;
      const left = measuredIn(kpis, [{ kpi: gone, endsOn: '2027-01-01' }], '2027-01');
      const before = kpis.filter(({ key }) => key !== gone).reduce((sum, { weightBp }) => sum + weightBp, 0);
      expect(left.map(({ key }) => key)).not.toContain(gone);
      expect(left.reduce((sum, { weightBp }) => sum + weightBp, 0)).toBe(before === 0 ? 0 : 10_000);
    }),
  );
});
