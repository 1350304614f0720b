import { addBusinessTime } from '../calendar/business-time';
import { addBusinessDays } from '../calendar/calendar';
import type { WorkCalendar } from '../calendar/schema';
import { dueOnDay } from '../action-item/marks';
import type { Refusal } from '../errors';
import type { IssueRules } from './rules-schema';
import type { NewIssue } from './schema';
import type { IssueSeverity, IssueState, IssueStep, Side } from './words';

/** Something said or done about an issue; `at` in epoch milliseconds. */
export interface IssueRemark {
  readonly at: number;
  readonly side: Side;
  readonly actorId: string | null;
  readonly step: IssueStep | 'raise';
  readonly text: string;
}

/** Instants in epoch milliseconds by which the present turn of an issue is answered and resolved. */
export interface IssueClocks {
  readonly answerRecallAt: number;
  readonly answerDueAt: number;
  readonly resolveRecallAt: number;
  readonly resolveDueAt: number;
}

/** An issue of the service: one side raises it, one side answers and resolves it. */
export interface IssueRecord {
  readonly id: string;
  readonly number: number;
  readonly engagementId: string;
  readonly title: string;
  readonly severity: IssueSeverity;
  readonly raisedBy: Side;
  readonly assignee: Side;
  readonly due: string | null;
  readonly description: string;
  readonly state: IssueState;
  readonly clocks: IssueClocks;
  readonly openedAt: number;
  readonly answeredAt: number | null;
  readonly resolvedAt: number | null;
  readonly closedAt: number | null;
  readonly reopened: number;
  readonly remarks: readonly IssueRemark[];
  /** How many remarks the other side has been told of, and which reminders have gone out. */
  readonly told: number;
  readonly said: readonly string[];
  readonly version: number;
}

interface Clockwork {
  readonly calendar: WorkCalendar;
  readonly rules: IssueRules;
  readonly now: number;
}

/** A day that people have agreed on stands above the clock of the severity. */
export function clocksOf(
  { severity, due }: { readonly severity: IssueSeverity; readonly due: string | null },
  { calendar, rules, now }: Clockwork,
): IssueClocks {
  const { answer, resolve } = rules.severities[severity];
  const after = (duration: string): number => addBusinessTime(calendar, now, duration);
  const answers = { answerRecallAt: after(answer.recallAfter), answerDueAt: after(answer.within) };
  if (due === null)
    return { ...answers, resolveRecallAt: after(resolve.recallAfter), resolveDueAt: after(resolve.within) };
  const dayBefore = dueOnDay(calendar.timeZone, addBusinessDays(calendar, due, -1));
  return { ...answers, resolveRecallAt: dayBefore, resolveDueAt: dueOnDay(calendar.timeZone, due) };
}

interface Raising extends Clockwork {
  readonly id: string;
  readonly engagementId: string;
  readonly number: number;
  readonly actorId: string | null;
}

export function raiseIssue(body: NewIssue, { id, engagementId, number, actorId, ...clockwork }: Raising): IssueRecord {
  const due = body.due ?? null;
  const { now } = clockwork;
  return {
    ...body,
    id,
    engagementId,
    number,
    due,
    state: 'open',
    clocks: clocksOf({ severity: body.severity, due }, clockwork),
    openedAt: now,
    answeredAt: null,
    resolvedAt: null,
    closedAt: null,
    reopened: 0,
    remarks: [{ at: now, side: body.raisedBy, actorId, step: 'raise', text: body.description }],
    told: 0,
    said: [],
    version: 1,
  };
}

type Standing = Pick<IssueRecord, 'state' | 'raisedBy' | 'assignee'>;

export const isOpenIssue = (state: IssueState): boolean => state !== 'resolved' && state !== 'closed';
export const isUnanswered = (state: IssueState): boolean => state === 'open' || state === 'reopened';

/** A vendor knows of an issue that it raised or that lies with it; what we keep among ourselves stays there. */
export const concerns = (side: Side, { raisedBy, assignee }: Pick<IssueRecord, 'raisedBy' | 'assignee'>): boolean =>
  side === 'us' || raisedBy === 'vendor' || assignee === 'vendor';

type Rule = (issue: Standing, side: Side) => string | null;

const RULES: Readonly<Record<IssueStep, Rule>> = {
  answer: ({ state, assignee }, side) =>
    side !== assignee
      ? 'The side that it lies with answers it.'
      : isUnanswered(state)
        ? null
        : `It is ${state} already.`,
  comment: ({ state }) => (state === 'closed' ? 'It is closed; open it again first.' : null),
  resolve: ({ state, assignee }, side) =>
    side !== assignee
      ? 'The side that it lies with resolves it.'
      : isOpenIssue(state)
        ? null
        : `It is ${state} already.`,
  close: ({ state, raisedBy }, side) =>
    side === 'vendor' && raisedBy !== 'vendor'
      ? 'Whoever raised it closes it.'
      : state === 'closed'
        ? 'It is closed already.'
        : state === 'resolved' || side === raisedBy
          ? null
          : 'It has not been resolved yet.',
  reopen: ({ state, raisedBy }, side) =>
    side === 'vendor' && raisedBy !== 'vendor'
      ? 'Whoever raised it opens it again.'
      : isOpenIssue(state)
        ? 'It is open already.'
        : null,
};

/** Why a side cannot do this about an issue now, or null. What we do not tell the vendor of is out of its reach before this. */
export function issueObjection(issue: Standing, step: IssueStep, side: Side): Refusal | null {
  const reason = RULES[step](issue, side);
  return reason === null ? null : { code: 'STATE_CONFLICT', message: reason };
}

export interface IssueDoing {
  readonly step: IssueStep;
  readonly side: Side;
  readonly actorId: string | null;
  readonly text: string;
}

/** The issue one step further. Opened again it gets fresh clocks. */
export function stepIssue(issue: IssueRecord, doing: IssueDoing, clockwork: Clockwork): IssueRecord {
  const { now: at } = clockwork;
  const remarks = [...issue.remarks, { at, ...doing }];
  return { ...issue, ...change(issue, doing.step, clockwork), remarks, version: issue.version + 1 };
}

function change(issue: IssueRecord, step: IssueStep, clockwork: Clockwork): Partial<IssueRecord> {
  const { now } = clockwork;
  const answeredAt = issue.answeredAt ?? now;
  switch (step) {
    case 'comment':
      return {};
    case 'answer':
      return { state: 'answered', answeredAt };
    case 'resolve':
      return { state: 'resolved', answeredAt, resolvedAt: now };
    case 'close':
      return { state: 'closed', closedAt: now };
    case 'reopen':
      return {
        state: 'reopened',
        clocks: clocksOf({ severity: issue.severity, due: null }, clockwork),
        answeredAt: null,
        resolvedAt: null,
        closedAt: null,
        reopened: issue.reopened + 1,
        said: [],
      };
  }
}

/** What of an issue is late. */
export function overdueOf(
  { state, clocks }: Pick<IssueRecord, 'state' | 'clocks'>,
  now: number,
): 'answer' | 'resolve' | null {
  if (isOpenIssue(state) && now >= clocks.resolveDueAt) return 'resolve';
  return isUnanswered(state) && now >= clocks.answerDueAt ? 'answer' : null;
}

/** What an issue is called among people. */
export const issueName = ({ number, title }: Pick<IssueRecord, 'number' | 'title'>): string => `#${number} ${title}`;
