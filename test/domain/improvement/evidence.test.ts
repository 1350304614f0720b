import fc from 'fast-check';
import {
  closingEvidence,
  type JudgedReading,
  planOfStanding,
  plansNeeded,
  standingOf,
} from '../../../domain/improvement/evidence';
import type { KpiDefinition } from '../../../domain/kpi/record-schema';

const kpi = (part: Partial<KpiDefinition> = {}): KpiDefinition => ({
  key: 'a',
  name: 'A',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'vendor',
  floor: 80,
  target: 95,
  ...part,
});
type Word = 'red' | 'poor' | 'met' | 'none';
const reading = (period: string, word: Word, name = 'a'): JudgedReading => ({
  kpi: name,
  period,
  value: word === 'none' ? null : 1,
  target: 95,
  isRed: word === 'red',
  meets: word === 'met',
});

test('a low standing asks for a plan for what missed its target in the period and has none yet', () => {
  const readings = [reading('2027-02', 'poor'), reading('2027-02', 'red', 'b'), reading('2027-02', 'met', 'c'), reading('2027-01', 'red', 'd')]; // prettier-ignore
  const kpis = (covered: readonly string[]) => planOfStanding({ period: '2027-02', readings, covered })?.kpis ?? null;
  expect([kpis([]), kpis(['a']), kpis(['a', 'b'])]).toEqual([['a', 'b'], ['b'], null]);
});

describe('a closed period asks for a plan', () => {
  interface Case {
    readonly isPoor?: boolean;
    readonly covered?: readonly string[];
  }
  const needed = (readings: readonly JudgedReading[], { isPoor = false, covered = [] }: Case = {}) =>
    plansNeeded({ card: { period: '2027-02' }, isPoor, readings, covered }).map(({ trigger, kpis }) => [
      trigger,
      ...kpis,
    ]);

  test.each<[string, readonly [string, Word][], readonly string[][]]>([
    [
      'after two reds in a row',
      [
        ['2027-01', 'red'],
        ['2027-02', 'red'],
      ],
      [['kpi', 'a']],
    ],
    ['not after one', [['2027-02', 'red']], []],
    [
      'not after a red and a poor one',
      [
        ['2027-01', 'red'],
        ['2027-02', 'poor'],
      ],
      [],
    ],
    [
      'not over a gap',
      [
        ['2026-12', 'red'],
        ['2027-02', 'red'],
      ],
      [],
    ],
    [
      'not where a value is missing in between',
      [
        ['2027-01', 'none'],
        ['2027-02', 'red'],
      ],
      [],
    ],
    [
      'not for reds of the past',
      [
        ['2026-12', 'red'],
        ['2027-01', 'red'],
      ],
      [],
    ],
  ])('%s', (_name, words, plans) => {
    expect(needed(words.map(([period, word]) => reading(period, word)))).toEqual(plans);
  });

  test('for all that missed its target where the period was poor, and for nothing else then', () => {
    const readings = [reading('2027-02', 'poor'), reading('2027-02', 'met', 'b'), reading('2027-01', 'red', 'c')];
    expect(needed([...readings, reading('2027-02', 'red', 'c')], { isPoor: true })).toEqual([['standing', 'a', 'c']]);
    expect(needed(readings)).toEqual([]);
  });

  test('but not for what a plan is running for already', () => {
    const readings = [reading('2027-01', 'red'), reading('2027-02', 'red')];
    expect(needed(readings, { covered: ['a'] })).toEqual([]);
    expect(needed(readings, { covered: ['a'], isPoor: true })).toEqual([]);
  });
});

describe('a plan is closed by its KPIs', () => {
  const closes = (words: readonly [string, Word, string?][], { kpis = ['a'], openedOn = '2026-12-31' } = {}) =>
    closingEvidence(
      { kpis },
      words.map((word) => reading(...word)),
      openedOn,
    ) !== null;

  test.each<[string, readonly [string, Word, string?][], boolean]>([
    [
      'after two periods on target',
      [
        ['2027-01', 'met'],
        ['2027-02', 'met'],
      ],
      true,
    ],
    ['not after one', [['2027-02', 'met']], false],
    [
      'not where the last one missed',
      [
        ['2027-01', 'met'],
        ['2027-02', 'poor'],
      ],
      false,
    ],
    [
      'not over a gap',
      [
        ['2026-12', 'met'],
        ['2027-02', 'met'],
      ],
      false,
    ],
    [
      'not where a value is missing',
      [
        ['2027-01', 'met'],
        ['2027-02', 'none'],
      ],
      false,
    ],
    [
      'not by periods that had ended before it was opened',
      [
        ['2026-11', 'met'],
        ['2026-12', 'met'],
      ],
      false,
    ],
    [
      'by quarters for what is measured in quarters',
      [
        ['2026-Q4', 'met'],
        ['2027-Q1', 'met'],
      ],
      true,
    ],
    ['without any reading', [], false],
  ])('%s: %j', (_name, words, expected) => {
    expect(closes(words)).toBe(expected);
  });

  test('all of them, months beside quarters', () => {
    const months: [string, Word, string?][] = [
      ['2027-05', 'met'],
      ['2027-06', 'met'],
    ];
    const quarters: [string, Word, string?][] = [
      ['2027-Q1', 'met', 'b'],
      ['2027-Q2', 'met', 'b'],
    ];
    expect(closes([...months, ...quarters], { kpis: ['a', 'b'] })).toBe(true);
    expect(closes(months, { kpis: ['a', 'b'] })).toBe(false);
  });

  test('and no plan closes and opens by the same period', () => {
    const words = fc.constantFrom<Word>('red', 'poor', 'met', 'none');
    fc.assert(
      fc.property(words, words, fc.boolean(), (first, second, isPoor) => {
        const readings = [reading('2027-01', first), reading('2027-02', second)];
        const closed = closingEvidence({ kpis: ['a'] }, readings, '2026-12-31') !== null;
        const opened = plansNeeded({ card: { period: '2027-02' }, isPoor, readings, covered: [] }).length > 0;
        expect(closed && opened).toBe(false);
      }),
    );
  });
});

describe('a milestone', () => {
  const milestone = { kpi: 'a', targetValue: 90, from: '2027-02-10', to: '2027-03-20' };
  const standing = (...points: [string, number][]) =>
    standingOf(milestone, [{ key: 'a', points: points.map(([period, value]) => ({ period, value })) }], [kpi()]);

  test.each<[string, [string, number][], object]>([
    [
      'is on target by the newest value in its days',
      [
        ['2027-02', 80],
        ['2027-03', 90],
      ],
      { state: 'on-target', value: 90 },
    ],
    [
      'is failing where that one misses',
      [
        ['2027-02', 95],
        ['2027-03', 89],
      ],
      { state: 'failing', value: 89 },
    ],
    ['says nothing before its days', [['2027-01', 95]], { state: null, value: null }],
    [
      'is not judged by what comes later',
      [
        ['2027-03', 91],
        ['2027-04', 70],
      ],
      { state: 'on-target', value: 91 },
    ],
  ])('%s', (_name, points, expected) => {
    expect(standing(...points)).toEqual(expected);
  });
});
