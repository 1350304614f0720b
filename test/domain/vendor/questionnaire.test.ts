import fc from 'fast-check';
import { scoreQuestionnaire } from '../../../domain/vendor/questionnaire';
import { type Question, QuestionnaireInput } from '../../../domain/vendor/schema';

const question = (key: string, answer: number | null, changes: Partial<Question> = {}): Question => ({
  key,
  weight: 1,
  min: 1,
  max: 5,
  direction: 'high',
  answer,
  ...changes,
});
const score = (...categories: QuestionnaireInput['categories']) => scoreQuestionnaire({ categories });

describe('a questionnaire', () => {
  test('rates each answer on its scale and weighs it', () =>
    expect(
      score(
        { key: 'security', weight: 3, questions: [question('a', 5, { weight: 3 }), question('b', 1)] },
        { key: 'people', weight: 1, questions: [question('c', 3)] },
      ),
    ).toEqual({
      categories: [
        { key: 'security', score: 75 },
        { key: 'people', score: 50 },
      ],
      total: 68.75,
      coverageBp: 10_000,
      status: 'complete',
    }));

  test('mirrors a scale on which low is good', () =>
    expect(score({ key: 'x', weight: 1, questions: [question('a', 2, { direction: 'low' })] }).total).toBe(75));

  test('weighs over the answered questions only', () =>
    expect(
      score({ key: 'x', weight: 1, questions: [question('a', 5, { weight: 8 }), question('b', null, { weight: 2 })] }),
    ).toEqual({
      categories: [{ key: 'x', score: 100 }],
      total: 100,
      coverageBp: 8000,
      status: 'complete',
    }));

  test('is incomplete below 80 % of all weight', () =>
    expect(
      score({
        key: 'x',
        weight: 1,
        questions: [question('a', 5, { weight: 7999 }), question('b', null, { weight: 2001 })],
      }),
    ).toMatchObject({
      coverageBp: 7999,
      status: 'incomplete',
    }));

  test('leaves a category without answers out of the total', () =>
    expect(
      score(
        { key: 'x', weight: 1, questions: [question('a', 5)] },
        { key: 'y', weight: 1, questions: [question('b', null)] },
      ),
    ).toEqual({
      categories: [
        { key: 'x', score: 100 },
        { key: 'y', score: null },
      ],
      total: 100,
      coverageBp: 5000,
      status: 'incomplete',
    }));

  test('without any answer has no score', () =>
    expect(score({ key: 'x', weight: 1, questions: [question('a', null)] })).toMatchObject({
      total: null,
      coverageBp: 0,
      status: 'incomplete',
    }));

  test('scores from 0 to 100, and a flipped scale mirrors the score', () => {
    const answers = fc.array(
      fc.record({ answer: fc.integer({ min: 1, max: 5 }), weight: fc.integer({ min: 1, max: 9 }) }),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(answers, (list) => {
        const totalOf = (direction: 'high' | 'low') =>
          score({
            key: 'x',
            weight: 1,
            questions: list.map(({ answer, weight }, i) => question(`q${i}`, answer, { weight, direction })),
          }).total ?? -1;
        expect(totalOf('high')).toBeGreaterThanOrEqual(0);
        expect(totalOf('high') + totalOf('low')).toBeCloseTo(100, 3);
      }),
    );
  });

  test.each([
    ['categories.0.questions.0.answer', [question('a', 6)]],
    ['categories.0.questions.0.max', [question('a', 1, { min: 5, max: 5 })]],
    ['categories.0.questions.1.key', [question('a', 1), question('a', 1)]],
  ])('names %s when it is wrong', (path, questions) =>
    expect(
      QuestionnaireInput.safeParse({ categories: [{ key: 'x', weight: 1, questions }] }).error?.issues[0]?.path.join(
        '.',
      ),
    ).toBe(path),
  );

  test('needs a category that weighs something', () =>
    expect(
      QuestionnaireInput.safeParse({ categories: [{ key: 'x', weight: 0, questions: [question('a', 1)] }] }).success,
    ).toBe(false));
});
