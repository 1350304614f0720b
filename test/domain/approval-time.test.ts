import { nextWakeAt } from '../../domain/approval/clock';
import type { WorkCalendar } from '../../domain/calendar/schema';
import { BUSINESS_TIME, office } from '../calendars';
import { Desk, HOUR, MONDAY, step } from './approval-builders';

const DAY = 24 * HOUR;
const hours: [string, string][] = [['09:00', '17:00']];
const OFFICE: WorkCalendar = {
  timeZone: 'UTC',
  weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  holidays: [],
  workdays: [],
};
const four = ['1', '2', '3', '4'].map((n) => step({ key: `s${n}`, people: [`P${n}`] }));

const late = (part = {}) =>
  new Desk({
    steps: [step({ people: ['A'], sla: { duration: 'PT8H', calendar: '24x7' }, ...part })],
    directory: { managers: { A: 'M' } },
  });
const kinds = (desk: Desk) => desk.mails.map(({ kind, recipientId }) => `${kind} ${recipientId}`);

test('a late task reminds at half time and due time, then asks the manager and the administrator too', () => {
  const desk = late();
  for (let hour = 1; hour <= 17; hour += 1) desk.at(MONDAY + hour * HOUR);

  expect(kinds(desk).filter((mail) => !mail.endsWith('M'))).toEqual([
    'approval-request A',
    'reminder A',
    'reminder A',
    'escalation ADMIN',
  ]);
  expect(kinds(desk)).toContain('escalation M');
  expect(desk.open).toEqual(['A', 'M', 'ADMIN']);
  desk.try('M', 'approve');
  expect([desk.outcome, desk.open]).toEqual(['approved', []]);
});

test('a copy fills the same seat, so that one vote is counted once', () => {
  const desk = new Desk({
    steps: [step({ mode: 'all', people: ['A', 'B'], sla: { duration: 'PT1H', calendar: '24x7' } })],
    directory: { managers: { A: 'M', B: 'M' } },
  });
  desk.at(MONDAY + 1.6 * HOUR);
  expect(desk.open).toEqual(['A', 'B', 'M']);
  desk.try('M', 'approve');

  expect([desk.outcome, desk.open]).toEqual(['pending', ['B']]);
});

test('reminders stop at their maximum', () => {
  const desk = late({ reminders: { repeat: 'PT1H', max: 4 }, escalation: false });
  for (let hour = 1; hour <= 40; hour += 1) desk.at(MONDAY + hour * HOUR);

  expect(kinds(desk).filter((mail) => mail === 'reminder A')).toHaveLength(4);
  expect(desk.open).toEqual(['A']);
});

test('due time is passed over when half time has just reminded, and the one left out does not count', () => {
  const desk = new Desk({
    steps: [step({ people: ['A'], sla: { duration: 'PT8H', calendar: '24x7' }, escalation: false })],
    settings: { minGap: 'PT12H' },
  });
  const reminded = Array.from({ length: 200 }, (_, hour) => hour).filter((hour) => {
    const before = desk.mails.length;
    desk.at(MONDAY + hour * HOUR);
    return desk.mails.length > before;
  });

  expect(reminded).toEqual([4, 32, 56]);
  expect(desk.facts.filter((fact) => fact === 'task.reminded')).toHaveLength(3);
});

test('a gap longer than `repeat` is waited for at once, not looked at again and again', () => {
  const desk = new Desk({
    steps: [step({ people: ['A'], reminders: { repeat: 'PT1M' } })],
    settings: { minGap: 'P1D' },
  });
  const wakes = Array.from({ length: 6 }, () => {
    const at = nextWakeAt(desk.state);
    if (at !== null) desk.at(at);
    return at;
  });

  const [minute, first] = [60_000, MONDAY + 60_000];
  expect(wakes).toEqual([first, first + minute, first + DAY, first + DAY + minute, first + 2 * DAY, null]);
  expect(kinds(desk).filter((mail) => mail === 'reminder A')).toHaveLength(3);
});

test('a reminder is left out when the requester has just urged', () => {
  const desk = new Desk({
    steps: [step({ people: ['A'], sla: { duration: 'PT8H', calendar: '24x7' } })],
    settings: { minGap: 'PT2H' },
  });
  desk.now = MONDAY + 3 * HOUR;
  desk.ask('R', 'urge');
  desk.at(MONDAY + 4 * HOUR);
  expect(kinds(desk)).toEqual(['approval-request A', 'urge A']);
  desk.at(MONDAY + 8 * HOUR);
  expect(kinds(desk)).toEqual(['approval-request A', 'urge A', 'reminder A']);
});

test('the gap runs in the calendar that the settings name', () => {
  const desk = new Desk({
    steps: [step({ people: ['A'], sla: { duration: 'P1D', calendar: 'office' }, escalation: false })],
    settings: { minGap: 'PT5H', calendar: 'office' },
    calendars: { office: OFFICE },
  });
  // Half of the day is over at 13:00; the next morning at 09:00 four working hours have passed, at 10:00 five.
  for (const hour of [4, 24]) desk.at(MONDAY + hour * HOUR);
  expect(kinds(desk)).toEqual(['approval-request A', 'reminder A']);
  desk.at(MONDAY + 48 * HOUR);
  expect(kinds(desk)).toEqual(['approval-request A', 'reminder A', 'reminder A']);
});

test('an SLA of many years is computed with all its percentages', () => {
  const desk = new Desk({ steps: [step({ people: ['A'], sla: { duration: 'P5000D', calendar: '24x7' } })] });

  expect(desk.task('A').clock).toMatchObject({
    dueAt: MONDAY + 5000 * DAY,
    remindAt: MONDAY + 2500 * DAY,
    managerAt: MONDAY + 7500 * DAY,
    adminAt: MONDAY + 10_000 * DAY,
  });
});

test('a day of the calendar is reminded of at half of its working hours, and escalates by working hours', () => {
  const desk = new Desk({
    steps: [step({ people: ['A'], sla: { duration: 'P1D', calendar: 'office' } })],
    calendars: { office: OFFICE },
  });

  expect(desk.task('A').clock).toMatchObject({
    remindAt: MONDAY + 4 * HOUR,
    dueAt: MONDAY + DAY,
    managerAt: MONDAY + 28 * HOUR,
    adminAt: MONDAY + 32 * HOUR,
  });
});

test('S07: reminders every three days are never closer than three days', () => {
  const desk = new Desk({ steps: [step({ people: ['A'], reminders: { repeat: 'P3D' } })] });
  const sent = [2, 4, 6, 9].map((day) => {
    const before = desk.mails.length;
    desk.at(MONDAY + day * DAY);
    return desk.mails.length > before;
  });

  expect(sent).toEqual([false, true, false, true]);
});

test.each([
  ['approve', 'approved', 'TIMEOUT_APPROVE'],
  ['reject', 'rejected', 'TIMEOUT_REJECT'],
])('S09: a timeout may %s', (action, outcome, reason) => {
  const desk = late({ timeout: { action } });
  desk.at(MONDAY + 8 * HOUR);

  expect(desk.outcome).toBe(outcome);
  expect(desk.state.runs[0]?.reasonCode).toBe(reason);
  expect(desk.task('A')).toMatchObject({ reasonCode: reason, channel: 'workflow' });
});

test('a version saved before time was barred from changes of a contract still does what it says', () => {
  const steps = [step({ people: ['A'], sla: { duration: 'PT8H', calendar: '24x7' }, timeout: { action: 'approve' } })];
  const desk = new Desk({ steps, policyKey: 'contract-change' });
  desk.at(MONDAY + 8 * HOUR);

  expect(desk.outcome).toBe('approved');
});

test('a timeout may hand the task on, once', () => {
  const desk = late({ timeout: { action: 'transfer:manager' }, escalation: false });
  desk.at(MONDAY + 8 * HOUR);
  expect(desk.open).toEqual(['M']);
  desk.at(MONDAY + 100 * HOUR);
  expect(desk.open).toEqual(['M']);
});

test('S10: urging twice within the hour is refused', () => {
  const desk = late();
  expect([desk.ask('R', 'urge')?.code, desk.ask('R', 'urge')?.code]).toEqual([undefined, 'TOO_MANY_REQUESTS']);
  desk.now += HOUR;
  expect(desk.ask('R', 'urge')).toBeNull();
});

test('an undecided request expires, and its requester hears of it', () => {
  const desk = new Desk({ steps: four, settings: { expiresAfter: 'P5D' } });
  desk.at(MONDAY + 5 * DAY);

  expect(desk.state).toMatchObject({ status: 'expired', outcomeReason: 'EXPIRED' });
  expect(desk.mails.at(-1)).toMatchObject({ kind: 'outcome', recipientId: 'R' });
});

test.each(BUSINESS_TIME)('%s, and so does the clock of a task', (_name, part, start, duration, due) => {
  const utc = (local: string) => Date.parse(`${local}:00Z`);
  const desk = new Desk(
    {
      steps: [step({ people: ['A'], sla: { duration, calendar: 'office' } })],
      calendars: { office: { ...office(part), timeZone: 'UTC' } },
    },
    utc(start),
  );

  expect(desk.task('A').clock.dueAt).toBe(utc(due));
});

test('S11: after 400 days a request is still decidable', () => {
  const desk = new Desk({ steps: four.slice(0, 1) });
  desk.at(MONDAY + 400 * DAY);
  desk.vote('P1+');

  expect(desk.outcome).toBe('approved');
});
