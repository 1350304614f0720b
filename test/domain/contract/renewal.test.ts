import { costAgainstPlan, creditsIn, renewalFlags, trendOf } from '../../../domain/contract/renewal';
import { effectsOf, SHIPPED_SCORE_RULES } from '../../../domain/review/rules';
import type { BusinessCaseInput } from '../../../domain/planning/schema';

test.each([
  [[], null],
  [[80], null],
  [[null, 80], null],
  [[82, 80], 'stable'],
  [[83, 80], 'up'],
  [[77, null, 80], 'down'],
  [[78, 80], 'stable'],
] as const)('scores %j, newest first, show the trend %s', (scores, trend) => expect(trendOf(scores)).toBe(trend));

const planned: BusinessCaseInput = {
  currency: 'CNY',
  years: 2,
  vendorAnnual: '1200000',
  toolingAnnual: 0,
  transitionOneOff: '100000',
  exitCostOneOff: 0,
  managementHours: [{ role: 'pm', hoursPerWeek: 10, rate: '100' }],
  reworkBp: 0,
  riskBufferBp: 0,
};

test('the fee that is paid is weighed by the same formula as the plan', () =>
  // Planned 2·(1,200,000 + 52,000) + 100,000; paid 2·(1,320,000 + 52,000) + 100,000.
  expect(costAgainstPlan(planned, { amount: '110000.00', currency: 'CNY' })).toEqual({
    planned: { amount: '2604000.00', currency: 'CNY' },
    actual: { amount: '2844000.00', currency: 'CNY' },
    deltaBp: 922,
  }));

test('a fee in another currency is not compared', () =>
  expect(costAgainstPlan(planned, { amount: '110000.00', currency: 'USD' })).toBeNull());

const GOOD = {
  effects: { preventRenewal: false, warnNewAward: false, fastTrackRenewal: false },
  trend: 'up',
  readiness: 80,
  critical: true,
  alternatives: 2,
  openRedAlarms: 0,
} as const;
test.each([
  [{}, []],
  [{ effects: effectsOf(SHIPPED_SCORE_RULES, 'very-poor') }, ['STANDING_PREVENTS_RENEWAL']],
  [{ effects: effectsOf(SHIPPED_SCORE_RULES, 'poor') }, ['STANDING_POOR']],
  [{ effects: effectsOf(SHIPPED_SCORE_RULES, 'excellent') }, ['FAST_TRACK']],
  [{ effects: effectsOf(SHIPPED_SCORE_RULES, 'excellent'), critical: false, readiness: 59.9 }, []],
  [{ effects: effectsOf(SHIPPED_SCORE_RULES, 'excellent'), openRedAlarms: 1 }, ['RED_ALARMS_OPEN']],
  [{ trend: 'down' as const }, ['TREND_DOWN']],
  [{ readiness: 59.9 }, ['EXIT_READINESS_LOW']],
  [{ readiness: 0, critical: false }, []],
  [{ alternatives: 0, openRedAlarms: 1 }, ['NO_ALTERNATIVES', 'RED_ALARMS_OPEN']],
])('%j is flagged as %j', (part, flags) => expect(renewalFlags({ ...GOOD, ...part })).toEqual(flags));

test('credits are summed by currency', () => {
  const credit = (amount: string, currency: string) => ({ kpi: 'uptime', money: { amount, currency } });
  const cards = [{ credits: [credit('10.50', 'CNY'), credit('1', 'USD')] }, { credits: [credit('0.50', 'CNY')] }];
  expect(creditsIn(cards)).toEqual([
    { amount: '11.00', currency: 'CNY' },
    { amount: '1.00', currency: 'USD' },
  ]);
});
