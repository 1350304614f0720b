import { findIssue } from '../../db/stores/issues';
import { ISSUE_NEWS } from '../../domain/issue/agenda';
import { isUnanswered } from '../../domain/issue/issue';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

/** News about an issue or a reminder of it, as it stands when the mail is sent; what was settled meanwhile is recalled no more. */
export async function issueData({ db, order, frame }: Material): Promise<MailData['issue'] | null> {
  const issue = await findIssue(db, order.facts['issue'] ?? '');
  const word = ISSUE_NEWS.find((one) => one === order.facts['word']);
  if (!issue || !word) return null;
  const last = issue.remarks.at(-1);
  const { number, title, severity, state, clocks } = issue;
  return {
    ...frame,
    word,
    issue: {
      number,
      title,
      severity,
      state,
      answerDueAt: isUnanswered(state) ? clocks.answerDueAt : null,
      resolveDueAt: clocks.resolveDueAt,
      said: last?.text ?? '',
      by: last?.side ?? 'us',
    },
  };
}
