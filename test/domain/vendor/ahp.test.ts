import fc from 'fast-check';
import { weighJudgements } from '../../../domain/vendor/ahp';

describe('pairwise judgements', () => {
  test('give weights, and how consistent they are', () => {
    const { weights, lambdaMax, ci, cr } = weighJudgements({ matrix: [[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]] }); // prettier-ignore
    expect(weights).toEqual([0.6479, 0.2299, 0.1222]);
    expect(lambdaMax).toBeCloseTo(3.0037, 4);
    expect(ci).toBeCloseTo(0.0018, 4);
    expect(cr).toBeCloseTo(0.0032, 4);
  });

  test('of two are always consistent', () =>
    expect(weighJudgements({ matrix: [[1, 4], [0.25, 1]] })).toEqual({ weights: [0.8, 0.2], lambdaMax: 2, ci: 0, cr: 0 })); // prettier-ignore

  test('may be typed with two decimals', () =>
    expect(weighJudgements({ matrix: [[1, 3, 7], [0.33, 1, 3], [0.14, 0.33, 1]] }).weights[0]).toBeCloseTo(0.669, 2)); // prettier-ignore

  test('that contradict each other are refused', () =>
    expect(() =>
      weighJudgements({
        matrix: [
          [1, 9, 1 / 9],
          [1 / 9, 1, 9],
          [9, 1 / 9, 1],
        ],
      }),
    ).toThrow(
      // prettier-ignore
      expect.objectContaining({ code: 'INCONSISTENT_JUDGEMENTS', errors: [expect.objectContaining({ path: 'matrix' })] }),
    ));

  test.each([
    ['matrix.1', [[1, 2], [0.5]]],
    [
      'matrix.0',
      [
        [1, 2, 3],
        [0.5, 1, 2],
      ],
    ],
    [
      'matrix.0.1',
      [
        [1, 3],
        [3, 1],
      ],
    ],
    [
      'matrix.0.0',
      [
        [2, 3],
        [1 / 3, 1],
      ],
    ],
    [
      'matrix.1.1',
      [
        [1, 3],
        [1 / 3, 1.01],
      ],
    ],
  ])('name %s when it is wrong', (path, matrix) =>
    // prettier-ignore
    expect(() => weighJudgements({ matrix })).toThrow(expect.objectContaining({ code: 'INVALID_FIELDS', errors: [expect.objectContaining({ path })] })),
  );

  test('that follow from true weights give these weights back', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(parts, (true_) => {
        const all = true_.reduce((total, part) => total + part, 0);
        const { weights, cr } = weighJudgements({ matrix: true_.map((a) => true_.map((b) => a / b)) });
        expect(cr).toBe(0);
        weights.forEach((weight, index) => expect(weight).toBeCloseTo(true_[index]! / all, 3));
      }),
    );
  });
});
