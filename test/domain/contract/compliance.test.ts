import type { WorkCalendar } from '../../../domain/calendar/schema';
import {
  dutiesOf,
  firstDueOf,
  needsReport,
  retainedUntil,
  signableFrom,
  signingObjection,
} from '../../../domain/contract/compliance';

const hours: [string, string][] = [['09:00', '17:00']];
const calendar: WorkCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
  workdays: ['2026-10-10'],
};

// 银保监办发〔2021〕141号: report 20 working days before signing, yearly assessment and drill, audit within three years.
test.each([
  ['general', []],
  ['important', ['risk-assessment', 'joint-drill', 'audit']],
  ['critical', ['risk-assessment', 'joint-drill', 'audit']],
] as const)('%s work has the duties %j', (criticality, duties) => expect(dutiesOf(criticality)).toEqual(duties));

test.each([
  ['risk-assessment', '2026-02-28', '2027-02-28'],
  ['joint-drill', '2024-02-29', '2025-02-28'],
  ['audit', '2026-11-30', '2029-11-30'],
] as const)('%s is first due after %s on %s', (duty, liveOn, due) => expect(firstDueOf(duty, liveOn)).toBe(due));

test('records are kept for 36 months after the service', () => expect(retainedUntil('2026-08-31')).toBe('2029-08-31'));

test('twenty working days are counted over a holiday and its make-up day', () =>
  // 18 Sept. + 20: eight days to 30 Sept., then 8, 9, 10 (made up), 12–16, 19–22 October.
  expect(signableFrom('2026-09-18', calendar)).toBe('2026-10-22'));

test.each([
  ['general', true, null, null],
  ['important', false, null, null],
  ['important', true, null, 'SIGNING_BLOCKED'],
  ['critical', true, '2026-09-21', 'SIGNING_BLOCKED'],
  ['critical', true, '2026-09-18', null],
] as const)(
  '%s work, regulated %s, reported on %s: signing on 22 October meets %s',
  (criticality, regulated, on, code) => {
    const facts = { criticality, regulated, reportedOn: on };
    expect(signingObjection(facts, { signedOn: '2026-10-22', calendar })?.code ?? null).toBe(code);
    expect(needsReport(facts)).toBe(regulated && criticality !== 'general');
  },
);
