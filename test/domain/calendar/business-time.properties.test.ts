import fc from 'fast-check';
import { DateTime } from 'luxon';
import { addBusinessTime, businessTimeBetween } from '../../../domain/calendar/business-time';
import { isWorkingDay, openCalendar, WEEKDAYS } from '../../../domain/calendar/calendar';
import { addDays, toDayNumber } from '../../../domain/calendar/civil';
import { WorkCalendar } from '../../../domain/calendar/schema';
import { localDate, toLocal } from '../../../domain/calendar/zone';
import { office } from '../../calendars';

/** Clocks that move by an hour, by half an hour, southwards, and backwards for Ramadan. */
const ZONES = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Shanghai', 'UTC'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-01') });
const amount = fc.integer({ min: 1, max: 60 * HOUR });
const date = fc.nat(800).map((days) => addDays('2025-12-20', days));
const runs = { numRuns: 80 };

const clock = (quarter: number): string =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
/** None, one or two openings between two quarters of an hour of the day. */
const hoursWithin = (first: number, last: number) =>
  fc
    .uniqueArray(fc.integer({ min: first, max: last }), { maxLength: 4 })
    .map((quarters) => quarters.toSorted((a, b) => a - b))
    .map((edges) => [0, 2].flatMap((at) => pair(edges[at], edges[at + 1])));
const pair = (opens: number | undefined, closes: number | undefined): [string, string][] =>
  opens === undefined || closes === undefined ? [] : [[clock(opens), clock(closes)]];

const hoursAWeek = (of: WorkCalendar): number => {
  const { windowsOn } = openCalendar({ ...of, holidays: [], workdays: [] });
  const week = WEEKDAYS.flatMap((_, day) => windowsOn(day));
  return week.reduce((total, [opens, closes]) => total + closes - opens, 0) / HOUR;
};

const calendarWithin = (first: number, last: number) =>
  fc
    .record({
      timeZone: zone,
      weekly: fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, hoursWithin(first, last)]))),
      holidays: fc.uniqueArray(date, { maxLength: 40 }),
      workdays: fc.uniqueArray(date, { maxLength: 40 }),
    })
    .map((draft) => ({ ...draft, workdays: draft.workdays.filter((day) => !draft.holidays.includes(day)) }))
    .map((draft) => WorkCalendar.safeParse(draft))
    .filter(({ success }) => success)
    .map(({ data }) => data!)
    .filter((of) => hoursAWeek(of) >= 4);
const calendar = calendarWithin(0, 96);

const add = (of: WorkCalendar, start: number, ms: number): number => addBusinessTime(of, start, `PT${ms / 1000}S`);

test('a later start is never due earlier, and a longer duration is due later', () => {
  fc.assert(
    fc.property(calendar, instant, fc.tuple(amount, amount), (of, start, [ms, more]) => {
      const due = add(of, start, ms);
      expect(add(of, start + more, ms)).toBeGreaterThanOrEqual(due);
      expect(add(of, start, ms + more)).toBeGreaterThan(due);
      expect(due).toBeGreaterThanOrEqual(start + ms);
    }),
    runs,
  );
});

test('two durations one after the other are due when their sum is', () => {
  fc.assert(
    fc.property(calendar, instant, fc.tuple(amount, amount), (of, start, [a, b]) =>
      expect(add(of, add(of, start, a), b)).toBe(add(of, start, a + b)),
    ),
    runs,
  );
});

test('a due moment lies within opening hours or ends them', () => {
  fc.assert(
    fc.property(calendar, instant, amount, (of, start, ms) => {
      const due = add(of, start, ms);
      const last = toLocal(of.timeZone, due - 1);
      const windows = openCalendar(of).windowsOn(toDayNumber(last.date));
      expect(isWorkingDay(of, last.date)).toBe(true);
      expect(businessTimeBetween(of, due - 1, due)).toBe(1);
      // Where clocks are set back within an opening, its hours run past what they say.
      const isSteady = DateTime.fromMillis(due, { zone: of.timeZone }).offset === DateTime.fromMillis(due - 24 * HOUR, { zone: of.timeZone }).offset; // prettier-ignore
      if (isSteady)
        expect(windows.some(([opens, closes]) => opens <= last.msOfDay && last.msOfDay < closes)).toBe(true);
    }),
    runs,
  );
});

test('the time between is what was added, and adding it again ends no later', () => {
  fc.assert(
    fc.property(calendar, instant, amount, (of, start, ms) => {
      expect(businessTimeBetween(of, start, add(of, start, ms))).toBe(ms);
      const between = businessTimeBetween(of, start, start + ms);
      if (between === 0) return;
      const reached = add(of, start, between);
      expect(reached).toBeLessThanOrEqual(start + ms);
      expect(businessTimeBetween(of, reached, start + ms)).toBe(0);
    }),
    runs,
  );
});

test('the time between is the number of minutes whose wall clock is within opening hours', () => {
  const minute = instant.map((at) => at - (at % MINUTE));
  // Clocks change at night; whether an hour that happens twice counts twice is another question.
  fc.assert(
    fc.property(calendarWithin(24, 88), minute, fc.nat(3 * 24 * 60), (of, start, minutes) => {
      const open = openCalendar(of);
      const counted = Array.from({ length: minutes }, (_, n) => toLocal(of.timeZone, start + n * MINUTE)).filter(
        ({ date: day, msOfDay }) =>
          open.windowsOn(toDayNumber(day)).some(([opens, closes]) => opens <= msOfDay && msOfDay < closes),
      );
      expect(businessTimeBetween(of, start, start + minutes * MINUTE)).toBe(counted.length * MINUTE);
    }),
    { numRuns: 40 },
  );
});

test('the wall clock of a zone is that of its tables', () => {
  fc.assert(
    fc.property(zone, instant, (name, at) => {
      const { date: day, msOfDay } = toLocal(name, at);
      const expected = DateTime.fromMillis(at, { zone: name });
      expect([day, Math.floor(msOfDay / HOUR)]).toEqual([expected.toISODate(), expected.hour]);
    }),
    runs,
  );
});

test('n days later is a working day with n − 1 of them between, at the same time of day', () => {
  fc.assert(
    fc.property(
      zone,
      instant,
      fc.integer({ min: 1, max: 60 }),
      fc.uniqueArray(date, { maxLength: 30 }),
      (name, at, n, off) => {
        const of = office({ timeZone: name, holidays: off });
        const start = addBusinessTime(of, at, 'PT0S');
        const due = addBusinessTime(of, at, `P${n}D`);
        const [from, to] = [toLocal(name, start), toLocal(name, due)];
        const days = Array.from({ length: toDayNumber(to.date) - toDayNumber(from.date) }, (_, i) =>
          addDays(from.date, i + 1),
        );
        expect(to.msOfDay).toBe(from.msOfDay);
        expect(days.filter((day) => isWorkingDay(of, day))).toHaveLength(n);
        expect(days.at(-1)).toBe(to.date);
        expect(addBusinessTime(of, due, 'P2D')).toBe(addBusinessTime(of, at, `P${n + 2}D`));
      },
    ),
    runs,
  );
});

test('a make-up day is worked whatever its weekday, and a holiday is not', () => {
  fc.assert(
    fc.property(zone, fc.uniqueArray(date, { minLength: 2, maxLength: 30 }), (name, [madeUp = '', ...holidays]) => {
      const of = office({ timeZone: name, holidays, workdays: [madeUp] });
      const opens = DateTime.fromISO(`${madeUp}T08:00`, { zone: name }).toMillis();
      expect(addBusinessTime(of, opens - HOUR, 'PT1H')).toBe(opens + HOUR);
      expect(localDate(name, addBusinessTime(of, opens, 'PT9H'))).toBe(madeUp);
      for (const day of holidays) expect(isWorkingDay(of, day)).toBe(false);
    }),
    runs,
  );
});

test('a calendar without any opening is refused', () => {
  fc.assert(
    fc.property(fc.subarray([...WEEKDAYS]), zone, (closed, timeZone) => {
      const weekly = Object.fromEntries(closed.map((day) => [day, []]));
      const parsed = WorkCalendar.safeParse({ timeZone, weekly, holidays: [], workdays: [] });
      expect(parsed.error?.issues[0]?.path).toEqual(['weekly']);
    }),
  );
});
