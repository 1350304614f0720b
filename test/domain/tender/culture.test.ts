import fc from 'fast-check';
import { cultureFit, evidenceOf, overlapHours, responseTime } from '../../../domain/tender/culture';
import type { WorkingHours } from '../../../domain/tender/schema';
import type { Question } from '../../../domain/tender/tender';

const HOUR = 3_600_000;
const asked = (answeredAfter: number | null, part: Partial<Question> = {}): Question => ({
  id: 'q',
  candidateId: 'c',
  asker: 'buyer',
  topic: 'general',
  text: '?',
  askedAt: 0,
  dueAt: 48 * HOUR,
  answer: answeredAfter === null ? null : '!',
  answeredAt: answeredAfter === null ? null : answeredAfter * HOUR,
  visibility: 'all',
  ...part,
});

describe('the response time of a vendor', () => {
  test.each<[string, readonly Question[], number, number | null, number | null]>([
    ['nothing asked', [], 0, null, null],
    ['its own questions', [asked(9, { asker: 'vendor' })], 0, null, null],
    ['one answer', [asked(38)], 0, 38, 50],
    ['the median of three', [asked(2), asked(100), asked(38)], 0, 38, 50],
    ['the middle of two', [asked(4), asked(72)], 0, 38, 50],
    ['an answer at once', [asked(1)], 0, 1, 100],
    ['an answer after three days', [asked(72)], 0, 72, 0],
    ['an answer after a week', [asked(168)], 0, 168, 0],
    ['an open question that is not due', [asked(null)], 48 * HOUR, null, null],
    ['an overdue question, for as long as it waits', [asked(null)], 60 * HOUR, 60, 17.6471],
  ])('of %s', (_what, questions, now, medianHours, score) =>
    expect(responseTime(questions, now)).toMatchObject({ medianHours, score }),
  );
});

const hours = (timeZone: string, from = '09:00', to = '18:00'): WorkingHours => ({ timeZone, from, to });

describe('the hours that both sides work', () => {
  test.each<[string, WorkingHours, WorkingHours, string, number]>([
    ['the same office', hours('Asia/Shanghai'), hours('Asia/Shanghai'), '2026-11-30', 9],
    ['Shanghai and London in winter', hours('Asia/Shanghai'), hours('Europe/London'), '2026-11-30', 1],
    ['Shanghai and London in summer', hours('Asia/Shanghai'), hours('Europe/London'), '2026-06-30', 2],
    ['Shanghai and New York', hours('Asia/Shanghai'), hours('America/New_York'), '2026-11-30', 0],
    [
      'Shanghai and a night shift in New York',
      hours('Asia/Shanghai'),
      hours('America/New_York', '20:00', '04:00'),
      '2026-11-30',
      8,
    ],
    ['Kolkata, half an hour off', hours('Asia/Shanghai'), hours('Asia/Kolkata'), '2026-11-30', 6.5],
    ['across the date line', hours('Pacific/Auckland'), hours('America/Los_Angeles'), '2026-11-30', 6],
  ])('of %s', (_what, ours, theirs, date, shared) => expect(overlapHours(ours, theirs, date)).toBe(shared));

  const zone = fc.constantFrom(
    'Asia/Shanghai',
    'Europe/London',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
  );
  const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:30`);
  const any = fc
    .tuple(zone, time, time)
    .filter(([, from, to]) => from !== to)
    .map(([one, from, to]) => hours(one, from, to));
  test('are never more than either works', () =>
    fc.assert(
      fc.property(any, any, (ours, theirs) => {
        const shared = overlapHours(ours, theirs, '2026-03-30');
        expect(shared).toBeGreaterThanOrEqual(0);
        expect(shared).toBeLessThanOrEqual(overlapHours(ours, ours, '2026-03-30') + 1e-9);
      }),
    ));
});

describe('culture fit', () => {
  const ours = { hours: hours('Asia/Shanghai'), languages: ['zh-CN'] };
  const fit = (languages: string[]) =>
    cultureFit({ ours, culture: { theirs: { hours: hours('Asia/Shanghai'), languages } }, questions: [] }, 0);

  test('is unknown while nothing is recorded', () =>
    expect(evidenceOf(cultureFit({ ours, culture: null, questions: [] }, 0))).toEqual({
      'response-time': null,
      overlap: null,
      values: null,
      references: null,
    }));

  test('needs a language as well as hours', () => {
    expect(fit(['zh-TW', 'en']).overlap).toEqual({ hours: 9, sharedLanguages: ['zh-CN'], score: 100 });
    expect(fit(['en']).overlap).toEqual({ hours: 9, sharedLanguages: [], score: 0 });
  });

  test('holds the questionnaire and the mean of the references', () => {
    const question = { key: 'q', weight: 1, min: 1, max: 5, direction: 'high' as const, answer: 4 };
    const culture = {
      values: { categories: [{ key: 'values', weight: 1, questions: [question] }] },
      references: [
        { name: 'A', score: 80 },
        { name: 'B', score: 90 },
      ],
    };
    expect(cultureFit({ ours, culture, questions: [] }, 0)).toMatchObject({ values: 75, references: 85 });
  });
});
