import { lockIssue, saveIssue } from '../../db/stores/issues';
import { localDate } from '../../domain/calendar/zone';
import { dueOfIssue, type IssueNews } from '../../domain/issue/agenda';
import { issueName, type IssueRecord } from '../../domain/issue/issue';
import type { Side } from '../../domain/issue/words';
import type { MailOrder } from '../../domain/mail/order';
import { soundAlarms } from '../alarms';
import type { AgendaStep, PerformItem } from './index';
import { holders, letters } from './people';

/** An issue has something to say: that the other side has spoken, that an answer is due, that it is late. */
export const speakOfIssue: PerformItem = async (step) => {
  const { trx, item, now } = step;
  const issue = await lockIssue(trx, item.facts['issue'] ?? '');
  const due = issue && dueOfIssue(issue, now);
  if (!due) return { replan: true };
  await saveIssue(trx, { ...issue, told: issue.remarks.length, said: due.said }, now);
  const news = due.tell.flatMap((side) => lettersTo(step, { issue, side, word: 'news' }));
  const recalled = due.recall ? lettersTo(step, { issue, side: issue.assignee, word: due.recall }) : [];
  const alarms = due.late ? await raise(step, issue) : [];
  return { mails: [...news, ...recalled, ...alarms], replan: true };
};

interface Said {
  readonly issue: IssueRecord;
  readonly side: Side;
  readonly word: IssueNews;
}

function lettersTo({ engagement, now }: AgendaStep, { issue, side, word }: Said): readonly MailOrder[] {
  const { id, reopened, remarks } = issue;
  const subject = `${id}:${word}:${word === 'news' ? remarks.length : reopened}`;
  const facts = { issue: id, word };
  if (side === 'us')
    return letters(engagement, holders(engagement, 'serviceManager'), { kind: 'issue', subject, facts, now });
  const vendor = engagement.vendor_id === null ? [] : [engagement.vendor_id];
  return letters(engagement, vendor, { kind: 'vendor-issue', subject, facts, now });
}

/** One alarm for each issue, however much of it is late; a critical one is red. */
async function raise({ trx, engagement, now }: AgendaStep, issue: IssueRecord): Promise<readonly MailOrder[]> {
  const { severity, assignee, state, clocks } = issue;
  const due = localDate(engagement.time_zone, Math.min(clocks.answerDueAt, clocks.resolveDueAt));
  return soundAlarms({ trx, engagement, now }, [
    {
      rule: 'ISSUE_OVERDUE',
      severity: severity === 'critical' ? 'red' : 'amber',
      subject: issueName(issue),
      evidence: { issueId: issue.id, issueSeverity: severity, assignee, state, due },
    },
  ]);
}
