import { activityEvidence, retainedActivities } from '../../../domain/planning/evidence';
import type { Activity, Needs } from '../../../domain/planning/schema';

const activity = (part: Partial<Activity> = {}): Activity => ({
  name: 'Calls',
  isCore: false,
  decision: 'outsource',
  ...part,
});
const market = (suppliersAvailable: number, priceTrend: 'falling' | 'stable' | 'rising' = 'stable') => ({
  suppliersAvailable,
  maturity: 'mature' as const,
  priceTrend,
});
const skill = (name: string, score: number, required: number) => ({ skill: name, score, required });
const weigh = (part: Partial<Needs>, one: Partial<Activity> = {}) =>
  activityEvidence({ ...part, activities: [activity(one)] })[0];

describe('the evidence for an activity', () => {
  // core · skill missing · suppliers → advice
  test.each([
    [false, true, 12, 'outsource', ['NOT_CORE', 'SKILLS_MISSING']],
    [false, false, 12, 'outsource', ['NOT_CORE', 'SKILLS_IN_HOUSE']],
    [false, true, 2, 'partial', ['NOT_CORE', 'SKILLS_MISSING', 'THIN_MARKET']],
    [false, false, 2, 'retain', ['NOT_CORE', 'SKILLS_IN_HOUSE', 'THIN_MARKET']],
    [true, true, 12, 'partial', ['CORE', 'SKILLS_MISSING']],
    [true, false, 12, 'retain', ['CORE', 'SKILLS_IN_HOUSE']],
    [true, true, 0, 'partial', ['CORE', 'SKILLS_MISSING', 'THIN_MARKET']],
    [true, false, 3, 'retain', ['CORE', 'SKILLS_IN_HOUSE']],
  ] as const)(
    'core %s, skills missing %s, %i suppliers speak for %s',
    (isCore, missing, suppliers, advice, reasons) => {
      const capability = [skill('Telephony', missing ? 2 : 4, 4)];
      const found = weigh({ market: market(suppliers), capability }, { isCore });
      expect(found).toMatchObject({ advice, reasons, against: advice !== 'outsource' });
    },
  );

  test('is that it must stay where it is on the prohibited list, assessed or not', () =>
    expect(weigh({}, { prohibitedCode: 'internal-audit' })).toMatchObject({ advice: 'retain', reasons: ['PROHIBITED'], against: true })); // prettier-ignore

  test('is nothing before market and skills are assessed', () => {
    expect(weigh({})).toMatchObject({ advice: null, reasons: ['NOT_ASSESSED'], against: false });
    expect(weigh({ market: market(9) })?.advice).toBeNull();
    expect(weigh({ capability: [skill('a', 1, 5)] })?.advice).toBeNull();
  });

  test('counts only the skills that the activity takes, and says what is missing of each', () => {
    const needs = { market: market(9, 'rising'), capability: [skill('Telephony', 5, 3), skill('Chinese', 1, 4)] };
    expect(weigh(needs, { skills: ['Telephony'] })).toMatchObject({
      reasons: ['NOT_CORE', 'SKILLS_IN_HOUSE', 'PRICES_RISE'],
      skills: [{ skill: 'Telephony', gap: -2 }],
    });
    expect(weigh(needs)?.skills).toEqual([
      { skill: 'Telephony', gap: -2 },
      { skill: 'Chinese', gap: 3 },
    ]);
  });

  test('what stays with us is kept in view, also in part', () =>
    expect(
      retainedActivities({
        activities: [
          activity(),
          activity({ name: 'Appeals', decision: 'retain' }),
          activity({ name: 'Quality', decision: 'partial' }),
        ],
      }),
    ).toEqual(['Appeals', 'Quality']));
});
