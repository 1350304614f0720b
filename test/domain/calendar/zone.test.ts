import fc from 'fast-check';
import { localDate, startOfDate, toInstant, toLocal } from '../../../domain/calendar/zone';

const at = (text: string) => ({
  date: text.slice(0, 10),
  msOfDay: (Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16))) * 60_000,
});

describe('wall-clock time', () => {
  test.each([
    ['Asia/Shanghai', '2026-10-01T09:00', '2026-10-01T01:00:00Z', 'no clock changes'],
    ['America/New_York', '2026-03-08T01:30', '2026-03-08T06:30:00Z', 'before the gap'],
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:00:00Z', 'in the gap: first valid instant'],
    ['America/New_York', '2026-03-08T03:00', '2026-03-08T07:00:00Z', 'end of the gap'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z', 'twice: first occurrence'],
    ['America/New_York', '2026-11-01T02:00', '2026-11-01T07:00:00Z', 'after the overlap'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:00:00Z', 'in the gap'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00Z', 'twice'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30:00Z', 'in a gap of half an hour'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z', 'overlap of half an hour'],
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00Z', 'a day that does not exist'],
    ['America/Sao_Paulo', '2018-11-04T00:00', '2018-11-04T03:00:00Z', 'midnight that does not exist'],
  ])('%s %s is %s (%s)', (zone, local, instant) => expect(toInstant(zone, at(local))).toBe(Date.parse(instant)));

  test('a local time read back from an instant is the instant, unless clocks were set back', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Africa/Casablanca', 'UTC');
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 4_000_000_000 }), (zone, seconds) => {
        const again = toInstant(zone, toLocal(zone, seconds * 1000));
        expect([0, 3_600_000]).toContain(seconds * 1000 - again);
      }),
    );
  });

  test('an instant is read as often as wanted, in more zones and days than are kept', () => {
    const zones = ['Asia/Shanghai', 'America/New_York', 'UTC'];
    const first = Date.parse('2020-01-01T12:00:00Z');
    const read = () =>
      Array.from({ length: 12_000 }, (_, n) => toLocal(zones[n % 3]!, first + n * 86_400_000).msOfDay / 3_600_000);
    const hours = read();
    expect(read()).toEqual(hours);
    expect(hours.slice(0, 3)).toEqual([20, 7, 12]);
  });

  test('the date of an instant depends on the zone', () => {
    const instant = Date.parse('2026-10-01T20:00:00Z');
    expect([localDate('UTC', instant), localDate('Asia/Shanghai', instant)]).toEqual(['2026-10-01', '2026-10-02']);
  });

  test('a date begins at its first valid instant', () =>
    expect(startOfDate('America/Sao_Paulo', '2018-11-04')).toBe(Date.parse('2018-11-04T03:00:00Z')));
});
