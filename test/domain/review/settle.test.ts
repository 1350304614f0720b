import fc from 'fast-check';
import { effectsOf, NO_EFFECTS, SHIPPED_SCORE_RULES } from '../../../domain/review/rules';
import { effectChanges, settlePeriods, type ToSettle } from '../../../domain/review/settle';

const due = (period: string, score: number | null, redLine = false): ToSettle => ({
  period,
  score,
  redLine,
  revision: 1,
});
const settle = (...list: ToSettle[]) => settlePeriods([], list, SHIPPED_SCORE_RULES).map(({ inForce }) => inForce);

// Falls after two periods in a row, rises at once, red line at once: features, link 5, "Standing & consequences".
test.each([
  ['one bad month changes nothing', [due('2026-01', 90), due('2026-02', 20), due('2026-03', 85)], ['excellent', 'excellent', 'excellent']],
  ['two in a row do', [due('2026-01', 90), due('2026-02', 20), due('2026-03', 40)], ['excellent', 'excellent', 'poor']],
  ['a month without a card between them is no row', [due('2026-01', 90), due('2026-02', 20), due('2026-04', 20)], ['excellent', 'excellent', 'excellent']],
  ['nor is an unrated one', [due('2026-01', 90), due('2026-02', 20), due('2026-03', null), due('2026-04', 20)], ['excellent', 'excellent', 'excellent', 'excellent']],
  ['a red line needs one', [due('2026-01', 90), due('2026-02', 20, true)], ['excellent', 'very-poor']],
  ['a better month is believed at once', [due('2026-01', 20), due('2026-02', 82)], ['very-poor', 'excellent']],
  ['a quarter and its last month are no row', [due('2026-02', 90), due('2026-03', 20), due('2026-Q1', 20)], ['excellent', 'excellent', 'excellent']],
  ['quarters make rows of their own', [due('2026-Q1', 90), due('2026-Q2', 45), due('2026-Q3', 20)], ['excellent', 'excellent', 'poor']],
  ['the first one takes force at once', [due('2026-01', 10)], ['very-poor']],
  ['nothing rated is unrated', [due('2026-01', null)], ['unrated']],
] as [string, ToSettle[], string[]][])('%s', (_, list, expected) => expect(settle(...list)).toEqual(expected)); // prettier-ignore

test('period after period gives the same as all at once, in any order', () => {
  const scores = fc.array(fc.record({ score: fc.option(fc.integer({ min: 0, max: 100 })), redLine: fc.boolean() }), { maxLength: 12 }); // prettier-ignore
  fc.assert(
    fc.property(scores, (list) => {
      const all = list.map(({ score, redLine }, i) => due(`2026-${String(i + 1).padStart(2, '0')}`, score, redLine));
      const whole = settlePeriods([], all, SHIPPED_SCORE_RULES);
      const single = all.reduce<typeof whole>(
        (done, one) => [...done, ...settlePeriods(done, [one], SHIPPED_SCORE_RULES)],
        [],
      );
      expect(single).toEqual(whole);
      expect(settlePeriods([], all.toReversed(), SHIPPED_SCORE_RULES)).toEqual(whole);
    }),
  );
});

describe('what a standing leads to', () => {
  const poor = effectsOf(SHIPPED_SCORE_RULES, 'poor');
  test('begins once and ends when the standing recovers', () => {
    const { started, ended } = effectChanges([], poor);
    expect([started, ended]).toEqual([['warnNewAward', 'requireImprovementPlan', 'increaseReviewCadence', 'notifyVendor', 'notifySponsor'], []]); // prettier-ignore
    expect(effectChanges(started, poor)).toEqual({ started: [], ended: [] });
    expect(effectChanges(started, NO_EFFECTS)).toEqual({ started: [], ended: started });
  });

  test('changes by what differs when the standing falls further', () =>
    expect(effectChanges(['warnNewAward', 'requireImprovementPlan', 'increaseReviewCadence', 'notifyVendor', 'notifySponsor'], effectsOf(SHIPPED_SCORE_RULES, 'very-poor'))).toEqual({
      started: ['preventNewAward', 'preventRenewal', 'assessExit'],
      ended: ['warnNewAward'],
    })); // prettier-ignore
});
