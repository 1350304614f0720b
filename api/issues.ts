import { asOurselves } from '../db/wall/scope';
import { FOLLOWED, isEnded } from '../domain/engagement/statuses';
import { DomainError } from '../domain/errors';
import {
  concerns,
  type IssueDoing,
  issueName,
  issueObjection,
  type IssueRecord,
  overdueOf,
  raiseIssue,
  stepIssue,
} from '../domain/issue/issue';
import type { IssueView, NewIssue } from '../domain/issue/schema';
import { issueRules } from '../db/read/issue-rules';
import { workCalendarOf } from '../db/read/work-calendar';
import type { EngagementRow } from '../db/stores/engagements';
import { insertIssue, lockIssue, nextIssueNumber, saveIssue } from '../db/stores/issues';
import { settleAlarm } from '../db/stores/settle-alarms';
import type { Trx } from '../db/transaction';
import { editableIn } from './engagement-scope';

interface Held {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

const clockworkOf = async ({ trx, engagement, now }: Held) => ({
  calendar: await workCalendarOf(trx, engagement.time_zone),
  rules: await issueRules(trx),
  now,
});

/** Records an issue. Throws `STATE_CONFLICT` where no service is followed up. */
export async function keepIssue(
  held: Held,
  body: NewIssue,
  { id, actorId }: { readonly id: string; readonly actorId: string | null },
): Promise<IssueRecord> {
  const { trx, engagement } = held;
  editableIn(engagement, FOLLOWED);
  const number = await nextIssueNumber(trx, engagement.id);
  const raising = { ...(await clockworkOf(held)), id, engagementId: engagement.id, number, actorId };
  const issue = raiseIssue(body, raising);
  await insertIssue(trx, issue);
  return issue;
}

/** Takes an issue one step further; what was late and is no longer ends its alarm. */
export async function takeIssueStep(held: Held, issueId: string, doing: IssueDoing): Promise<IssueRecord> {
  const { trx, engagement, now } = held;
  const before = await lockIssue(trx, issueId);
  if (before?.engagementId !== engagement.id || !concerns(doing.side, before)) throw noIssue();
  if (isEnded(engagement.state)) throw new DomainError('STATE_CONFLICT', 'The engagement has ended.');
  const refusal = issueObjection(before, doing.step, doing.side);
  if (refusal) throw DomainError.from(refusal);
  const issue = stepIssue(before, doing, await clockworkOf(held));
  await saveIssue(trx, issue, now);
  if (overdueOf(issue, now) === null)
    await asOurselves(() =>
      settleAlarm(trx, { engagementId: engagement.id, rule: 'ISSUE_OVERDUE', subject: issueName(issue) }, now),
    );
  return issue;
}

export const noIssue = (): DomainError => new DomainError('NOT_FOUND', 'The engagement has no such issue.');

const instant = (at: number): string => new Date(at).toISOString();
const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at));

export const issueView = (issue: IssueRecord, now: number): IssueView => ({
  id: issue.id,
  number: issue.number,
  title: issue.title,
  severity: issue.severity,
  raisedBy: issue.raisedBy,
  assignee: issue.assignee,
  due: issue.due,
  description: issue.description,
  state: issue.state,
  answerDueAt: instant(issue.clocks.answerDueAt),
  resolveDueAt: instant(issue.clocks.resolveDueAt),
  openedAt: instant(issue.openedAt),
  answeredAt: instantOrNull(issue.answeredAt),
  resolvedAt: instantOrNull(issue.resolvedAt),
  closedAt: instantOrNull(issue.closedAt),
  reopened: issue.reopened,
  overdue: overdueOf(issue, now),
  remarks: issue.remarks.map(({ at, ...remark }) => ({ at: instant(at), ...remark })),
  version: issue.version,
});
