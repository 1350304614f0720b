import { type IssueRecord, isOpenIssue } from '../../domain/issue/issue';
import type { Db } from '../knex';
import { issuesOf } from '../stores/issues';
import { issueRules } from './issue-rules';

const DAY = 86_400_000;

/** Issues that have been open for longer than the setting says, longest first: a review looks at each of them. */
export async function agedIssues(db: Db, engagementId: string, now: number): Promise<readonly IssueRecord[]> {
  const { agedDays } = await issueRules(db);
  const open = (await issuesOf(db, engagementId)).filter(({ state }) => isOpenIssue(state));
  return open.filter(({ openedAt }) => now - openedAt > agedDays * DAY).sort((a, b) => a.openedAt - b.openedAt);
}
