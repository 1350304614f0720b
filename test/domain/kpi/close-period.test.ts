import fc from 'fast-check';
import { closePeriod } from '../../../domain/kpi/close-period';
import type { CollectedValue } from '../../../domain/kpi/period-values';
import type { KpiDefinition, Scorecard } from '../../../domain/kpi/record-schema';

const kpi = (part: Partial<KpiDefinition> = {}): KpiDefinition => ({
  key: 'uptime',
  name: 'Uptime',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'vendor',
  floor: 80,
  target: 100,
  ...part,
});
const value = (key: string, figure: number | null, part: Partial<CollectedValue> = {}): CollectedValue => ({
  key,
  value: figure,
  status: null,
  inputs: null,
  ...part,
});
const close = (kpis: readonly KpiDefinition[], values: readonly CollectedValue[]): Scorecard =>
  closePeriod({ period: '2026-10', kpis, values, contract: null });
const lineOf = (card: Scorecard, key: string) => card.kpis.find((one) => one.key === key);

test.each([
  ['nothing, owed by the vendor, counts 0', 'vendor', [], { score: 0, status: 'rated' }, 'missing'],
  ['nothing, owed by us, is left out', 'internal', [], { score: null, status: 'unrated' }, 'missing'],
  [
    'an unavailable value is left out whoever owed it',
    'vendor',
    ['unavailable'],
    { score: null, status: 'unrated' },
    'unavailable',
  ],
  [
    'a period without activity says so',
    'vendor',
    ['no_activity'],
    { score: null, status: 'no_activity' },
    'no_activity',
  ],
] as const)('%s', (_title, source, statuses, card, status) => {
  const values = statuses.map((one) => value('uptime', null, { status: one, reason: 'The meter was replaced.' }));
  const closed = close([kpi({ source })], values);

  expect(closed).toMatchObject(card);
  expect(closed.kpis).toMatchObject([{ key: 'uptime', value: null, score: null, status }]);
  expect(closed.kpis[0]?.reason).toBe(values.length > 0 ? 'The meter was replaced.' : undefined);
});

test.each([
  ['below the first edge is the worst band', 79.9, { score: 0, band: 1, bands: 3 }],
  ['an edge belongs to the band above it', 90, { score: 50, band: 2, bands: 3 }],
  ['the last edge begins the best band', 99, { score: 100, band: 3, bands: 3 }],
])('by thresholds: %s', (_title, figure, line) => {
  const banded = kpi({ thresholds: [90, 99], floor: undefined });
  expect(lineOf(close([banded], [value('uptime', figure)]), 'uptime')).toMatchObject(line);
});

test('a milestone is reached or not', () => {
  const milestone = kpi({ direction: 'milestone', floor: undefined, target: 3 });
  expect(close([milestone], [value('uptime', 3)]).score).toBe(100);
  expect(close([milestone], [value('uptime', 2.99)]).score).toBe(0);
});

describe('formulas', () => {
  const share = kpi({
    key: 'share',
    weightBp: 5000,
    source: 'formula',
    formula: '{done}/{due}*100',
    inputs: ['done', 'due'],
  });
  const double = kpi({ key: 'double', weightBp: 5000, source: 'formula', formula: '{share}*2' });
  const inputs = value('share', null, { inputs: { done: 45, due: 50 } });

  test('read their inputs and other formulas, whichever is defined first', () => {
    for (const kpis of [
      [share, double],
      [double, share],
    ]) {
      const card = close(kpis, [inputs]);
      expect([lineOf(card, 'share')?.value, lineOf(card, 'double')?.value]).toEqual([90, 180]);
    }
  });

  test('without their inputs have no value, and do not keep the period from being closed', () => {
    const card = close([share, double], []);
    expect(card.kpis.map(({ status }) => status)).toEqual(['missing', 'missing']);
  });

  test('step back for what was said in their place', () => {
    const card = close([share, double], [{ ...inputs, status: 'unavailable' }]);
    expect(card.kpis.map(({ status }) => status)).toEqual(['unavailable', 'missing']);
  });

  test('that divide by zero have no value', () => {
    const card = close([{ ...share, weightBp: 10_000 }], [value('share', null, { inputs: { done: 1, due: 0 } })]);
    expect(card).toMatchObject({ score: null, status: 'unrated' });
  });
});

test('the card does not depend on the order in which values came', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const kpis = [
    ...keys.map((key, index) => kpi({ key, weightBp: 1500, source: index % 2 ? 'vendor' : 'internal' })),
    kpi({ key: 'sum', weightBp: 2500, source: 'formula', formula: '{a}+{b}', floor: 0, target: 200 }),
  ];
  const one = fc.oneof(
    fc.integer({ min: 0, max: 120 }).map((figure) => ({ figure, status: null })),
    fc.constantFrom('unavailable' as const, 'no_activity' as const).map((status) => ({ figure: null, status })),
  );
  const collected = fc
    .subarray(keys)
    .chain((some) => fc.tuple(...some.map((key) => one.map(({ figure, status }) => value(key, figure, { status })))));
  fc.assert(
    fc.property(
      collected.chain((values) =>
        fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
      ),
      ([values, shuffled]) => {
        expect(close(kpis, shuffled)).toEqual(close(kpis, values));
      },
    ),
  );
});

describe('what the product itself knows of a period', () => {
  const onTime = kpi({
    key: 'on_time',
    source: 'formula',
    formula: '{milestones_on_time} / {milestones_due} * 100',
  });
  const closeWith = (fed: { milestones_due: number; milestones_on_time: number }, values: CollectedValue[] = []) =>
    closePeriod({ period: '2026-10', kpis: [onTime], values, contract: null, fed });

  test('is an input of a formula that names it', () => {
    const card = closeWith({ milestones_due: 4, milestones_on_time: 3 });
    expect(lineOf(card, 'on_time')).toMatchObject({ value: 75, status: 'rated' });
  });

  test('is no activity where nothing was due, and gives way to a value that was reported', () => {
    const nothing = { milestones_due: 0, milestones_on_time: 0 };
    expect(closeWith(nothing)).toMatchObject({ status: 'no_activity', score: null });
    expect(lineOf(closeWith(nothing, [value('on_time', 90)]), 'on_time')).toMatchObject({ value: 90 });
  });
});
