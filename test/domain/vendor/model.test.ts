import { DEFAULT_DIMENSIONS, modelFrom } from '../../../domain/vendor/model';
import { EvaluationModel, ModelBody } from '../../../domain/vendor/model-schema';
import { shareOut } from '../../../domain/vendor/shares';

const two = DEFAULT_DIMENSIONS.slice(0, 2).map((dimension) => ({ ...dimension, weightBp: 5000 }));

describe('an evaluation model', () => {
  test('is the usual one with 25, 30, 30 and 15 % where no dimensions are named', () => {
    const model = modelFrom({ method: 'weighted-sum' });
    expect(model.dimensions.map(({ key, weightBp }) => [key, weightBp])).toEqual([
      ['qualification', 2500],
      ['capability', 3000],
      ['price', 3000],
      ['culture', 1500],
    ]);
    expect(EvaluationModel.safeParse(model).success).toBe(true);
  });

  test('takes its weights from consistent judgements under ahp', () => {
    const judgements = [
      [1, 3],
      [1 / 3, 1],
    ];
    expect(modelFrom({ method: 'ahp', dimensions: two, judgements }).dimensions.map((d) => d.weightBp)).toEqual([
      7500, 2500,
    ]);
  });

  test.each([
    [
      'that contradict each other',
      'INCONSISTENT_JUDGEMENTS',
      [
        [1, 9, 1 / 9, 1],
        [1 / 9, 1, 9, 1],
        [9, 1 / 9, 1, 1],
        [1, 1, 1, 1],
      ],
    ],
    ['of another number of dimensions', 'INVALID_FIELDS', [[1]]],
  ])('refuses judgements %s', (_why, code, judgements) =>
    expect(() => modelFrom({ method: 'ahp', judgements })).toThrow(expect.objectContaining({ code })),
  );

  const criterion = { key: 'x', weightBp: 10_000, type: 'scale', min: 0, max: 5, direction: 'maximise' };
  const body = (part: object) => ({
    method: 'weighted-sum',
    dimensions: [{ key: 'capability', weightBp: 10_000, criteria: [{ ...criterion, ...part }] }],
  });
  test.each<[string, object, boolean]>([
    ['a scale', {}, true],
    ['yes or no', { type: 'yesno', max: 1 }, true],
    ['yes or no on another scale', { type: 'yesno' }, false],
    ['a price outside the price', { type: 'price' }, false],
    ['an empty range', { max: 0 }, false],
    ['a measured source', { source: 'overlap' }, true],
    ['an unknown source', { source: 'rumour' }, false],
    ['a field nobody knows', { colour: 'red' }, false],
  ])('with %s is taken: %j %s', (_what, part, taken) => expect(ModelBody.safeParse(body(part)).success).toBe(taken));

  test('has judgements under ahp only', () =>
    expect(ModelBody.safeParse({ method: 'topsis', judgements: [[1]] }).success).toBe(false));
});

test.each([
  [
    [1, 1, 1],
    [3334, 3333, 3333],
  ],
  [
    [0.6483, 0.2297, 0.122],
    [6483, 2297, 1220],
  ],
  [
    [2, 0],
    [10_000, 0],
  ],
])('weights %j become whole basis points %j', (weights, shares) => expect(shareOut(weights)).toEqual(shares));
