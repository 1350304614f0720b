import fc from 'fast-check';
import {
  cumulativeCredits,
  earnedBack,
  type LedgerLine,
  linesForCard,
  netOf,
  repeatMultipliers,
} from '../../../domain/contract/credit-ledger';
import { SHIPPED_CREDIT_RULES } from '../../../domain/contract/credit-rules';

const line = (period: string, minor: number, kind: LedgerLine['kind'] = 'credit', kpi = 'uptime'): LedgerLine => ({
  period,
  kpi,
  kind,
  minor,
});
const owed = (minor: number, kpi = 'uptime') => ({ kpi, minor });
const forCard = (lines: readonly LedgerLine[], ...credits: ReturnType<typeof owed>[]) =>
  linesForCard(lines, { period: '2026-10', credits }).map(({ kind, kpi, minor }) => [kind, kpi, minor]);

// What a card says later is a further line: features, link 5, "Service credits / earn-back"; each net is never below nothing.
describe('a card writes', () => {
  test.each([
    ['a credit the first time', [], [owed(200)], [['credit', 'uptime', 200]]],
    ['nothing for a card without misses', [], [], []],
    ['nothing the second time', [line('2026-10', 200)], [owed(200)], []],
    ['a correction upwards', [line('2026-10', 200)], [owed(250)], [['correction', 'uptime', 50]]],
    ['a correction to nothing', [line('2026-10', 200)], [], [['correction', 'uptime', -200]]],
    [
      'a first credit beside an old one',
      [line('2026-10', 200)],
      [owed(200), owed(70, 'speed')],
      [['credit', 'speed', 70]],
    ],
    ['nothing about other months', [line('2026-09', 200)], [owed(10)], [['credit', 'uptime', 10]]],
    ['no more back than is still owed', [line('2026-10', 200), line('2026-10', -200, 'earn-back')], [], []],
    [
      'only what is left of it',
      [line('2026-10', 200), line('2026-10', -150, 'claim')],
      [],
      [['correction', 'uptime', -50]],
    ],
  ] as [string, LedgerLine[], ReturnType<typeof owed>[], unknown[]][])('%s', (_, lines, credits, expected) =>
    expect(forCard(lines, ...credits)).toEqual(expected),
  );

  test('whatever the corrections, the newest card is what is owed, and asking again adds nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 6 }), (amounts) => {
        const lines = amounts.reduce<readonly LedgerLine[]>(
          (all, minor) => [
            ...all,
            ...linesForCard(all, { period: '2026-10', credits: minor > 0 ? [owed(minor)] : [] }),
          ],
          [],
        );
        expect(netOf(lines, { period: '2026-10', kpi: 'uptime' })).toBe(amounts.at(-1));
        const last = amounts.at(-1) ?? 0;
        expect(linesForCard(lines, { period: '2026-10', credits: last > 0 ? [owed(last)] : [] })).toEqual([]);
      }),
    );
  });
});

describe('a credit is earned back', () => {
  const measured = (...values: (number | null)[]) => [
    {
      kpi: 'uptime',
      direction: 'maximise' as const,
      target: 99,
      points: values.map((value, i) => ({ period: `2026-${String(i + 1).padStart(2, '0')}`, value })),
    },
  ];
  const back = (lines: LedgerLine[], ...values: (number | null)[]) =>
    earnedBack(lines, measured(...values), SHIPPED_CREDIT_RULES).map(({ period, minor }) => [period, minor]);
  test.each([
    ['by three months on target', [line('2026-01', 200)], [90, 99, 99.5, 100], [['2026-01', -200]]],
    ['not by two', [line('2026-01', 200)], [90, 99, 99], []],
    ['by three after a further miss', [line('2026-01', 200)], [90, 99, 98, 99, 99, 99], [['2026-01', -200]]],
    ['not across a month without a value', [line('2026-01', 200)], [90, 99, null, 99, 99], []],
    ['once', [line('2026-01', 200), line('2026-01', -200, 'earn-back')], [90, 99, 99, 99], []],
    ['for what is left of it only', [line('2026-01', 200), line('2026-01', -80, 'claim')], [90, 99, 99, 99], [['2026-01', -120]]],
    ['each month for itself', [line('2026-01', 200), line('2026-03', 100)], [90, 99, 90, 99, 99, 99], [['2026-01', -200], ['2026-03', -100]]],
  ] as [string, LedgerLine[], (number | null)[], unknown[]][])('%s', (_, lines, values, expected) =>
    expect(back(lines, ...values)).toEqual(expected),
  ); // prettier-ignore

  test('not at all where that is switched off, and never by more than the credit', () => {
    const off = { earnBack: { on: false, months: 3 } };
    expect(earnedBack([line('2026-01', 200)], measured(90, 99, 99, 99), off)).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 95, max: 100 })), { maxLength: 12 }), (values) => {
        const lines = [line('2026-01', 200), line('2026-04', 50)];
        const all = [...lines, ...earnedBack(lines, measured(...values), SHIPPED_CREDIT_RULES)];
        for (const period of ['2026-01', '2026-04'])
          expect(netOf(all, { period, kpi: 'uptime' })).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a third month running', () => {
  const on = { repeat: { on: true, months: 3, multiplierBp: 15_000 } };
  const of = (lines: LedgerLine[], rules: Pick<typeof SHIPPED_CREDIT_RULES, 'repeat'> = on) => [
    ...repeatMultipliers(lines, { period: '2026-10', kpis: ['uptime', 'speed'] }, rules),
  ];
  test.each([
    ['counts half as much again', [line('2026-08', 1), line('2026-09', 1)], [['uptime', 15_000]]],
    ['counts once after one', [line('2026-09', 1)], []],
    ['counts once after a gap', [line('2026-07', 1), line('2026-09', 1)], []],
    ['counts once after an excluded month', [line('2026-08', 1), line('2026-09', 1), line('2026-09', -1, 'claim')], []],
  ] as [string, LedgerLine[], unknown[]][])('%s', (_, lines, expected) => expect(of(lines)).toEqual(expected));
  test('counts once as it ships', () =>
    expect(of([line('2026-08', 1), line('2026-09', 1)], SHIPPED_CREDIT_RULES)).toEqual([]));
});

describe('the right to terminate', () => {
  const at = (lines: LedgerLine[], monthlyAtRiskMinor = 100) =>
    cumulativeCredits(lines, { period: '2026-10', monthlyAtRiskMinor }, SHIPPED_CREDIT_RULES);
  const full = ['2026-08', '2026-09', '2026-10'].map((period) => line(period, 100));
  test.each([
    ['is reached by half of what six months put at risk', full, 5000, true],
    ['is not by a cent less', [...full, line('2026-10', -1, 'claim')], 4983, false],
    ['forgets the seventh month', [line('2026-04', 100), ...full.slice(1)], 3333, false],
    ['knows the sixth', [line('2026-05', 100), ...full.slice(1)], 5000, true],
  ])('%s', (_, lines, shareBp, reached) => expect(at(lines)).toMatchObject({ shareBp, reached, atRiskMinor: 600 }));
  test('does not exist where nothing is at risk', () => expect(at(full, 0)).toBeNull());
});
