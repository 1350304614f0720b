import fc from 'fast-check';
import { addBusinessTime, businessTimeBetween, businessTimeDue } from '../../../domain/calendar/business-time';
import { addBusinessDays, isWorkingDay, nextWorkingDay } from '../../../domain/calendar/calendar';
import { parseDuration } from '../../../domain/calendar/duration';
import { PLAIN_TIME } from '../../../domain/calendar/plain-time';
import { BusinessTimeInput, WorkCalendar } from '../../../domain/calendar/schema';
import { BUSINESS_TIME, office, shipped } from '../../calendars';

const plain = PLAIN_TIME;
const cn = shipped('cn');
const us = shipped('us');

/** The week of 1 March 2027, a Monday. */
describe('business time', () => {
  test.each<(typeof BUSINESS_TIME)[number]>([
    ...BUSINESS_TIME,
    ['an hour that ends at closing time ends there', {}, '2027-03-05T16:00', 'PT1H', '2027-03-05T17:00'],
    ['closing time is outside hours', {}, '2027-03-05T17:00', 'PT0S', '2027-03-08T08:00'],
    ['before opening the count starts at the opening', {}, '2027-03-05T06:00', 'PT1H', '2027-03-05T09:00'],
    ['nothing within hours is now', {}, '2027-03-05T09:13', 'PT0S', '2027-03-05T09:13'],
    ['days come before hours', {}, '2027-03-04T16:00', 'P1DT2H', '2027-03-08T09:00'],
    ['a week of days', {}, '2027-03-01T10:00', 'P5D', '2027-03-08T10:00'],
    ['hours run over several days', {}, '2027-03-01T08:00', 'PT27H', '2027-03-03T17:00'],
    ['minutes and seconds count', {}, '2027-03-01T08:00', 'PT1M30S', '2027-03-01T08:01:30'],
    [
      'make-up hours are used up on Saturday',
      { workdays: ['2027-03-06'] },
      '2027-03-05T16:00',
      'PT2H',
      '2027-03-06T09:00',
    ],
  ])('%s', (_, exceptions, start, duration, due) =>
    expect(businessTimeDue(office(exceptions), start, duration).due).toBe(due),
  );

  test('a lunch break is closed time', () => {
    expect(businessTimeDue(cn, '2026-11-02T11:30', 'PT1H').due).toBe('2026-11-02T13:30');
    expect(businessTimeDue(cn, '2026-11-02T12:30', 'P1D').due).toBe('2026-11-03T13:00');
  });

  test('a make-up day takes the hours of Monday unless its weekday has its own', () => {
    const short = office({ workdays: ['2027-03-06', '2027-03-07'] });
    const sunday = { ...short, weekly: { ...short.weekly, sun: [['10:00', '12:00']] as [string, string][] } };
    expect(businessTimeDue(sunday, '2027-03-06T05:00', 'PT9H').due).toBe('2027-03-06T17:00');
    expect(businessTimeDue(sunday, '2027-03-07T05:00', 'PT1H').due).toBe('2027-03-07T11:00');
  });

  test('the due moment is told as an instant too', () =>
    expect(businessTimeDue(office(), '2027-03-05T16:00', 'PT2H')).toEqual({
      due: '2027-03-08T09:00',
      dueAt: '2027-03-08T01:00:00.000Z',
    }));

  test('the calendar 24x7 is plain time', () => {
    const start = Date.parse('2026-12-31T23:59:58Z');
    expect(addBusinessTime(plain, start, 'PT5S')).toBe(start + 5_000);
    expect(addBusinessTime(plain, start, 'P3D')).toBe(start + 3 * 86_400_000);
    expect(addBusinessTime(plain, start, 'P1DT36H')).toBe(start + 2.5 * 86_400_000);
    expect(addBusinessTime(plain, start + 1, 'PT0.25S')).toBe(start + 251);
  });

  test('spring holidays and make-up days of 2026 in China', () => {
    expect(businessTimeDue(cn, '2026-02-13T17:00', 'P1D').due).toBe('2026-02-14T17:00');
    expect(businessTimeDue(cn, '2026-02-14T17:00', 'PT2H').due).toBe('2026-02-24T10:00');
    expect(isWorkingDay(cn, '2026-02-28')).toBe(true);
    expect(addBusinessDays(cn, '2026-09-30', 1)).toBe('2026-10-08');
  });

  test('a working window over a clock change lasts its elapsed time', () => {
    const allDay: [string, string][] = [['00:00', '24:00']];
    const berlin: WorkCalendar = { timeZone: 'Europe/Berlin', weekly: { sun: allDay }, holidays: [], workdays: [] };
    expect(businessTimeDue(berlin, '2026-03-29T00:00', 'PT23H').due).toBe('2026-03-30T00:00');
    expect(businessTimeDue(berlin, '2026-10-25T00:00', 'PT25H').due).toBe('2026-10-26T00:00');
  });

  test('a day later keeps the wall clock over a clock change, and the first valid instant in the gap', () => {
    const night: [string, string][] = [['00:00', '24:00']];
    const ny = { ...plain, timeZone: 'America/New_York', weekly: { ...plain.weekly, mon: night } };
    expect(businessTimeDue(us, '2026-03-06T10:00', 'P1D').dueAt).toBe('2026-03-09T14:00:00.000Z');
    expect(businessTimeDue(ny, '2026-03-07T02:30', 'P1D').due).toBe('2026-03-08T03:00');
  });

  test('a calendar with too little time is refused, not searched for ever', () => {
    const minute: WorkCalendar = { timeZone: 'UTC', weekly: { mon: [['09:00', '09:01']] }, holidays: [], workdays: [] };
    expect(() => addBusinessTime(minute, 0, 'PT999999H')).toThrow(/too little working time/);
    const never: WorkCalendar = { timeZone: 'UTC', weekly: {}, holidays: [], workdays: [] };
    expect(() => addBusinessTime(never, 0, 'PT1H')).toThrow(/too little working time/);
    expect(() => addBusinessTime(never, 0, 'P1D')).toThrow(/too little working time/);
  });
});

describe('working time between two instants', () => {
  const instant = fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2027-06-01') });
  const ms = fc.integer({ min: 0, max: 400 * 3_600_000 });
  const calendars = fc.constantFrom(office(), plain, cn, us);

  test('is what was added, from an opening on', () => {
    fc.assert(
      fc.property(calendars, instant, ms, (calendar, start, duration) => {
        const due = addBusinessTime(calendar, start, `PT${duration / 1000}S`);
        expect(businessTimeBetween(calendar, start, due)).toBe(duration);
      }),
      { numRuns: 60 },
    );
  });

  test('never shrinks when the end is later, and turns its sign with the direction', () => {
    fc.assert(
      fc.property(calendars, instant, ms, (calendar, start, later) => {
        const shorter = businessTimeBetween(calendar, start, start + later);
        expect(businessTimeBetween(calendar, start, start + later + 3_600_000)).toBeGreaterThanOrEqual(shorter);
        expect(businessTimeBetween(calendar, start + later, start) + shorter).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('due moments are monotone in start and duration', () => {
    fc.assert(
      fc.property(calendars, instant, fc.nat(40), (calendar, start, hours) => {
        const due = addBusinessTime(calendar, start, `PT${hours}H`);
        expect(due).toBeGreaterThanOrEqual(start);
        expect(addBusinessTime(calendar, start, `PT${hours + 1}H`)).toBeGreaterThan(due);
        expect(addBusinessTime(calendar, start + 60_000, `PT${hours}H`)).toBeGreaterThanOrEqual(due);
      }),
      { numRuns: 60 },
    );
  });
});

describe('working days', () => {
  test.each([
    ['2027-03-05', 1, '2027-03-08'],
    ['2027-03-06', 1, '2027-03-08'],
    ['2027-03-08', -1, '2027-03-05'],
    ['2027-03-07', -1, '2027-03-05'],
    ['2027-03-08', -10, '2027-02-22'],
    ['2027-03-06', 0, '2027-03-08'],
    ['2027-03-05', 0, '2027-03-05'],
    ['2027-03-01', 250, '2028-02-14'],
  ])('%s shifted by %i is %s', (date, n, expected) => expect(addBusinessDays(office(), date, n)).toBe(expected));

  test('the next working day may be the day itself', () => {
    expect(nextWorkingDay(office(), '2027-03-05')).toBe('2027-03-05');
    expect(nextWorkingDay(office({ holidays: ['2027-03-05'] }), '2027-03-05')).toBe('2027-03-08');
  });

  test('there and back ends where it began, from a working day', () => {
    const n = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(n, n, (offset, days) => {
        const start = addBusinessDays(cn, '2025-01-02', offset);
        expect(addBusinessDays(cn, addBusinessDays(cn, start, days), -days)).toBe(start);
      }),
    );
  });
});

describe('durations', () => {
  test.each([
    ['P2D', { days: 2, ms: 0 }],
    ['PT4H', { days: 0, ms: 14_400_000 }],
    ['P1DT1H1M1S', { days: 1, ms: 3_661_000 }],
    ['PT1.5H', { days: 0, ms: 5_400_000 }],
    ['PT0S', { days: 0, ms: 0 }],
  ])('%s is read', (iso, expected) => expect(parseDuration(iso)).toEqual(expected));

  test.each([
    '',
    'P',
    'PT',
    'P1',
    'P1DT',
    'P1Y',
    'P1M',
    'P1W',
    '-P1D',
    'P-1D',
    'PT1H30',
    'pt1h',
    'P1.5D',
    'PT1S1M',
    ' P1D',
    'PT1e3S',
  ])('"%s" is refused', (iso) => expect(() => parseDuration(iso)).toThrow(/duration/));
});

describe('the calendar shape', () => {
  const shape = (changes: object) =>
    WorkCalendar.safeParse({ timeZone: 'UTC', weekly: { mon: [['09:00', '17:00']] }, ...changes });
  const pathOf = (changes: object) => shape(changes).error?.issues[0]?.path.join('.');

  test('needs no holidays', () => expect(shape({}).success).toBe(true));

  test.each([
    ['weekly', { weekly: {} }],
    ['weekly.mon.0', { weekly: { mon: [['17:00', '09:00']] } }],
    ['weekly.mon.0', { weekly: { mon: [['09:00', '09:00']] } }],
    ['weekly.mon.1', { weekly: { mon: [['09:00', '12:00'], ['11:00', '13:00']] } }], // prettier-ignore
    ['weekly.mon.0.0', { weekly: { mon: [['9', '12:00']] } }],
    ['weekly.mon.0.1', { weekly: { mon: [['09:00', '24:01']] } }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['holidays.0', { holidays: ['2026-02-30'] }],
    ['workdays.0', { holidays: ['2026-10-01'], workdays: ['2026-10-01'] }],
  ])('names %s', (path, changes) => expect(pathOf(changes)).toBe(path));

  test.each(['2027-02-30T10:00', '2027-03-05', '2027-03-05T24:00', '2027-03-05T10:00Z'])(
    'start %s is refused',
    (start) => expect(BusinessTimeInput.safeParse({ calendar: 'cn', start, duration: 'P1D' }).success).toBe(false),
  );
});
