import fc from 'fast-check';
import { addMonthsClamped, toDate } from '../../../domain/calendar/civil';
import { contractDates, contractTimeline } from '../../../domain/contract/dates';
import { ContractDatesInput, type ContractTerms } from '../../../domain/contract/schema';
import type { RenewalEntry } from '../../../domain/contract/term';

const terms = (changes: Partial<ContractTerms> = {}): ContractTerms => ({
  start: '2026-01-01',
  initialMonths: 12,
  renewal: 'tacit',
  renewalMonths: 12,
  notice: { months: 3, days: 0 },
  ...changes,
});
const dates = (asOf: string, changes: Partial<ContractTerms> = {}) => contractDates({ ...terms(changes), asOf });
const timeline = (asOf: string, entries: RenewalEntry[], changes: Partial<ContractTerms> = {}) =>
  contractTimeline(terms(changes), entries, asOf);

describe('the dates of a contract', () => {
  test('are its end, the last day for notice and the reminders before it', () =>
    expect(dates('2026-02-01')).toEqual({
      currentEnd: '2027-01-01',
      noticeDeadline: '2026-10-01',
      reminders: [
        '2026-04-04',
        '2026-07-03',
        '2026-08-02',
        '2026-09-01',
        '2026-09-17',
        '2026-09-24',
        '2026-09-30',
        '2026-10-01',
      ],
      renewedTimes: 0,
      status: 'active',
    }));

  test.each([
    [
      'months are clamped to the month end',
      { start: '2025-05-31', notice: { months: 3, days: 0 } },
      '2026-05-31',
      '2026-02-28',
    ],
    ['months first, then days', { notice: { months: 1, days: 10 } }, '2027-01-01', '2026-11-21'],
    ['days only', { notice: { months: 0, days: 90 } }, '2027-01-01', '2026-10-03'],
    ['no notice', { notice: { months: 0, days: 0 } }, '2027-01-01', '2027-01-01'],
    ['a leap day ends on the last of February', { start: '2024-02-29' }, '2025-02-28', '2024-11-28'],
  ] as [string, Partial<ContractTerms>, string, string][])('%s', (_, changes, currentEnd, noticeDeadline) =>
    expect(dates(changes.start ?? '2026-01-01', changes)).toMatchObject({ currentEnd, noticeDeadline }),
  );

  test('reminders may be chosen, each once, in order of time', () =>
    expect(dates('2026-02-01', { reminderDays: [7, 30, 7, 0] }).reminders).toEqual([
      '2026-09-01',
      '2026-09-24',
      '2026-10-01',
    ]));
});

describe('a tacit renewal', () => {
  test.each([
    ['2026-10-01', 0, '2027-01-01', '2026-10-01'],
    ['2026-10-02', 1, '2028-01-01', '2027-10-01'],
    ['2027-10-01', 1, '2028-01-01', '2027-10-01'],
    ['2027-10-02', 2, '2029-01-01', '2028-10-01'],
  ])('as of %s has come %i times', (asOf, renewedTimes, currentEnd, noticeDeadline) =>
    expect(dates(asOf)).toMatchObject({ renewedTimes, currentEnd, noticeDeadline, status: 'active' }),
  );

  test('without a notice period comes at the end itself', () => {
    const notice = { months: 0, days: 0 };
    expect(dates('2026-12-31', { notice }).renewedTimes).toBe(0);
    expect(dates('2027-01-01', { notice }).renewedTimes).toBe(1);
  });

  test('counts every end from the original start, so month ends never drift', () => {
    const monthly = { start: '2026-01-31', initialMonths: 1, renewalMonths: 1, notice: { months: 0, days: 1 } };
    const ends = ['2026-02-01', '2026-02-28', '2026-03-31', '2026-04-30'].map(
      (asOf) => dates(asOf, monthly).currentEnd,
    );
    expect(ends).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
  });

  test('keeps the notice of each term, not of the first one', () =>
    expect(dates('2030-01-01', { initialMonths: 36, renewalMonths: 6 }).noticeDeadline).toBe('2030-04-01'));

  test('ends, deadlines and counts never go back as time passes', () => {
    const date = fc.integer({ min: 20_000, max: 30_000 }).map(toDate);
    const months = fc.integer({ min: 1, max: 36 });
    fc.assert(
      fc.property(date, months, months, date, fc.nat(500), (start, initialMonths, renewalMonths, asOf, later) => {
        const at = (day: string) => dates(day, { start, initialMonths, renewalMonths });
        const [now, then] = [at(asOf), at(toDate(20_000 + later) > asOf ? toDate(20_000 + later) : asOf)];
        expect(then.currentEnd >= now.currentEnd).toBe(true);
        expect(then.noticeDeadline >= now.noticeDeadline).toBe(true);
        expect(now.currentEnd).toBe(addMonthsClamped(start, initialMonths + now.renewedTimes * renewalMonths));
        expect(asOf < now.currentEnd).toBe(true);
      }),
    );
  });
});

describe('the status of a term', () => {
  test.each([
    ['2025-12-31', 'tacit', 'upcoming'],
    ['2026-01-01', 'none', 'active'],
    ['2026-12-31', 'none', 'active'],
    ['2027-01-01', 'none', 'expired'],
    ['2027-01-01', 'express', 'expired'],
    ['2040-01-01', 'tacit', 'active'],
  ] as const)('as of %s with renewal %s is %s', (asOf, renewal, status) =>
    expect(dates(asOf, { renewal }).status).toBe(status),
  );
});

describe('a contract whose ends were decided', () => {
  test('lists tacit renewals that are due and not yet recorded', () => {
    const { due, renewedTimes } = timeline('2027-11-01', [{ termEnd: '2027-01-01', kind: 'auto_renewed' }]);
    expect(renewedTimes).toBe(2);
    expect(due).toEqual([{ termEnd: '2028-01-01', newEnd: '2029-01-01', dueOn: '2027-10-02' }]);
  });

  test('is renewed by decision before its deadline', () =>
    expect(timeline('2026-08-01', [{ termEnd: '2027-01-01', kind: 'renew' }], { renewal: 'express' })).toMatchObject({
      currentStart: '2027-01-01',
      currentEnd: '2028-01-01',
      renewedTimes: 1,
      due: [],
      decision: null,
    }));

  test.each(['exit', 'renegotiate'] as const)('does not renew in silence after the decision to %s', (kind) =>
    expect(timeline('2026-12-01', [{ termEnd: '2027-01-01', kind }])).toMatchObject({
      currentEnd: '2027-01-01',
      due: [],
      decision: kind,
      status: 'active',
    }),
  );

  test('ends when it was decided to exit', () =>
    expect(timeline('2027-01-01', [{ termEnd: '2027-01-01', kind: 'exit' }])).toMatchObject({
      currentEnd: '2027-01-01',
      status: 'expired',
    }));

  test('a renewal after renegotiation counts', () =>
    expect(
      timeline('2026-12-01', [
        { termEnd: '2027-01-01', kind: 'renegotiate' },
        { termEnd: '2027-01-01', kind: 'renew' },
      ]).currentEnd,
    ).toBe('2028-01-01'));

  test('without a length of its own renews by the initial term', () =>
    expect(
      timeline('2026-12-01', [{ termEnd: '2027-01-01', kind: 'renew' }], { renewal: 'express', renewalMonths: 0 })
        .currentEnd,
    ).toBe('2028-01-01'));

  test('decisions about other ends do not matter', () =>
    expect(timeline('2026-09-01', [{ termEnd: '2026-06-30', kind: 'exit' }])).toMatchObject({
      currentEnd: '2027-01-01',
      decision: null,
    }));
});

describe('the body', () => {
  const body = (changes: object) => ({ ...terms(), asOf: '2026-02-01', ...changes });
  test.each([
    ['renewalMonths', { renewalMonths: undefined }],
    ['renewalMonths', { renewalMonths: 0 }],
    ['initialMonths', { initialMonths: 0 }],
    ['notice.months', { notice: { months: -1, days: 0 } }],
    ['notice.days', { notice: { months: 1 } }],
    ['start', { start: '2026-02-30' }],
    ['asOf', { asOf: '2026-2-1' }],
    ['reminderDays.0', { reminderDays: [-1] }],
    ['renewal', { renewal: 'automatic' }],
  ])('names %s when it is wrong', (path, changes) =>
    expect(ContractDatesInput.safeParse(body(changes)).error?.issues[0]?.path.join('.')).toBe(path),
  );
});
