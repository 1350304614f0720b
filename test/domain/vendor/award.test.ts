import { missingForAward } from '../../../domain/vendor/award';
import type { Evaluation } from '../../../domain/vendor/record-schema';

type Line = Evaluation['candidates'][number];
const line = (id: string, changes: Partial<Line> = {}): Line => ({
  id,
  vendorId: `vendor-${id}`,
  tco: { amount: '100.00', currency: 'CNY' },
  dimensions: { qualification: 80, price: 90 },
  total: 85,
  rank: 1,
  quoteOnlyRank: 1,
  flags: [],
  ...changes,
});
const missing = (changes: Partial<Line>, justification?: string) =>
  missingForAward(
    { method: 'weighted-sum', candidates: [line('a', changes), line('b', { rank: 2 })], flags: [] },
    { candidateId: 'a', justification },
  ).map(({ path }) => path);

describe('an award at gate G2', () => {
  test('is ready when the best candidate is complete', () => expect(missing({})).toEqual([]));

  test.each([
    ['quote', { flags: ['QUOTE_MISSING'] }],
    ['quote.hiddenCosts', { flags: ['HIDDEN_COST_UNANSWERED'] }],
    ['scores', { flags: ['SCORES_INCOMPLETE'] }],
    ['justification', { flags: ['BELOW_MINIMUM'] }],
    ['justification', { flags: ['ABNORMALLY_LOW_BID'] }],
    ['justification', { rank: 2 }],
  ])('misses %s for %j', (path, changes) => expect(missing(changes)).toEqual([path]));

  test('is justified where it is unusual', () =>
    expect(missing({ rank: 2, flags: ['BELOW_MINIMUM', 'ABNORMALLY_LOW_BID'] }, 'Reviewed.')).toEqual([]));

  test('cannot be justified where it is incomplete', () =>
    expect(missing({ flags: ['HIDDEN_COST_UNANSWERED'] }, 'Trust me.')).toEqual(['quote.hiddenCosts']));

  test('knows its candidates', () =>
    expect(missingForAward({ method: 'topsis', candidates: [line('a')], flags: [] }, { candidateId: 'z' })).toEqual([
      { path: 'candidateId', message: 'is not a candidate of this engagement' },
    ]));
});
