import fc from 'fast-check';
import {
  answerIssues,
  differences,
  prefill,
  scoreAssessment,
  submissionIssues,
} from '../../../domain/vendor/assessment/assessment';
import { SHIPPED_QUESTIONNAIRES } from '../../../domain/vendor/assessment/library';
import { assessmentIssues } from '../../../domain/vendor/assessment/requirement';
import {
  type Answers,
  type Assessment,
  QuestionnaireDefinition,
  type StoredQuestionnaire,
} from '../../../domain/vendor/assessment/schema';
import {
  openedAssessment,
  reviewedAssessment,
  submittedAssessment,
  withAnswers,
} from '../../../domain/vendor/assessment/steps';

const text = (en: string) => ({ en, 'zh-CN': en });
const question = (key: string, part: object = {}) => ({
  key,
  weight: 1,
  type: 'yesno',
  min: 0,
  max: 1,
  direction: 'high',
  text: text(key),
  ...part,
});
const SMALL = {
  key: 'secure-small',
  version: 1,
  origin: 'own',
  ...QuestionnaireDefinition.parse({
    title: text('Small'),
    tiers: { low: 80, medium: 60 },
    validMonths: 12,
    categories: [
      {
        key: 'a',
        weight: 3,
        title: text('A'),
        questions: [question('mfa'), question('hours', { type: 'numeric', max: 72, direction: 'low' })],
      },
      { key: 'b', weight: 1, title: text('B'), questions: [question('keys', { type: 'scale', min: 1, max: 5 })] },
    ],
  }),
} as const satisfies StoredQuestionnaire;
const given = (values: Readonly<Record<string, number | null>>): Answers =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));

describe('the questionnaires that ship', () => {
  const questions = ({ categories }: QuestionnaireDefinition) => categories.flatMap((category) => category.questions);
  test.each([
    ['secure-basic', 25],
    ['secure-extended', 60],
  ])('%s is well formed, with %i questions in both languages', (key, count) => {
    const found = SHIPPED_QUESTIONNAIRES.find((one) => one.key === key);
    if (!found) throw new Error('it does not ship');
    const { key: _key, version: _version, origin: _origin, ...definition } = found;
    expect(QuestionnaireDefinition.parse(definition)).toEqual(definition);
    expect(questions(definition)).toHaveLength(count);
    const said = questions(definition);
    for (const tag of ['en', 'zh-CN'] as const) expect(new Set(said.map((one) => one.text[tag])).size).toBe(count);
    expect(
      said.filter((one) => /[a-z]{4}/.test(one.text['zh-CN']) || !/\p{Script=Han}/u.test(one.text['zh-CN'])),
    ).toEqual([]);
    expect(said.filter((one) => /\p{Script=Han}/u.test(one.text.en))).toEqual([]);
  });

  test('the extended one asks all that the basic one asks', () => {
    const [basic, extended] = SHIPPED_QUESTIONNAIRES.map((one) => questions(one).map(({ key }) => key));
    expect(basic?.filter((key) => !extended?.includes(key))).toEqual([]);
  });
});

describe('an assessment', () => {
  test.each<[string, Readonly<Record<string, number | null>>, number, string | null]>([
    // a = (1 + 1)/2 = 1, b = 1
    ['all at their best', { mfa: 1, hours: 0, keys: 5 }, 100, 'low'],
    // a = (1 + 0.5)/2 = 0.75, b = 0.5 → (3·75 + 50)/4
    ['middling', { mfa: 1, hours: 36, keys: 3 }, 68.75, 'medium'],
    ['all at their worst', { mfa: 0, hours: 72, keys: 1 }, 0, 'high'],
    // Beyond its scale an answer counts like its end.
    ['beyond the scale', { mfa: 1, hours: 500, keys: 5 }, 62.5, 'medium'],
    // a is half answered: coverage (3·½ + 1)/4 = 62.5 %
    ['half open', { mfa: 1, keys: 5 }, 100, null],
  ])('with answers %s', (_name, values, total, tier) => {
    expect(scoreAssessment(SMALL, given(values))).toMatchObject({ total, tier });
  });

  test.each([
    [80, 'low'],
    [79.9999, 'medium'],
    [60, 'medium'],
    [59.9999, 'high'],
  ])('of %f points is of the tier %s', (points, tier) => {
    const { title, tiers, validMonths } = SMALL;
    const asked = [question('q', { type: 'numeric', max: 100 })];
    const categories = [{ key: 'c', weight: 1, title: text('C'), questions: asked }];
    const one = QuestionnaireDefinition.parse({ title, tiers, validMonths, categories });
    expect(scoreAssessment(one, given({ q: points })).tier).toBe(tier);
  });

  test('has answers that fit their questions', () => {
    const faults = (values: Readonly<Record<string, number | null>>) =>
      answerIssues(SMALL, given(values)).map(({ path }) => path);
    expect(faults({ mfa: 1, hours: 400, keys: 5 })).toEqual([]);
    expect(faults({ mfa: 0.5 })).toEqual(['answers.mfa.value']);
    expect(faults({ keys: 6 })).toEqual(['answers.keys.value']);
    expect(faults({ keys: 2.5 })).toEqual(['answers.keys.value']);
    expect(faults({ hours: -1, other: 1 })).toEqual(['answers.hours.value', 'answers.other']);
    expect(faults({ mfa: null })).toEqual([]);
  });

  test('names what is missing before it may be handed in', () => {
    expect(submissionIssues(SMALL, given({ keys: 5 })).map(({ path }) => path)).toEqual([
      'answers.mfa',
      'answers.hours',
    ]);
    expect(submissionIssues(SMALL, given({ mfa: 1, hours: 1, keys: 1 }))).toEqual([]);
  });

  test('takes over last year’s answers to the same questions, and marks what differs', () => {
    const previous: Answers = {
      ...given({ mfa: 1, keys: 3 }),
      gone: { value: 1 },
      hours: { value: 24, note: 'contract' },
    };
    const answers = prefill(SMALL, previous);
    expect(Object.keys(answers).sort()).toEqual(['hours', 'keys', 'mfa']);
    expect(differences(SMALL, answers, previous)).toEqual([]);
    expect(differences(SMALL, { ...answers, keys: { value: 4 }, hours: { value: 24 } }, previous)).toEqual([
      'hours',
      'keys',
    ]);
    expect(differences(SMALL, answers, {})).toEqual(['mfa', 'hours', 'keys']);
  });

  test('is never better for a worse answer', () => {
    const hours = fc.integer({ min: 0, max: 72 });
    fc.assert(
      fc.property(hours, hours, (one, other) => {
        const [quick, slow] = [Math.min(one, other), Math.max(one, other)];
        const total = (value: number) => scoreAssessment(SMALL, given({ mfa: 1, hours: value, keys: 3 })).total ?? 0;
        expect(total(quick)).toBeGreaterThanOrEqual(total(slow));
      }),
    );
  });
});

describe('the steps of an assessment', () => {
  const at = '2027-03-05T09:00:00.000Z';
  const opened = (previous: Assessment | null = null) =>
    openedAssessment({ id: 'a', vendorId: 'v', questionnaire: SMALL, previous, by: 'opener', at });
  const answered = withAnswers(opened(), given({ mfa: 1, hours: 1, keys: 5 }));
  const submitted = submittedAssessment(answered, { by: 'opener', at, previous: null });
  const accept = (by = 'reviewer') =>
    reviewedAssessment(submitted, { body: { decision: 'accept' }, by, at, today: '2028-02-29' });

  test('are open, submitted, accepted, and valid for a year', () => {
    expect([opened().state, submitted.state, accept().state]).toEqual(['open', 'submitted', 'accepted']);
    expect(submitted.toReview).toEqual(['mfa', 'hours', 'keys']);
    expect(accept().validUntil).toBe('2029-02-28');
    expect(submittedAssessment(opened(accept()), { by: null, at, previous: accept() }).toReview).toEqual([]);
  });

  test('come in their order', () => {
    expect(() => withAnswers(submitted, {})).toThrow('is submitted');
    expect(() => submittedAssessment(submitted, { by: null, at, previous: null })).toThrow('is submitted');
    expect(() =>
      reviewedAssessment(answered, { body: { decision: 'accept' }, by: 'x', at, today: '2027-01-01' }),
    ).toThrow('is open');
    expect(() => submittedAssessment(opened(), { by: null, at, previous: null })).toThrow('80 %');
  });

  test('are judged by a second person, and returned with a reason', () => {
    expect(() => accept('opener')).toThrow('does not review');
    const back = (comment?: string) =>
      reviewedAssessment(submitted, { body: { decision: 'return', comment }, by: 'reviewer', at, today: '2027-01-01' });
    expect(() => back()).toThrow('otherwise');
    expect(back('Show the report.')).toMatchObject({ state: 'open', result: null, reviewComment: 'Show the report.' });
  });

  test.each([
    [false, false, '2027-01-01', 0],
    [true, false, '2029-02-28', 0],
    [true, false, '2029-03-01', 1],
    [false, true, '2029-03-01', 1],
  ])('count for G2 (personal data %s, across a border %s, on %s)', (personalData, crossBorder, today, count) => {
    expect(assessmentIssues({ personalData, crossBorder }, [accept()], today)).toHaveLength(count);
    expect(assessmentIssues({ personalData, crossBorder }, [submitted], today)).toHaveLength(
      personalData || crossBorder ? 1 : 0,
    );
  });
});
