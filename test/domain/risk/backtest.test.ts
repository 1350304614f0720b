import fc from 'fast-check';
import { shiftPeriod } from '../../../domain/calendar/periods';
import type { KpiDefinition } from '../../../domain/kpi/record-schema';
import { backtestSeries, type WatchedSeries } from '../../../domain/risk/backtest';
import { SHIPPED_RISK_RULES } from '../../../domain/risk/rules';

const kpi: KpiDefinition = {
  key: 'uptime',
  name: 'Uptime',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'vendor',
  floor: 80,
  target: 95,
  amber: 95,
  red: 90,
};
const START = '2026-01';
const seriesOf = (values: readonly (number | null)[]): WatchedSeries => ({
  kpi,
  points: values.flatMap((value, n) => (value === null ? [] : [{ period: shiftPeriod(START, n), value }])),
});
const EVER = { from: '2026-01-01', to: '2099-12-31' };
const test1 = (values: readonly (number | null)[], span = EVER, rules = SHIPPED_RISK_RULES) =>
  backtestSeries([seriesOf(values)], span, rules);
const lineOf = (answer: ReturnType<typeof test1>, rule: string) => answer.lines.find((line) => line.rule === rule);

describe('the back-test of alarms', () => {
  test('an alarm is right when red follows within the horizon, and red is foretold when an alarm came before', () => {
    // R2 at the third and fourth period; red at the sixth: only the fourth is within two periods of it.
    const answer = test1([97, 94, 94, 94, 97, 89, 97, 97]);
    expect(lineOf(answer, 'R2')).toEqual({
      rule: 'R2',
      severity: 'amber',
      alarms: 2,
      followed: 1,
      undecided: 0,
      precision: 0.5,
      reds: 1,
      preceded: 1,
      recall: 1,
      lead: 2,
    });
    expect(lineOf(answer, 'R1')).toMatchObject({ alarms: 1, followed: 0, preceded: 0, recall: 0 });
    expect(answer).toMatchObject({ horizon: 2, series: 1, reds: 1 });
  });

  test('an alarm whose horizon is not over counts for nothing yet', () =>
    expect(lineOf(test1([97, 94, 94]), 'R2')).toMatchObject({
      alarms: 1,
      undecided: 1,
      precision: null,
      recall: null,
    }));

  test('periods without a value are periods all the same', () => {
    expect(lineOf(test1([97, 94, 94, null, 89, 97, 97]), 'R2')).toMatchObject({ followed: 1, lead: 2 });
    expect(lineOf(test1([97, 94, 94, null, null, 89, 97, 97]), 'R2')).toMatchObject({ followed: 0, preceded: 0 });
  });

  test('only periods that end within the span are counted, earlier ones are history', () => {
    const values = [97, 94, 94, 89, 97, 97];
    expect(lineOf(test1(values, { from: '2026-04-01', to: '2026-12-31' }), 'R2')).toMatchObject({
      alarms: 0,
      reds: 1,
      preceded: 1,
    });
    expect(test1(values, { from: '2026-01-01', to: '2026-03-31' })).toMatchObject({ reds: 0 });
  });

  test('other rules, other answers', () => {
    const longer = { ...SHIPPED_RISK_RULES, backtestHorizon: 4 };
    expect(lineOf(test1([97, 94, 94, 97, 97, 97, 89], EVER, longer), 'R2')).toMatchObject({ followed: 1, lead: 4 });
  });

  const values = fc.array(fc.option(fc.integer({ min: 80, max: 100 })), { maxLength: 30 });

  test('counts stay within each other, and shares within 0 and 1', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 6 }), (list, backtestHorizon) => {
        const answer = test1(list, EVER, { ...SHIPPED_RISK_RULES, backtestHorizon });
        for (const line of [...answer.lines, answer.warnings]) {
          expect(line.followed + line.undecided).toBeLessThanOrEqual(line.alarms);
          expect(line.preceded).toBeLessThanOrEqual(line.reds);
          expect(line.reds).toBe(answer.reds);
          const shares = [line.precision, line.recall].filter((share) => share !== null);
          expect(shares.filter((share) => share < 0 || share > 1)).toEqual([]);
          if (line.lead !== null) expect(line.lead >= 1 && line.lead <= backtestHorizon).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a longer horizon never makes less of what was right or foretold', () => {
    fc.assert(
      fc.property(values, (list) => {
        const [short, long] = [1, 4].map((backtestHorizon) =>
          test1(list, EVER, { ...SHIPPED_RISK_RULES, backtestHorizon }),
        );
        short!.lines.forEach((line, n) => {
          expect(long!.lines[n]!.followed).toBeGreaterThanOrEqual(line.followed);
          expect(long!.lines[n]!.preceded).toBeGreaterThanOrEqual(line.preceded);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('nothing is known of what comes later: a longer series says the same of its beginning', () => {
    fc.assert(
      fc.property(values, values, (list, more) => {
        const alarmsUntil = (all: readonly (number | null)[]) =>
          test1(all, { from: EVER.from, to: `${shiftPeriod(START, list.length - 1)}-28` }).lines.map(
            ({ rule, alarms }) => [rule, alarms],
          );
        fc.pre(list.length > 0);
        expect(alarmsUntil([...list, ...more])).toEqual(alarmsUntil(list));
      }),
      { numRuns: 60 },
    );
  });
});
