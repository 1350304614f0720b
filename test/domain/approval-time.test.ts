import { Desk, HOUR, MONDAY, step } from './approval-builders';

const DAY = 24 * HOUR;
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

test('S06: an undecided request expires, and its requester hears of it', () => {
  const desk = new Desk({ steps: four, settings: { expiresAfter: 'P5D' } });
  desk.at(MONDAY + 5 * DAY);

  expect(desk.state).toMatchObject({ status: 'expired', outcomeReason: 'EXPIRED' });
  expect(desk.mails.at(-1)).toMatchObject({ kind: 'outcome', recipientId: 'R' });
});

test('S11: after 400 days a request is still decidable', () => {
  const desk = new Desk({ steps: four.slice(0, 1) });
  desk.at(MONDAY + 400 * DAY);
  desk.vote('P1+');

  expect(desk.outcome).toBe('approved');
});
