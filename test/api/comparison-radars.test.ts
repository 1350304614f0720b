import { lowBidOf, radarsOf } from '../../api/pages/comparison-view';
import { samplePage } from '../../bin/parts/samples';
import type { Comparison } from '../../domain/vendor/record-schema';

const columns = ['Sun', 'Moon'].map((vendor, n) => ({
  candidateId: String(n),
  vendorId: String(n),
  vendor,
  rates: [],
}));
const row = (group: 'dimension' | 'criterion', key: string, values: readonly (number | null)[]) => ({
  ...{ group, key, title: null, kind: 'score' as const },
  cells: values.map((value) => ({ value, rank: null, delta: null, missing: value === null })),
});
const comparison = (...rows: Comparison['rows']): Pick<Comparison, 'columns' | 'rows'> => ({ columns, rows });

test('each vendor has a radar of its dimensions before the best of all, and criteria have no axis', () => {
  const [sun, moon] = radarsOf(
    comparison(
      row('criterion', 'team', [10, 20]),
      row('dimension', 'price', [80, 60]),
      row('dimension', 'capability', [70, null]),
      row('dimension', 'exit', [40, 90]),
    ),
    'en',
  );
  expect(sun?.table).toEqual({
    head: ['Dimension', 'Sun', 'Best of all'],
    rows: [
      ['Price and value', '80', '80'],
      ['Capability', '70', '70'],
      ['Exit', '40', '90'],
    ],
  });
  expect(moon?.title).toBe('Moon');
  expect(moon?.table.rows[1]).toEqual(['Capability', '–', '70']);
});

test('two dimensions have no area, so nothing is drawn', () => {
  const two = comparison(row('dimension', 'price', [80, 60]), row('dimension', 'exit', [40, 90]));
  expect(radarsOf(two, 'en')).toEqual([]);
});

test('how far the lowest quote lies below the second is told in hundredths, as is what would be abnormal', () => {
  expect(lowBidOf({ ratio: 0.0812, fence: 0.2 })).toEqual({ gapBp: 812, fenceBp: 2_000 });
  expect(lowBidOf({ ratio: null, fence: 0.2 })).toEqual({ gapBp: null, fenceBp: 2_000 });
  expect(samplePage('comparison', 'en')).toContain('lies 8% above the lowest; from 20% on');
});
