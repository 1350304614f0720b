import { checkFormulas } from '../../../domain/kpi/formula-set';
import { KpiDefinition } from '../../../domain/kpi/record-schema';
import { setInForce } from '../../../domain/kpi/set-in-force';

const kpi = {
  key: 'uptime',
  name: 'Uptime',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  source: 'vendor',
  floor: 80,
  target: 100,
};
const pathsOf = (part: object): readonly string[] =>
  KpiDefinition.safeParse({ ...kpi, ...part }).error?.issues.map(({ path }) => path.join('.')) ?? [];

test.each([
  ['a line', {}, []],
  ['nature, domain and decimals', { nature: 'leading', domain: 'Availability', precision: 2 }, []],
  ['thresholds in place of a floor', { thresholds: [90, 99], floor: undefined }, []],
  ['thresholds beside a floor', { thresholds: [90, 99] }, []],
  ['a milestone without a floor', { direction: 'milestone', floor: undefined }, []],
  ['neither floor nor thresholds', { floor: undefined }, ['floor']],
  ['one threshold', { thresholds: [90] }, ['thresholds']],
  ['six thresholds', { thresholds: [1, 2, 3, 4, 5, 6] }, ['thresholds']],
  ['a threshold that comes twice', { thresholds: [90, 90] }, ['thresholds']],
  ['a milestone with thresholds', { direction: 'milestone', thresholds: [1, 2] }, ['thresholds']],
  ['a floor beyond the target', { floor: 101 }, ['floor']],
  ['a floor below the target of what is minimised', { direction: 'minimise' }, ['floor']],
  ['a formula that is not there', { source: 'formula' }, ['formula']],
  ['no target', { target: undefined }, ['target']],
  ['seven decimals', { precision: 7 }, ['precision']],
])('a definition with %s', (_title, part, paths) => {
  expect(pathsOf(part)).toEqual(paths);
});

describe('formulas of a set', () => {
  const one = (key: string, formula?: string, inputs?: string[]) => ({
    key,
    frequency: 'monthly' as const,
    ...(formula !== undefined && { formula }),
    ...(inputs && { inputs }),
  });
  test.each([
    ['own inputs and other KPIs', [one('a', '{x}+{b}', ['x']), one('b')], null],
    ['an own input named as the KPI', [one('a', '{a}*2', ['a'])], null],
    ['a name that nobody knows', [one('a', '{x}')], 'UNKNOWN_VARIABLE'],
    ['its own value', [one('a', '{a}+1')], 'UNKNOWN_VARIABLE'],
    [
      'a KPI of another frequency',
      [one('a', '{b}'), { key: 'b', frequency: 'quarterly' as const }],
      'UNKNOWN_VARIABLE',
    ],
    ['each other', [one('a', '{b}'), one('b', '{c}'), one('c', '{a}')], 'INVALID_FORMULA'],
    ['something outside the language', [one('a', 'process.exit()')], 'INVALID_FORMULA'],
  ])('that ask for %s', (_title, kpis, code) => {
    const check = (): string | null => {
      try {
        checkFormulas(kpis);
        return null;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(check()).toBe(code);
  });
});

describe('the set in force', () => {
  const sets = [
    { version: 1, effectiveOn: '2026-01-10' },
    { version: 2, effectiveOn: '2026-03-20' },
    { version: 3, effectiveOn: '2026-06-01' },
  ];
  test.each([
    ['the first, for a period before all of them', '2025-12', 1],
    ['the newest that had begun', '2026-02', 1],
    ['the one that began while the period ran', '2026-03', 2],
    ['not the one that begins on the day after', '2026-05', 2],
    ['by quarters too', '2026-Q2', 3],
  ])('is %s', (_title, period, version) => {
    expect(setInForce(sets.toReversed(), period)?.version).toBe(version);
  });

  test('is the newest definition, though an older one begins later', () => {
    const planned = [sets[0]!, { version: 2, effectiveOn: '2026-09-01' }, { version: 3, effectiveOn: '2026-04-01' }];
    expect(setInForce(planned, '2026-10')?.version).toBe(3);
  });

  test('is nothing where nothing was defined', () => {
    expect(setInForce([], '2026-10')).toBeNull();
  });
});
