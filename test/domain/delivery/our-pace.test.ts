import { workCalendarFor } from '../../../domain/calendar/choice';
import { endedWithin, onTimeBp, paceOf } from '../../../domain/delivery/our-pace';

const calendar = workCalendarFor('UTC', null);
const at = (text: string): number => Date.parse(`${text}:00Z`);
const waited = (asked: string, answered: string) => ({ askedAt: at(asked), answeredAt: at(answered) });

// 2026-11-20 is a Friday: the weekend is nobody's waiting.
const OVER_NIGHT = waited('2026-11-23T10:00', '2026-11-23T12:00');
const OVER_WEEKEND = waited('2026-11-20T17:00', '2026-11-23T10:00');

test('is the median in hours of business time, whatever the order', () => {
  const slow = waited('2026-11-23T09:00', '2026-11-25T09:00');
  const expected = paceOf([OVER_NIGHT, OVER_WEEKEND, slow], calendar);
  expect(expected).toEqual({ n: 3, medianHours: 2 });
  expect(paceOf([slow, OVER_WEEKEND, OVER_NIGHT], calendar)).toEqual(expected);
});

test('does not count the weekend', () => expect(paceOf([OVER_WEEKEND], calendar).medianHours).toBeLessThan(4));

test('of nothing is nothing', () => expect(paceOf([], calendar)).toEqual({ n: 0, medianHours: null }));

test('belongs to the quarter in which it ended', () => {
  const span = { from: at('2026-10-01T00:00'), to: at('2026-11-23T12:00') };
  expect(endedWithin([OVER_NIGHT, OVER_WEEKEND], span)).toEqual([OVER_WEEKEND]);
});

test.each([
  [[], null],
  [[{ endedAt: 5, dueAt: null }], null],
  [
    [
      { endedAt: 5, dueAt: 5 },
      { endedAt: 6, dueAt: 5 },
      { endedAt: 9, dueAt: null },
    ],
    5000,
  ],
])('of %j so much was in time: %s bp', (done, share) => expect(onTimeBp(done)).toBe(share));
