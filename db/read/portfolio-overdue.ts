import type { PortfolioFilter } from '../../domain/portfolio/schema';
import type { Db } from '../knex';
import { isOpen, whereOf } from './portfolio-filter';

/** An approval that waits for somebody longer than it should. */
export interface OverdueApproval {
  readonly requestId: string;
  readonly subject: {
    readonly type: string;
    readonly title: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  readonly engagement: { readonly number: string; readonly title: string } | null;
  readonly step: string;
  readonly assignee: string;
  readonly dueAt: number;
}

export interface Overdue {
  readonly total: number;
  readonly items: readonly OverdueApproval[];
}

const LATE = "t.status = 'active' and t.due_at < :at";
/** Out of the index, so that only those are visited that are shown. */
const COUNT_OF_ALL = `(select count(*)::int from request_tasks t where ${LATE})`;
const OF_WHAT = `join requests r on r.id = t.request_id
  left join engagements e on e.id = r.engagement_id left join vendors v on v.id = e.vendor_id`;

/** Approvals that wait for somebody longer than they should, longest first. */
export async function overdueApprovals(
  db: Db,
  filter: PortfolioFilter,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<Overdue> {
  const { where, values } = whereOf(filter);
  const { rows } = await db.raw<{ rows: readonly (OverdueApproval & { readonly total: number })[] }>(
    `with late as materialized (
       select t.id, t.request_id, t.run_id, t.assignee_id, t.due_at, ${isOpen(filter) ? COUNT_OF_ALL : 'count(*) over ()::int'} as total
       from request_tasks t
         ${isOpen(filter) ? '' : OF_WHAT}
       where ${LATE} and ${where}
       order by t.due_at, t.id limit :limit)
     select late.request_id as "requestId", json_build_object('type', s.type, 'title', s.title, 'data', s.data) as subject,
       case when e.id is not null then json_build_object('number', e.number, 'title', e.title) end as engagement, runs.title as step,
       users.name as assignee, (extract(epoch from late.due_at) * 1000)::float8 as "dueAt", late.total
     from late
       join requests r on r.id = late.request_id
       join request_subjects s on s.request_id = r.id and s.hash = r.subject_hash
       join request_runs runs on runs.request_id = late.request_id and runs.run_id = late.run_id
       join users on users.id = late.assignee_id
       left join engagements e on e.id = r.engagement_id
     order by late.due_at, late.id`,
    { ...values, at: new Date(now), limit },
  );
  return { total: rows[0]?.total ?? 0, items: rows.map(({ total: _total, ...row }) => row) };
}
