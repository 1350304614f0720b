import { evaluate } from '../../../domain/vendor/evaluation';
import type { EvaluationModel } from '../../../domain/vendor/record-schema';
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
