import { type AlarmStep, advanceAlarm, alarmObjection, possibleSteps } from '../../../domain/risk/alarm';
import type { AlarmRecord } from '../../../domain/risk/alarm-schema';
import { deadlinesOf, raiseAgain, raisingOf } from '../../../domain/risk/alarm-raising';
import { alarmSteps, dueOfAlarm } from '../../../domain/risk/alarm-steps';
import { SHIPPED_RISK_RULES } from '../../../domain/risk/rules';
import { office, shipped } from '../../calendars';

const DAY = 86_400_000;
const at = (text: string): number => Date.parse(text);
const FRIDAY = at('2027-03-05T09:30:00Z');
const rules = SHIPPED_RISK_RULES.alarms;
const calendar = office({ timeZone: 'UTC' });
const instants = (marks: readonly number[]) => marks.map((mark) => new Date(mark).toISOString().slice(0, 16));

const alarm = (part: Partial<AlarmRecord> = {}): AlarmRecord => ({
  id: '018f4c1e-0000-7000-8000-0000000000f1',
  engagementId: '018f4c1e-0000-7000-8000-0000000000e1',
  rule: 'R1',
  subject: 'uptime',
  severity: 'red',
  state: 'open',
  evidence: {},
  comments: [],
  ackDueAt: '2027-03-09T00:00:00.000Z',
  ackBy: null,
  ackAt: null,
  planDueAt: '2027-03-13T00:00:00.000Z',
  reopened: 0,
  openedAt: '2027-03-05T09:30:00.000Z',
  closedAt: null,
  raised: 1,
  told: 0,
  marks: [at('2027-03-09T00:00:00Z'), at('2027-03-11T00:00:00Z')],
  marksDone: 0,
  ...part,
});

describe('deadlines of an alarm', () => {
  test.each([
    [
      'red',
      '2027-03-08T18:00',
      '2027-03-12T18:00',
      ['2027-03-08T18:00', '2027-03-10T18:00', '2027-03-12T18:00', '2027-03-16T18:00'],
    ],
    [
      'amber',
      '2027-03-10T18:00',
      null,
      ['2027-03-10T18:00', '2027-03-12T18:00', '2027-03-16T18:00', '2027-03-18T18:00'],
    ],
  ] as const)('%s, raised on a Friday', (severity, ack, plan, marks) => {
    const deadlines = deadlinesOf(severity, { calendar, rules, now: FRIDAY });
    expect(instants([deadlines.ackDueAt])).toEqual([ack]);
    expect(deadlines.planDueAt === null ? null : instants([deadlines.planDueAt])[0]).toBe(plan);
    expect(instants(deadlines.marks)).toEqual(marks);
  });

  test('holidays and make-up days of the country count', () => {
    // 2026-09-30 is followed by the holidays of the National Day; work begins again on 2026-10-08.
    const china = shipped('cn');
    const { ackDueAt } = deadlinesOf('red', { calendar: china, rules, now: at('2026-09-30T02:00:00Z') });
    expect(ackDueAt).toBeGreaterThan(at('2026-10-08T00:00:00Z'));
  });
});

describe('an alarm whose reason comes again', () => {
  const NOW = FRIDAY;
  test.each([
    ['nothing before', null, 'red', 'opened'],
    ['one that stands', { state: 'open', severity: 'red' }, 'red', null],
    ['a graver one that stands', { state: 'open', severity: 'red' }, 'amber', null],
    ['an amber one that turns red', { state: 'open', severity: 'amber' }, 'red', 'worsened'],
    ['an amber one being worked on that turns red', { state: 'mitigating', severity: 'amber' }, 'red', 'worsened'],
    ['closed 30 days ago', { state: 'closed', closedAt: new Date(NOW - 30 * DAY).toISOString() }, 'red', 'reopened'],
    ['closed longer ago', { state: 'closed', closedAt: new Date(NOW - 30 * DAY - 1).toISOString() }, 'red', 'opened'],
  ] as [string, Partial<AlarmRecord> | null, 'amber' | 'red', string | null][])('%s', (_, part, severity, expected) =>
    expect(raisingOf(part && alarm(part), { severity, now: NOW, reopenDays: rules.reopenDays })).toBe(expected),
  );

  const found = { rule: 'R1', subject: 'uptime', severity: 'red' as const, evidence: { value: 80 } };
  const deadlines = deadlinesOf('red', { calendar, rules, now: NOW });

  test('comes back open with its history, a counter and new deadlines', () => {
    const remark = { at: '2027-03-01T00:00:00.000Z', actorId: null, step: 'close', text: 'ok' };
    const closed = alarm({ state: 'closed', closedAt: remark.at, comments: [remark], ackBy: 'x', marks: [], told: 1 });
    expect(raiseAgain(closed, found, { how: 'reopened', deadlines, now: NOW })).toMatchObject({
      state: 'open',
      reopened: 1,
      raised: 2,
      told: 1,
      closedAt: null,
      ackBy: null,
      evidence: { value: 80 },
      ackDueAt: '2027-03-08T18:00:00.000Z',
      comments: [remark, { step: 'reopened', actorId: null, text: 'red → red' }],
    });
  });

  test('gains no time by getting worse while nobody has acknowledged it', () => {
    const amber = alarm({ severity: 'amber', ackDueAt: '2027-03-08T00:00:00.000Z', planDueAt: null });
    const worse = raiseAgain(amber, found, { how: 'worsened', deadlines, now: NOW });
    expect([worse.severity, worse.ackDueAt, worse.reopened]).toEqual(['red', '2027-03-08T00:00:00.000Z', 0]);
    expect(instants(worse.marks)[0]).toBe('2027-03-08T00:00');
    const acknowledged = { ...amber, state: 'acknowledged' as const };
    expect(raiseAgain(acknowledged, found, { how: 'worsened', deadlines, now: NOW })).toMatchObject({
      state: 'open',
      ackDueAt: '2027-03-08T18:00:00.000Z',
    });
  });
});

describe('what people do about an alarm', () => {
  test.each([
    ['open', 'red', ['ack', 'plan']],
    ['acknowledged', 'red', ['plan']],
    ['mitigating', 'red', ['close']],
    ['closed', 'red', []],
    ['open', 'amber', ['ack', 'plan', 'close']],
    ['acknowledged', 'amber', ['plan', 'close']],
    ['mitigating', 'amber', ['close']],
    ['closed', 'amber', []],
  ] as [AlarmRecord['state'], 'amber' | 'red', AlarmStep[]][])('%s and %s allows %j', (state, severity, steps) =>
    expect(possibleSteps({ state, severity })).toEqual(steps),
  );

  test('a red alarm is not closed without a plan', () =>
    expect(alarmObjection({ state: 'acknowledged', severity: 'red' }, 'close')?.message).toMatch(/needs a plan/));

  test('acknowledging ends the escalation of silence and begins that of the missing plan', () => {
    const doing = { at: FRIDAY, actorId: 'somebody', text: 'seen', planMarks: [FRIDAY + DAY] };
    const seen = advanceAlarm(alarm({ marksDone: 1 }), 'ack', doing);
    expect(seen).toMatchObject({ state: 'acknowledged', ackBy: 'somebody', marks: [FRIDAY + DAY], marksDone: 0 });
    const planned = advanceAlarm(seen, 'plan', { ...doing, actorId: 'other' });
    expect(planned).toMatchObject({ state: 'mitigating', ackBy: 'somebody', marks: [] });
    expect(planned.comments.map(({ step }) => step)).toEqual(['ack', 'plan']);
    expect(advanceAlarm(planned, 'close', doing).closedAt).toBe('2027-03-05T09:30:00.000Z');
  });
});

describe('what is to be said about an alarm', () => {
  const due = (part: Partial<AlarmRecord>, now: number) => dueOfAlarm(alarm(part), now);
  const TUESDAY = at('2027-03-09T00:00:00Z');

  test('is told once, then escalated as each mark passes', () => {
    expect(due({}, FRIDAY)).toEqual({ tell: true, marksPassed: 0, missing: 'ack' });
    expect(due({ told: 1 }, TUESDAY - 1)).toBeNull();
    expect(due({ told: 1 }, TUESDAY)).toEqual({ tell: false, marksPassed: 1, missing: 'ack' });
    expect(due({ told: 1, marksDone: 1 }, TUESDAY)).toBeNull();
    expect(due({ told: 1 }, TUESDAY + 9 * DAY)).toEqual({ tell: false, marksPassed: 2, missing: 'ack' });
    expect(due({ told: 1, state: 'acknowledged' }, TUESDAY)).toMatchObject({ missing: 'plan' });
    expect(due({ state: 'closed' }, TUESDAY)).toBeNull();
  });

  test('each thing to say has an identity of its own', () => {
    const keys = [alarm(), alarm({ raised: 2 }), alarm({ state: 'acknowledged', told: 1, marksDone: 1 })]
      .flatMap(alarmSteps)
      .map(({ key }) => key.split(':').slice(2).join(':'));
    expect(keys).toEqual(['tell:1', 'ack:1:1', 'ack:1:2', 'tell:2', 'ack:2:1', 'ack:2:2', 'plan:1:2']);
  });
});
