import fc from 'fast-check';
import { workCalendarFor } from '../../../domain/calendar/choice';
import { markAsScore, poorMarks, ratingsView } from '../../../domain/rating/figures';
import { asksDue, type RatingRound, roundDates, roundSteps } from '../../../domain/rating/round';
import type { RatingAnswer } from '../../../domain/rating/schema';

const calendar = workCalendarFor('UTC', null);
const at = (text: string): number => Date.parse(`${text}:00Z`);
const shown = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

const answerOf = (marks: readonly [number, number, number, number], remark: string | null = null): RatingAnswer => {
  const [payment, decisions, clarity, scope] = marks.map((score) => ({ score, comment: null }));
  return { marks: { payment: payment!, decisions: decisions!, clarity: clarity!, scope: scope! }, remark };
};

const round = (part: Partial<RatingRound> = {}): RatingRound => ({
  engagementId: 'e',
  vendorId: 'v',
  quarter: '2027-Q1',
  closesAt: roundDates('2027-Q1', calendar).closesAt,
  asked: 1,
  answer: null,
  answeredAt: null,
  closedAt: null,
  ...part,
});

test('a round opens on the first business day after its quarter, asks twice again and closes after the fifteenth', () => {
  // 1 January 2028 is a Saturday.
  const { asks, closesAt } = roundDates('2027-Q4', calendar);
  expect(asks.map(shown)).toEqual(['2028-01-03T09:00', '2028-01-10T09:00', '2028-01-17T09:00']);
  expect(shown(closesAt)).toBe('2028-01-25T00:00');
});

test('whoever has answered is not asked again, and a closed round has nothing left to do', () => {
  const words = (part: Partial<RatingRound>) => roundSteps(round(part), calendar).map(({ key }) => key.slice(15));
  expect(words({})).toEqual(['2', '3', 'close']);
  expect(words({ asked: 2 })).toEqual(['3', 'close']);
  expect(words({ answer: answerOf([5, 5, 5, 5]) })).toEqual(['close']);
  expect(words({ closedAt: 1 })).toEqual([]);
});

test.each([
  ['2027-04-01T08:59', 0],
  ['2027-04-01T09:00', 1],
  ['2027-04-08T09:00', 2],
  ['2027-04-15T09:00', 3],
])('by %s a vendor should have been asked %i times', (now, times) => {
  expect(asksDue(roundDates('2027-Q1', calendar), at(now))).toBe(times);
});

test.each<[readonly [number, number, number, number], readonly string[]]>([
  [[3, 3, 3, 3], []],
  [[2, 3, 4, 5], ['payment']],
  [
    [5, 2, 5, 1],
    ['decisions', 'scope'],
  ],
])('of the marks %j poor are %j', (marks, poor) => expect(poorMarks(answerOf(marks))).toEqual(poor));

describe('what rounds say', () => {
  const closed = (quarter: string, marks: readonly [number, number, number, number]) =>
    round({ quarter, answer: answerOf(marks), closedAt: 1 });

  test('is told once a round has closed, newest first, with the mean and where it goes', () => {
    const rounds = [
      closed('2026-Q3', [5, 5, 4, 4]),
      closed('2026-Q4', [4, 4, 4, 4]),
      round({ answer: answerOf([1, 1, 1, 1]) }),
    ];
    const view = ratingsView(rounds, 'UTC', at('2027-04-02T00:00'));
    expect(view).toMatchObject({ mean: 4.25, trend: 'down' });
    expect(view.rounds).toMatchObject([
      { quarter: '2027-Q1', state: 'running', closesOn: '2027-04-22', answered: true, mean: null, marks: null },
      { quarter: '2026-Q4', state: 'closed', mean: 4 },
      { quarter: '2026-Q3', state: 'closed', mean: 4.5 },
    ]);
  });

  test('leaves a round out in which nobody was asked', () => {
    expect(ratingsView([round({ asked: 0, closedAt: 1 })], 'UTC', 2)).toEqual({ mean: null, trend: null, rounds: [] });
  });

  test('counts the last four answers, however many silent rounds lie between', () => {
    const rounds = ['2025-Q1', '2025-Q2', '2025-Q4', '2026-Q1', '2026-Q3'].map((quarter, n) =>
      closed(quarter, n === 0 ? [1, 1, 1, 1] : [4, 4, 4, 4]),
    );
    const { mean, trend } = ratingsView([...rounds, round({ quarter: '2025-Q3', closedAt: 1 })], 'UTC', 2);
    expect([mean, trend]).toEqual([4, 'stable']);
  });

  test('has a mean within the scale, whose ends are 0 and 100', () => {
    const mark = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(fc.tuple(mark, mark, mark, mark), (marks) => {
        const { mean } = ratingsView([closed('2026-Q1', marks)], 'UTC', 2);
        expect(markAsScore(mean ?? NaN)).toBeGreaterThanOrEqual(0);
        expect(markAsScore(mean ?? NaN)).toBeLessThanOrEqual(100);
      }),
    );
    expect([markAsScore(1), markAsScore(3), markAsScore(5)]).toEqual([0, 50, 100]);
  });
});
