import { TeamRole } from '../../domain/engagement/team-schema';
import type { Workload, WorkloadLine } from '../../domain/engagement/workload-schema';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';

interface Asked {
  readonly now: number;
  readonly userId?: string;
  /** The name and id of the person after whom to go on. */
  readonly after?: readonly [string, string] | null;
  readonly limit?: number;
}

const LIVE = "engagements.state not in ('CLOSED', 'REJECTED', 'WITHDRAWN', 'CANCELLED')";
const HOLDS = `(engagements.owner_id = users.id or engagements.sponsor_id = users.id
  or exists (select 1 from jsonb_each_text(engagements.roles) held where held.value = users.id::text))`;

/** Active people of the organisation with what lies with each, by name. */
export async function workloads(db: Db, asked: Asked): Promise<readonly WorkloadLine[]> {
  const { now, userId = null, after = null, limit = 1 } = asked;
  const { rows }: { rows: WorkloadLine[] } = await db.raw(
    `with awaited as (
       select assignee_id as user_id, 'item' as kind, greatest(opens_at, created_at) as since, due_at
         from action_items where state in ('open', 'submitted') and opens_at <= :now
       union all
       select request_tasks.assignee_id, 'task', request_tasks.active_at, request_tasks.due_at
         from request_tasks join requests on requests.id = request_tasks.request_id
         where request_tasks.status = 'active' and requests.status = 'pending'
     )
     select users.id as "userId", users.name,
       (select count(*)::int from engagements where ${LIVE} and ${HOLDS}) as engagements,
       count(*) filter (where kind = 'item')::int as "actionItems",
       count(*) filter (where kind = 'item' and due_at < :now)::int as "overdueItems",
       count(*) filter (where kind = 'task')::int as approvals,
       count(*) filter (where kind = 'task' and due_at < :now)::int as "overdueApprovals",
       coalesce(floor(sum(extract(epoch from greatest(:now - since, interval '0'))) / 3600), 0)::int as "hoursWaiting",
       coalesce(floor(max(extract(epoch from greatest(:now - since, interval '0'))) / 3600), 0)::int as "longestHours"
     from users left join awaited on awaited.user_id = users.id
     where users.active and (:userId::uuid is null or users.id = :userId::uuid)
       and (:afterName::text is null or (users.name, users.id) > (:afterName::text, :afterId::uuid))
     group by users.id, users.name order by users.name, users.id limit :limit`,
    { now: new Date(now), userId, afterName: after?.[0] ?? null, afterId: after?.[1] ?? null, limit },
  );
  return rows;
}

/** One person with the engagements they hold a role in; null for somebody who is not active. */
export async function workloadOf(db: Db, userId: string, now: number): Promise<Workload | null> {
  const [line] = await workloads(db, { now, userId });
  if (!line) return null;
  const rows: readonly EngagementRow[] = await db<EngagementRow>('engagements')
    .joinRaw('join users on users.id = ?', [userId])
    .whereRaw(`${LIVE} and ${HOLDS}`)
    .orderByRaw('length(engagements.number), engagements.number')
    .select<EngagementRow[]>('engagements.*');
  return {
    ...line,
    roles: rows.map((row) => ({
      engagementId: row.id,
      number: row.number,
      title: row.title,
      state: row.state,
      roles: TeamRole.options.filter((role) => holds(row, role, userId)),
    })),
  };
}

const holds = (
  { roles, owner_id: owner, sponsor_id: sponsor }: EngagementRow,
  role: TeamRole,
  userId: string,
): boolean =>
  roles[role] === userId || (role === 'owner' && owner === userId) || (role === 'sponsor' && sponsor === userId);
