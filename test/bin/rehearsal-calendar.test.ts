import { printCalendar } from '../../bin/rehearsal/calendar';

it('prints entries on the days of the place, under a heading per month, each person once', () => {
  const entries = [
    { at: '2026-12-31T16:30:00.000Z', what: 'asked', people: ['Lin', 'Ma', 'Lin'] },
    { at: '2027-01-29T02:00:00.000Z', what: 'held', people: [] },
    { at: '2027-02-01T02:00:00.000Z', what: 'asked', people: ['Ma'] },
  ];
  expect(printCalendar(entries, 'Asia/Shanghai')).toEqual([
    '',
    '2027-01',
    '  2027-01-01  asked  → Lin, Ma',
    '  2027-01-29  held',
    '',
    '2027-02',
    '  2027-02-01  asked  → Ma',
  ]);
});
