import { evaluate, type EvaluationInput } from '../../../domain/vendor/evaluation';
import type { EvaluationModel, Quote } from '../../../domain/vendor/record-schema';
import type { ScoreSheet } from '../../../domain/vendor/records';

const criterion = (key: string, weightBp: number) =>
  ({ key, weightBp, type: 'scale', min: 0, max: 5, direction: 'maximise' }) as const;
const model: EvaluationModel = {
  method: 'weighted-sum',
  dimensions: [
    { key: 'capability', weightBp: 6000, criteria: [criterion('team', 8000), criterion('cases', 2000)] },
    { key: 'price', weightBp: 4000, criteria: [] },
  ],
};
const sheet = (evaluatorId: string, changes: Partial<ScoreSheet> = {}): ScoreSheet => ({
  candidateId: 'a',
  evaluatorId,
  scores: { team: 4, cases: 4 },
  conflictOfInterest: false,
  comment: null,
  ...changes,
});
const evaluatorsOf = (sheets: readonly ScoreSheet[]) =>
  evaluate({
    currency: 'CNY',
    model,
    candidates: [
      { id: 'a', engagementId: 'e', vendorId: 'v', quote: null },
      { id: 'b', engagementId: 'e', vendorId: 'w', quote: null },
    ],
    sheets,
  }).candidates.map(({ evaluators }) => evaluators);

describe('the evaluators of a candidate', () => {
  test.each<[string, readonly ScoreSheet[], readonly number[]]>([
    ['nobody yet', [], [0, 0]],
    ['each person with a whole sheet, price aside', [sheet('ann'), sheet('bo')], [2, 0]],
    ['those of that candidate alone', [sheet('ann'), sheet('ann', { candidateId: 'b' })], [1, 1]],
    ['nobody with a conflict of interest', [sheet('ann'), sheet('bo', { conflictOfInterest: true })], [1, 0]],
    ['nobody whose sheet is empty', [sheet('ann'), sheet('bo', { scores: {} })], [1, 0]],
    ['nobody who left more than a fifth open', [sheet('ann', { scores: { team: null, cases: 4 } })], [0, 0]],
    ['who left a fifth open', [sheet('ann', { scores: { team: 4, cases: null } })], [1, 0]],
  ])('are %s', (_who, sheets, counts) => expect(evaluatorsOf(sheets)).toEqual(counts));
});

const quote = (annual: string, exit: string | null = '0'): Quote => {
  const cny = (amount: string) => ({ amount, currency: 'CNY' });
  const none = cny('0');
  const hidden = { transition: none, tooling: none, travel: none, changeRequests: none, taxes: none, fx: none };
  return {
    oneOff: none,
    annual: cny(annual),
    years: 1,
    hiddenCosts: { ...hidden, exit: exit === null ? null : cny(exit) },
  };
};
const candidate = (id: string, offer: Quote | null) => ({ id, engagementId: 'e', vendorId: `v-${id}`, quote: offer });
const evaluated = (part: Partial<EvaluationInput>) =>
  evaluate({
    currency: 'CNY',
    model,
    candidates: [candidate('a', quote('100')), candidate('b', quote('150'))],
    sheets: [sheet('ann'), sheet('ann', { candidateId: 'b' })],
    ...part,
  });

describe('a conflict of interest', () => {
  test('takes its evaluator out of the whole comparison, not only of one candidate', () => {
    const { candidates, flags } = evaluated({
      sheets: [
        sheet('ann'),
        sheet('bo', { conflictOfInterest: true }),
        sheet('bo', { candidateId: 'b', scores: { team: 0, cases: 0 } }),
        sheet('ann', { candidateId: 'b' }),
      ],
    });
    expect(candidates.map(({ dimensions }) => dimensions['capability'])).toEqual([80, 80]);
    expect(flags).toEqual(['CONFLICT_OF_INTEREST']);
  });
});

describe('evaluators who lie apart', () => {
  const apart = (team: number) => [sheet('ann'), sheet('bo', { scores: { team, cases: 4 } })];
  const [four, three] = [0.4, 0.8];

  test.each([
    [2, [{ criterion: 'team', spreadBp: 4000, noted: false }]],
    [2.1, []],
    [5, []],
  ])('at 4 and %d of 5 diverge as %j', (team, divergences) =>
    expect(evaluated({ sheets: apart(team) }).candidates[0]?.divergences).toEqual(divergences),
  );

  test('are explained by a note about these very ratings and no others', () => {
    const notes = [{ candidateId: 'a', criterion: 'team', ratings: [four, three] }];
    const notedAt = (team: number) => evaluated({ sheets: apart(team), notes }).candidates[0]?.divergences[0]?.noted;
    expect([notedAt(2), notedAt(1)]).toEqual([true, false]);
  });
});

describe('the minimum of 60', () => {
  const weak = [sheet('ann', { scores: { team: 2, cases: 4 } })];
  const waiver = (score: number, confirmedBy: string | null = 'boss') => [
    { candidateId: 'a', dimension: 'capability', score, confirmedBy },
  ];
  test.each([
    ['nobody', [], false],
    ['one person', waiver(48, null), false],
    ['two people', waiver(48), true],
    ['two people for a better score', waiver(50), false],
  ])('waived by %s: %s', (_who, waivers, waived) =>
    expect(evaluated({ sheets: weak, waivers }).candidates[0]?.belowMinimum).toEqual([
      { dimension: 'capability', score: 48, waived },
    ]),
  );
});

describe('prices', () => {
  const scoresOf = (part: Partial<EvaluationInput>) =>
    evaluated(part).candidates.map(({ dimensions }) => dimensions['price'] ?? null);

  test('are scored in proportion to the lowest cost, or by a line where the model says so', () => {
    expect(scoresOf({})).toEqual([100, 66.6667]);
    expect(scoresOf({ model: { ...model, priceScale: 'linear' } })).toEqual([100, 50]);
  });

  test('have no score while a hidden cost is unanswered', () =>
    expect(scoresOf({ candidates: [candidate('a', quote('100', null)), candidate('b', quote('150'))] })).toEqual([
      null,
      100,
    ]));

  test('rank otherwise when hidden costs are left out', () => {
    const { candidates } = evaluated({
      candidates: [candidate('a', quote('100', '90')), candidate('b', quote('150'))],
    });
    expect(candidates.map(({ rank, quoteOnlyRank }) => [rank, quoteOnlyRank])).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  test('are abnormally low against the gaps of eight earlier tenders, else against 20 %', () => {
    const flagged = (pastGaps: readonly number[]) => evaluated({ pastGaps }).candidates[0]?.flags;
    expect(flagged([])).toEqual(['ABNORMALLY_LOW_BID']);
    expect(flagged([0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6])).toEqual(['ABNORMALLY_LOW_BID']);
    expect(flagged([0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6])).toEqual([]);
  });
});

test('a criterion with a source is scored by what was measured, and asks nobody', () => {
  const culture: EvaluationModel = {
    method: 'weighted-sum',
    dimensions: [
      {
        key: 'culture',
        weightBp: 10_000,
        criteria: [criterion('team', 5000), { ...criterion('speed', 5000), source: 'response-time' }],
      },
    ],
  };
  const evidence = { 'response-time': 90, overlap: null, values: null, references: null };
  const [first] = evaluated({
    model: culture,
    evidence: new Map([['a', evidence]]),
    sheets: [sheet('ann')],
  }).candidates;
  expect(first).toMatchObject({ dimensions: { culture: 85 }, evaluators: 1 });
});
