import { effectsOf, NO_EFFECTS, SHIPPED_SCORE_RULES } from '../../../domain/review/rules';
import { ScoreRules, type StandingBand } from '../../../domain/review/rules-schema';

const happening = (standing: string): readonly string[] =>
  Object.entries(effectsOf(SHIPPED_SCORE_RULES, standing)).flatMap(([effect, happens]) => (happens ? [effect] : []));

// Bands and warnings: ERPNext supplier scorecard (standings Very Poor, Poor, Average, Excellent), widened by what features ask for.
test.each([
  ['very-poor', ['preventNewAward', 'preventRenewal', 'requireImprovementPlan', 'increaseReviewCadence', 'assessExit', 'notifyVendor', 'notifySponsor']], // prettier-ignore
  ['poor', ['warnNewAward', 'requireImprovementPlan', 'increaseReviewCadence', 'notifyVendor', 'notifySponsor']],
  ['average', []],
  ['excellent', ['fastTrackRenewal']],
  ['unrated', []],
  ['unheard-of', []],
])('a standing of %s leads to what ships for it', (standing, effects) => expect(happening(standing)).toEqual(effects));

const band = (key: string, min: number, max: number): StandingBand => ({ key, min, max, effects: NO_EFFECTS });
const withBands = (...bands: StandingBand[]) =>
  ScoreRules.safeParse({ ...SHIPPED_SCORE_RULES, standing: { from: 'period', bands } });
const faultOf = (...bands: StandingBand[]) => withBands(...bands).error?.issues[0]?.path.join('.');

test('the shipped rules are ones that could be set', () =>
  expect(ScoreRules.parse(SHIPPED_SCORE_RULES)).toEqual(SHIPPED_SCORE_RULES));

test('bands are taken in any order and as they were given', () => {
  const bands = [band('good', 60, 100), band('bad', 0, 60)];
  expect(withBands(...bands).data?.standing.bands).toEqual(bands);
});

test.each([
  ['a gap', 'standing.bands.1.min', [band('bad', 0, 40), band('good', 50, 100)]],
  ['an overlap', 'standing.bands.1.min', [band('bad', 0, 60), band('good', 50, 100)]],
  ['a top below 100', 'standing.bands.0.max', [band('all', 0, 99)]],
  ['a name twice', 'standing.bands.1.key', [band('all', 0, 50), band('all', 50, 100)]],
  ['no band at all', 'standing.bands', []],
])('%s is refused by its place', (_, path, bands) => expect(faultOf(...bands)).toBe(path));

test('effects that are not named do not happen', () => {
  const { data } = ScoreRules.safeParse({
    ...SHIPPED_SCORE_RULES,
    standing: { from: 'rolling', bands: [{ key: 'all', min: 0, max: 100, effects: { assessExit: true } }] },
  });
  expect(data?.standing.bands[0]?.effects).toEqual({ ...NO_EFFECTS, assessExit: true });
});

test('scores of a vendor are never summed', () =>
  expect(
    ScoreRules.safeParse({ ...SHIPPED_SCORE_RULES, vendor: { ...SHIPPED_SCORE_RULES.vendor, score: 'sum' } }).success,
  ).toBe(false));
