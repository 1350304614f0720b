import type { IssueRecord } from '../../domain/issue/issue';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

type Definition = Pick<IssueRecord, 'title' | 'severity' | 'raisedBy' | 'assignee' | 'due' | 'description'>;

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly number: number;
  readonly definition: Definition;
  readonly state: IssueRecord['state'];
  readonly clocks: IssueRecord['clocks'];
  readonly opened_at: Date;
  readonly answered_at: Date | null;
  readonly resolved_at: Date | null;
  readonly closed_at: Date | null;
  readonly reopened: number;
  readonly remarks: IssueRecord['remarks'];
  readonly told: number;
  readonly said: string[];
  readonly version: number;
}

const toIssue = (row: Row): IssueRecord => ({
  ...row.definition,
  id: row.id,
  engagementId: row.engagement_id,
  number: row.number,
  state: row.state,
  clocks: row.clocks,
  openedAt: row.opened_at.getTime(),
  answeredAt: row.answered_at?.getTime() ?? null,
  resolvedAt: row.resolved_at?.getTime() ?? null,
  closedAt: row.closed_at?.getTime() ?? null,
  reopened: row.reopened,
  remarks: row.remarks,
  told: row.told,
  said: row.said,
  version: row.version,
});

const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));

const life = (issue: IssueRecord) => ({
  state: issue.state,
  clocks: JSON.stringify(issue.clocks),
  answered_at: instant(issue.answeredAt),
  resolved_at: instant(issue.resolvedAt),
  closed_at: instant(issue.closedAt),
  reopened: issue.reopened,
  remarks: JSON.stringify(issue.remarks),
  told: issue.told,
  said: [...issue.said],
  version: issue.version,
});

/** The number of the next issue; the engagement is held by the caller. */
export async function nextIssueNumber(trx: Trx, engagementId: string): Promise<number> {
  const row = await trx<Row>('issues')
    .where({ engagement_id: engagementId })
    .max<{ max: number | null }>('number')
    .first();
  return (row?.max ?? 0) + 1;
}

export async function insertIssue(trx: Trx, issue: IssueRecord): Promise<void> {
  const { title, severity, raisedBy, assignee, due, description } = issue;
  const at = new Date(issue.openedAt);
  await trx('issues')
    .insert({
      id: issue.id,
      engagement_id: issue.engagementId,
      number: issue.number,
      definition: JSON.stringify({ title, severity, raisedBy, assignee, due, description }),
      opened_at: at,
      updated_at: at,
      ...life(issue),
    })
    .onConflict('id')
    .ignore();
}

export async function saveIssue(trx: Trx, issue: IssueRecord, now: number): Promise<void> {
  await trx('issues')
    .where({ id: issue.id })
    .update({ ...life(issue), updated_at: new Date(now) });
}

export async function findIssue(db: Db, id: string): Promise<IssueRecord | null> {
  const row = await db<Row>('issues').where({ id }).first();
  return row ? toIssue(row) : null;
}

/** The same, held against others who act on it. */
export async function lockIssue(trx: Trx, id: string): Promise<IssueRecord | null> {
  const row = await trx<Row>('issues').where({ id }).forUpdate().first();
  return row ? toIssue(row) : null;
}

/** Oldest first. */
export const issuesOf = (db: Db, engagementId: string): Promise<readonly IssueRecord[]> =>
  once(db, `issuesOf ${engagementId}`, async () => {
    const rows = await db<Row>('issues').where({ engagement_id: engagementId }).orderBy('number');
    return rows.map(toIssue);
  });

/** Those about which something may still be said: open ones, and the last words about others. */
export async function issuesToSpeakOf(db: Db, engagementId: string): Promise<readonly IssueRecord[]> {
  const rows = await db<Row>('issues')
    .where({ engagement_id: engagementId })
    .whereRaw("(state <> 'closed' or told < jsonb_array_length(remarks))")
    .orderBy('number');
  return rows.map(toIssue);
}

export interface IssueFilter {
  readonly engagementId: string;
  readonly states: readonly IssueRecord['state'][] | null;
  /** Number of the last issue seen. */
  readonly after: number;
  readonly limit: number;
}

/** Oldest first. */
export async function listIssues(db: Db, filter: IssueFilter): Promise<readonly IssueRecord[]> {
  const query = db<Row>('issues')
    .where({ engagement_id: filter.engagementId })
    .andWhere('number', '>', filter.after)
    .orderBy('number')
    .limit(filter.limit);
  if (filter.states) void query.whereRaw('state = any(?)', [[...filter.states]]);
  return (await query).map(toIssue);
}
