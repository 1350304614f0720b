import fc from 'fast-check';
import type { WorkCalendar } from '../../../domain/calendar/schema';
import { sharedHours } from '../../../domain/calendar/shared-hours';

const office = (timeZone: string, part: Partial<WorkCalendar> = {}): WorkCalendar => {
  const hours: [string, string][] = [['09:00', '18:00']];
  return { timeZone, weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours }, holidays: [], workdays: [], ...part }; // prettier-ignore
};
const shanghai = office('Asia/Shanghai');
const berlin = office('Europe/Berlin');
const newYork = office('America/New_York');

describe('shared working hours', () => {
  test.each([
    ['of one office are its day', shanghai, shanghai, '2026-11-25', 9],
    ['with Berlin are two in winter', shanghai, berlin, '2026-11-25', 2],
    ['with Berlin are three in summer', shanghai, berlin, '2026-07-15', 3],
    ['of Berlin and New York are three when both or neither have summer time', berlin, newYork, '2026-11-25', 3],
    ['of Berlin and New York are four while only New York has changed its clocks', berlin, newYork, '2026-03-17', 4],
    ['with New York are none', shanghai, newYork, '2026-11-25', 0],
    ['are none on a day off of ours', office('Asia/Shanghai', { holidays: ['2026-10-01'] }), berlin, '2026-10-01', 0],
    ['are none on a day off of theirs', shanghai, office('Europe/Berlin', { holidays: ['2026-12-25'] }), '2026-12-25', 0], // prettier-ignore
    ['are there on a make-up day that both work', office('Asia/Shanghai', { workdays: ['2026-10-10'] }), office('Asia/Shanghai', { workdays: ['2026-10-10'] }), '2026-10-10', 9], // prettier-ignore
    ['are none on a weekend', shanghai, berlin, '2026-11-28', 0],
    ['count half hours of a zone', shanghai, office('Asia/Kolkata'), '2026-11-25', 6.5],
    ['reach a working day of theirs that began on our yesterday', office('Pacific/Auckland'), office('America/Los_Angeles'), '2026-11-25', 6], // prettier-ignore
  ])('%s', (_, ours, theirs, date, hours) => expect(sharedHours(ours, theirs, date)).toBe(hours));

  test('are never more than our own day', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...zones),
        fc.integer({ min: 1, max: 28 }),
        (a, b, day) => {
          const shared = sharedHours(office(a), office(b), `2026-03-${String(day).padStart(2, '0')}`);
          expect(shared).toBeGreaterThanOrEqual(0);
          expect(shared).toBeLessThanOrEqual(9);
        },
      ),
    );
  });
});
