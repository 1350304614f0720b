import fc from 'fast-check';
import { workCalendarFor } from '../../../domain/calendar/choice';
import { dueOfIssue, issueSteps } from '../../../domain/issue/agenda';
import {
  concerns,
  type IssueDoing,
  issueObjection,
  type IssueRecord,
  overdueOf,
  raiseIssue,
  stepIssue,
} from '../../../domain/issue/issue';
import { responseTimes, turnsOf } from '../../../domain/issue/response-times';
import { SHIPPED_ISSUE_RULES } from '../../../domain/issue/rules';
import { IssueRules } from '../../../domain/issue/rules-schema';
import { NewIssue } from '../../../domain/issue/schema';
import { ISSUE_STATES, ISSUE_STEPS, SIDES } from '../../../domain/issue/words';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const MONDAY = at('2027-03-01T09:00');
const HOUR = 3_600_000;
const calendar = workCalendarFor('UTC', null);
const around = (now: number) => ({ calendar, rules: SHIPPED_ISSUE_RULES, now });

const raised = (part: Partial<NewIssue> = {}, now = MONDAY): IssueRecord =>
  raiseIssue(
    NewIssue.parse({ title: 'Nights', severity: 'major', assignee: 'vendor', description: 'Nobody answers.', ...part }),
    { ...around(now), id: 'i', engagementId: 'e', number: 1, actorId: 'u' },
  );
const after = (issue: IssueRecord, ...steps: readonly (readonly [IssueDoing['step'], IssueDoing['side'], number])[]) =>
  steps.reduce(
    (one, [step, side, now]) => stepIssue(one, { step, side, actorId: null, text: 'So.' }, around(now)),
    issue,
  );

describe('who may do what about an issue', () => {
  const allowed = (raisedBy: 'us' | 'vendor', assignee: 'us' | 'vendor', side: 'us' | 'vendor') =>
    Object.fromEntries(
      ISSUE_STATES.map((state) => [
        state,
        ISSUE_STEPS.filter((step) => issueObjection({ state, raisedBy, assignee }, step, side) === null).join(' '),
      ]),
    );

  test('raised by us, with the vendor: it answers and resolves, we close', () => {
    expect(allowed('us', 'vendor', 'us')).toEqual({
      open: 'comment close',
      answered: 'comment close',
      resolved: 'comment close reopen',
      closed: 'reopen',
      reopened: 'comment close',
    });
    expect(allowed('us', 'vendor', 'vendor')).toEqual({
      open: 'answer comment resolve',
      answered: 'comment resolve',
      resolved: 'comment',
      closed: '',
      reopened: 'answer comment resolve',
    });
  });

  test('raised by the vendor, with us: it is closed by either once it is put right', () => {
    expect(allowed('vendor', 'us', 'us')).toEqual({
      open: 'answer comment resolve',
      answered: 'comment resolve',
      resolved: 'comment close reopen',
      closed: 'reopen',
      reopened: 'answer comment resolve',
    });
    expect(allowed('vendor', 'us', 'vendor')).toMatchObject({
      open: 'comment close',
      resolved: 'comment close reopen',
    });
  });

  test.each([
    ['us', 'us', false],
    ['us', 'vendor', true],
    ['vendor', 'us', true],
    ['vendor', 'vendor', true],
  ] as const)('raised by %s and with %s concerns the vendor: %s', (raisedBy, assignee, expected) => {
    expect(concerns('vendor', { raisedBy, assignee })).toBe(expected);
    expect(concerns('us', { raisedBy, assignee })).toBe(true);
  });
});

describe('the clocks of an issue', () => {
  test.each([
    ['minor', '2027-03-04T09:00', '2027-03-29T09:00'],
    ['major', '2027-03-02T09:00', '2027-03-15T09:00'],
    ['critical', '2027-03-01T13:00', '2027-03-03T09:00'],
  ] as const)('of a %s one run in business time', (severity, answer, resolve) => {
    const { clocks } = raised({ severity });
    expect([clocks.answerDueAt, clocks.resolveDueAt]).toEqual([at(answer), at(resolve)]);
  });

  test('give way to a day that was agreed on', () => {
    const { clocks } = raised({ due: '2027-03-08' });
    expect(clocks.resolveDueAt).toBe(at('2027-03-08T18:00'));
    expect(clocks.resolveRecallAt).toBe(at('2027-03-05T18:00'));
  });

  test('start anew when it is opened again', () => {
    const again = after(raised(), ['resolve', 'vendor', MONDAY + HOUR], ['reopen', 'us', at('2027-03-08T09:00')]);
    expect(again).toMatchObject({ state: 'reopened', answeredAt: null, resolvedAt: null, reopened: 1, said: [] });
    expect(again.clocks.answerDueAt).toBe(at('2027-03-09T09:00'));
  });

  test('say what is late, an answer first and the solution above it', () => {
    const issue = raised();
    expect(overdueOf(issue, at('2027-03-02T08:59'))).toBeNull();
    expect(overdueOf(issue, at('2027-03-02T09:00'))).toBe('answer');
    expect(overdueOf(issue, at('2027-03-15T09:00'))).toBe('resolve');
    expect(overdueOf(after(issue, ['resolve', 'vendor', MONDAY]), at('2027-04-15T09:00'))).toBeNull();
  });

  test('are refused where a duration is nothing', () => {
    const { minor } = SHIPPED_ISSUE_RULES.severities;
    const none = { ...minor, answer: { within: 'PT0H', recallAfter: 'P1D' } };
    const rules = { ...SHIPPED_ISSUE_RULES, severities: { ...SHIPPED_ISSUE_RULES.severities, minor: none } };
    expect(IssueRules.safeParse(rules).success).toBe(false);
    expect(IssueRules.safeParse(SHIPPED_ISSUE_RULES).success).toBe(true);
  });
});

describe('what is said about an issue', () => {
  test('is its news at once, then each reminder at its time', () => {
    expect(issueSteps(raised()).map(({ facts, at: when }) => [facts['word'], when])).toEqual([
      ['news', MONDAY],
      ['answer-recall', at('2027-03-01T13:00')],
      ['answer-late', at('2027-03-02T09:00')],
      ['resolve-recall', at('2027-03-10T09:00')],
      ['resolve-late', at('2027-03-15T09:00')],
    ]);
  });

  test('goes to the side that did not say it, and only where that side knows of the issue', () => {
    expect(dueOfIssue(raised(), MONDAY)?.tell).toEqual(['vendor']);
    expect(dueOfIssue(raised({ assignee: 'us' }), MONDAY)?.tell).toEqual([]);
    const told = { ...raised(), told: 1 };
    const answered = after(told, ['answer', 'vendor', MONDAY + HOUR], ['comment', 'us', MONDAY + 2 * HOUR]);
    expect(dueOfIssue(answered, MONDAY + 3 * HOUR)?.tell).toEqual(['us', 'vendor']);
  });

  test('is only the last of several reminders that passed meanwhile, and nothing twice', () => {
    const due = dueOfIssue({ ...raised(), told: 1 }, at('2027-03-16T09:00'));
    expect(due).toMatchObject({ tell: [], recall: 'resolve-late', late: true });
    expect(dueOfIssue({ ...raised(), told: 1, said: due?.said ?? [] }, at('2027-04-16T09:00'))).toBeNull();
  });

  test('ends with the answer and the solution', () => {
    const resolved = { ...after(raised(), ['resolve', 'vendor', MONDAY + HOUR]), told: 2 };
    expect(issueSteps(resolved)).toEqual([]);
  });
});

describe('response times', () => {
  test('are measured for the side that was asked, in business hours, once for each time it was asked', () => {
    const issue = after(
      raised(),
      ['comment', 'vendor', MONDAY + HOUR],
      ['answer', 'vendor', MONDAY + 2 * HOUR],
      ['resolve', 'vendor', MONDAY + 3 * HOUR],
      ['reopen', 'us', at('2027-03-05T16:00')],
      ['resolve', 'vendor', at('2027-03-08T10:00')],
    );
    const turns = turnsOf(issue);
    expect(turns.map(({ side, askedAt, answeredAt }) => [side, askedAt, answeredAt])).toEqual([
      ['vendor', MONDAY, MONDAY + 2 * HOUR],
      ['vendor', at('2027-03-05T16:00'), at('2027-03-08T10:00')],
    ]);
    const hours = responseTimes(turns, 'vendor', calendar);
    expect(hours).toEqual({ n: 2, meanHours: 2, medianHours: 2 });
    expect(responseTimes(turns, 'us', calendar)).toEqual({ n: 0, meanHours: null, medianHours: null });
  });

  test('have a median between the least and the greatest of them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 }), (hours) => {
        const turns = hours.map((n) => ({ side: 'us' as const, askedAt: MONDAY, answeredAt: MONDAY + n * HOUR }));
        const { medianHours, meanHours, n } = responseTimes(turns, 'us', calendar);
        const all = turns.map((turn) => responseTimes([turn], 'us', calendar).meanHours ?? -1);
        expect(n).toBe(hours.length);
        for (const one of [medianHours ?? -1, meanHours ?? -1]) {
          expect(one).toBeGreaterThanOrEqual(Math.min(...all) - 0.01);
          expect(one).toBeLessThanOrEqual(Math.max(...all) + 0.01);
        }
      }),
    );
  });
});

test('whatever both sides do, an issue keeps every word and tells each side of what the other said', () => {
  const doing = fc.record({ step: fc.constantFrom(...ISSUE_STEPS), side: fc.constantFrom(...SIDES) });
  fc.assert(
    fc.property(fc.array(doing, { maxLength: 30 }), (doings) => {
      let issue = raised();
      for (const [index, { step, side }] of doings.entries()) {
        if (issueObjection(issue, step, side)) continue;
        const before = issue;
        issue = after(issue, [step, side, MONDAY + index * HOUR]);
        expect(issue.remarks).toHaveLength(before.remarks.length + 1);
        expect(issue.state === 'closed' || issue.state === 'resolved' || issue.clocks.resolveDueAt > MONDAY).toBe(true);
      }
      const due = dueOfIssue(issue, MONDAY + 100 * HOUR);
      const speakers = new Set(issue.remarks.map(({ side }) => side));
      expect(new Set(due?.tell)).toEqual(new Set([...speakers].map((side) => (side === 'us' ? 'vendor' : 'us'))));
    }),
  );
});
