import { type LookedBack, selectionQuality } from '../../../domain/vendor/selection-quality';
import type { EvaluationModel } from '../../../domain/vendor/record-schema';

const criterion = (key: string, weightBp: number) =>
  ({ key, weightBp, type: 'scale', min: 0, max: 10, direction: 'maximise' }) as const;
const MODEL: EvaluationModel = {
  method: 'weighted-sum',
  dimensions: [
    { key: 'capability', weightBp: 4000, criteria: [criterion('team', 5000), criterion('cases', 5000)] },
    { key: 'price', weightBp: 4000, criteria: [] },
    { key: 'culture', weightBp: 2000, criteria: [criterion('answers', 10_000)] },
  ],
};

interface Past {
  readonly team: number;
  readonly cases: number;
  readonly answers: number;
  readonly price: number;
  readonly outcome: number;
  readonly rival?: Partial<Record<'team' | 'cases' | 'answers', number>>;
}
const award = ({ price, outcome, rival, ...scores }: Past, index: number): LookedBack => ({
  engagementId: `e${index}`,
  model: MODEL,
  outcome,
  judged: {
    price,
    evidence: null,
    sheets: [
      { candidateId: 'c', evaluatorId: 'ann', scores, conflictOfInterest: false, comment: null },
      ...(rival
        ? [
            {
              candidateId: 'c',
              evaluatorId: 'bo',
              scores: { ...scores, ...rival },
              conflictOfInterest: false,
              comment: null,
            },
          ]
        : []),
    ],
  },
});

/** Culture answers foretell the service, a good price its opposite, the team nothing, and the cases are always the same. */
const TEAM = [3, 6, 1, 8, 5, 4, 2, 7];
const eight = TEAM.map((team, i) =>
  award({ team, cases: 5, answers: i + 1, price: 90 - 5 * i, outcome: 50 + 5 * i }, i),
);
const partOf = (key: string, minimum = 8, awards = eight) => {
  const { dimensions, criteria } = selectionQuality(awards, minimum);
  return [...dimensions, ...criteria].find((part) => part.key === key);
};

test('says what predicted, what misled and what told nothing', () => {
  expect(partOf('answers')).toMatchObject({ n: 8, rho: 1, p: 0, method: 'exact', reason: 'predicted' });
  expect(partOf('price')).toMatchObject({ rho: -1, reason: 'misled' });
  expect(partOf('team')).toMatchObject({ reason: 'no-evidence' });
  expect(partOf('cases')).toMatchObject({ n: 8, rho: null, p: null, reason: 'no-evidence' });
});

test('proposes weights that sum to the whole, by half at most, and leaves the rest in proportion', () => {
  const { dimensions, criteria } = selectionQuality(eight, 8);
  // 4000 · 1, 4000 · (1 − 1/2), 2000 · (1 + 1/2) of 9000, by largest remainder.
  expect(dimensions.map(({ key, weightBp, proposedBp }) => [key, weightBp, proposedBp])).toEqual([
    ['capability', 4000, 4445],
    ['price', 4000, 2222],
    ['culture', 2000, 3333],
  ]);
  expect(criteria.map(({ proposedBp }) => proposedBp)).toEqual([5000, 5000, 10_000]);
});

test('one award fewer than needed says nothing at all', () => {
  const found = selectionQuality(eight.slice(1), 8);
  expect(found).toMatchObject({ status: 'not-enough', engagements: 7 });
  for (const part of [...found.dimensions, ...found.criteria]) {
    expect(part).toMatchObject({ n: 7, rho: null, p: null, reason: 'not-enough' });
    expect(part.proposedBp).toBe(part.weightBp);
  }
});

test('judges each evaluator by their own sheets', () => {
  const two = TEAM.map((_, i) =>
    award(
      { team: i, cases: i, answers: i, price: 50, outcome: i, rival: { team: 9 - i, cases: 9 - i, answers: 9 - i } },
      i,
    ),
  );
  expect(selectionQuality(two, 8).evaluators).toMatchObject([
    { userId: 'ann', n: 8, rho: 1 },
    { userId: 'bo', n: 8, rho: -1 },
  ]);
});

test('no award yet is no failure', () =>
  expect(selectionQuality([], 8)).toEqual({ status: 'not-enough', engagements: 0, dimensions: [], criteria: [], evaluators: [] })); // prettier-ignore
