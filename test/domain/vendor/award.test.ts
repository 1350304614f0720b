import { missingForAward } from '../../../domain/vendor/award';
import type { Criticality } from '../../../domain/planning/catalogue';
import type { Evaluation } from '../../../domain/vendor/record-schema';

type Line = Evaluation['candidates'][number];
const line = (id: string, changes: Partial<Line> = {}): Line => ({
  id,
  vendorId: `vendor-${id}`,
  tco: { amount: '100.00', currency: 'CNY' },
  dimensions: { qualification: 80, price: 90 },
  evaluators: 2,
  total: 85,
  rank: 1,
  quoteOnlyRank: 1,
  flags: [],
  divergences: [],
  belowMinimum: [],
  lowBidAnswered: false,
  ...changes,
});
const NOTHING: Evaluation = { method: 'weighted-sum', candidates: [], flags: [], lowBid: { ratio: null, fence: 0.2 } };
const low = (waived: boolean) => ({ belowMinimum: [{ dimension: 'culture', score: 55, waived }] });
const apart = (noted: boolean) => ({ divergences: [{ criterion: 'team', spreadBp: 6000, noted }] });
const cheap = (lowBidAnswered: boolean) => ({ flags: ['ABNORMALLY_LOW_BID'], lowBidAnswered });
const missing = (changes: Partial<Line>, justification?: string, criticality: Criticality = 'general') =>
  missingForAward(
    { ...NOTHING, candidates: [line('a', changes), line('b', { rank: 2 })] },
    { candidateId: 'a', justification, criticality },
  ).map(({ path }) => path);

describe('an award at gate G2', () => {
  test('is ready when the best candidate is complete', () => expect(missing({})).toEqual([]));

  test.each([
    ['quote', { flags: ['QUOTE_MISSING'] }],
    ['quote.hiddenCosts', { flags: ['HIDDEN_COST_UNANSWERED'] }],
    ['scores', { flags: ['SCORES_INCOMPLETE'] }],
    ['waivers.culture', low(false)],
    ['scores.team', apart(false)],
    ['justification', cheap(true)],
    ['justification', { flags: ['LATE'] }],
    ['justification', { rank: 2 }],
  ])('misses %s for %j', (path, changes) => expect(missing(changes)).toEqual([path]));

  test('is justified where it is unusual', () =>
    expect(missing({ rank: 2, ...cheap(true), ...low(true), ...apart(true) }, 'Reviewed.')).toEqual([]));

  test.each([
    ['waivers.culture', low(false)],
    ['scores.team', apart(false)],
    ['clarification', cheap(false)],
  ])('cannot be justified past %s, which others have to settle', (path, changes) =>
    expect(missing(changes, 'Trust me.')).toEqual([path]),
  );

  test('names every reason by a code that stays', () =>
    expect(
      missingForAward(
        {
          ...NOTHING,
          candidates: [
            line('a', {
              rank: 2,
              evaluators: 0,
              ...low(false),
              ...apart(false),
              flags: ['QUOTE_MISSING', 'HIDDEN_COST_UNANSWERED', 'SCORES_INCOMPLETE', 'ABNORMALLY_LOW_BID'],
            }),
            line('b'),
          ],
        },
        { candidateId: 'a', criticality: 'critical' },
      ).map(({ code }) => code),
    ).toEqual([
      'QUOTE_MISSING',
      'HIDDEN_COST_UNANSWERED',
      'SCORES_INCOMPLETE',
      'EVALUATORS_MISSING',
      'EVALUATOR_DIVERGENCE',
      'BELOW_MINIMUM',
      'LOW_BID_UNANSWERED',
      'JUSTIFICATION_NEEDED',
      'JUSTIFICATION_NEEDED',
    ]));

  test('cannot be justified where it is incomplete', () =>
    expect(missing({ flags: ['HIDDEN_COST_UNANSWERED'] }, 'Trust me.')).toEqual(['quote.hiddenCosts']));

  test.each<[Criticality, number, readonly string[]]>([
    ['general', 0, []],
    ['general', 1, []],
    ['important', 0, ['evaluators']],
    ['important', 1, ['evaluators']],
    ['important', 2, []],
    ['critical', 1, ['evaluators']],
    ['critical', 2, []],
    ['critical', 3, []],
  ])('of a service that is %s, judged by %i people, misses %j', (criticality, evaluators, paths) =>
    expect(missing({ evaluators }, undefined, criticality)).toEqual(paths),
  );

  test('cannot be justified where a second opinion is missing', () =>
    expect(missing({ evaluators: 1 }, 'We know them.', 'critical')).toEqual(['evaluators']));

  test('knows its candidates', () =>
    expect(
      missingForAward({ ...NOTHING, candidates: [line('a')] }, { candidateId: 'z', criticality: 'general' }),
    ).toEqual([{ path: 'candidateId', message: 'is not a candidate of this engagement' }]));
});
