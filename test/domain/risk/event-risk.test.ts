import { addDays } from '../../../domain/calendar/civil';
import { scoreEvents } from '../../../domain/risk/event-risk';
import { EventRiskInput } from '../../../domain/risk/schema';

type Event = EventRiskInput['events'][number];
const AS_OF = '2026-10-31';
const event = (age: number, changes: Partial<Event> = {}): Event => ({
  category: 'quality',
  severity: 2,
  observedOn: addDays(AS_OF, -age),
  rectified: false,
  ...changes,
});
const scored = (events: Event[], importanceBp?: number) =>
  scoreEvents({ asOf: AS_OF, events, ...(importanceBp !== undefined && { importanceBp }) });

describe('early warning from events', () => {
  test('nothing happened is green', () => expect(scored([])).toEqual({ score: 0, tier: 'green', redLine: false }));

  test.each([
    ['quality', 1],
    ['capacity', 1.2],
    ['legal', 1.3],
    ['data', 1.5],
    ['communication', 0.8],
  ] as const)('the category %s weighs %d', (category, score) =>
    expect(scored([event(0, { category })]).score).toBe(score),
  );

  test.each([
    [1, 0.6],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
  ])('a severity of %i adds %d', (severity, score) => expect(scored([event(0, { severity })]).score).toBe(score));

  test.each([
    [0, 1],
    [14, 1],
    [15, 0.85],
    [28, 0.85],
    [29, 0.6],
    [56, 0.6],
    [57, 0.4],
    [84, 0.4],
    [85, 0.2],
    [1000, 0.2],
  ])('after %i days it still counts %d', (age, score) => expect(scored([event(age)]).score).toBe(score));

  test('rectified events and importance change the score', () => {
    expect(scored([event(0, { rectified: true })]).score).toBe(0.85);
    expect(scored([event(0)], 12_000).score).toBe(1.2);
  });

  test.each([
    [[event(0, { category: 'communication' })], 0.8, 'yellow'],
    [[event(15, { category: 'communication' })], 0.68, 'green'],
    [[event(0), event(0)], 2, 'red'],
    [[event(0), event(0, { rectified: true })], 1.85, 'yellow'],
    [
      [event(0, { category: 'data', severity: 4 }), event(30, { category: 'legal', severity: 1, rectified: true })],
      4.8978,
      'red',
    ],
  ] as const)('%j scores %d and is %s', (events, score, tier) =>
    expect(scored([...events])).toMatchObject({ score, tier }),
  );

  test.each([
    [84, 3, true],
    [85, 3, false],
    [0, 2, false],
    [84, 5, true],
  ])('after %i days a severity of %i is a red line: %s', (age, severity, redLine) =>
    expect(scored([event(age, { severity, category: 'communication', rectified: true })]).redLine).toBe(redLine),
  );

  test('the future is no evidence', () =>
    expect(
      EventRiskInput.safeParse({ asOf: AS_OF, events: [event(0), event(-1)] }).error?.issues[0]?.path.join('.'),
    ).toBe('events.1.observedOn'));
});
