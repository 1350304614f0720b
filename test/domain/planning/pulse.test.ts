import { pulseFindings } from '../../../domain/planning/pulse';

const LIMITS = { pulseLow: 3, pulseDrop: 0.5 };
const entry = (date: string, score: number, n = 12) => ({ date, score, n });
const rules = (...scores: readonly number[]) =>
  pulseFindings(
    scores.map((score, index) => entry(`2027-0${index + 1}-01`, score)),
    LIMITS,
  ).map(({ rule }) => rule);

describe('a pulse of the people concerned', () => {
  test.each([
    [[], []],
    [[3], []],
    [[2.9], ['PULSE_LOW']],
    [[4, 3.6], []],
    [[4, 3.5], ['PULSE_DROP']],
    [[4.1, 3.6], ['PULSE_DROP']],
    [
      [3.3, 2.8],
      ['PULSE_LOW', 'PULSE_DROP'],
    ],
    [[2, 3], []],
    [[4, 2, 3], []],
  ])('of %j warns with %j', (scores, expected) => expect(rules(...scores)).toEqual(expected));

  test('is read in the order of its days, and not where nobody answered', () => {
    const found = pulseFindings([entry('2027-03-01', 3.2), entry('2027-02-01', 4), entry('2027-04-01', 1, 0)], LIMITS);
    expect(found).toEqual([
      {
        rule: 'PULSE_DROP',
        severity: 'amber',
        evidence: { date: '2027-03-01', score: 3.2, n: 12, before: 4, fall: 0.8, limit: 0.5 },
      },
    ]);
  });

  test('goes by the limits of the organisation', () =>
    expect(pulseFindings([entry('2027-03-01', 3.4)], { pulseLow: 3.5, pulseDrop: 1 })).toHaveLength(1));
});
