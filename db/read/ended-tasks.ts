import { periodBounds } from '../../domain/calendar/periods';
import type { EndedTask } from '../../domain/delivery/month-cost';
import type { TaskSource } from '../../domain/delivery/ledger-schema';
import { isInsider, type Person } from '../../domain/people/people';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { findPeople } from '../stores/people';

interface Row {
  readonly source: TaskSource;
  readonly person_id: string;
  readonly active_at: Date | null;
  readonly ended_at: Date;
  /** Of an approval. */
  readonly due_at: Date | null;
  /** Of a KPI value. */
  readonly period: string | null;
}

/** A task with the date by which it was to be done, where an approval sets one. */
export interface DatedTask extends EndedTask {
  readonly dueAt: number | null;
}

interface Span {
  /** Epoch milliseconds, [from, to). */
  readonly from: number;
  readonly to: number;
}

/**
 * What people of ours have ended in a span: votes and opinions they gave, work they closed, tasks of the exit, and values
 * of KPIs they reported by hand. What the product, a vendor or nobody ended is no work of theirs.
 */
export async function endedTasks(
  db: Db,
  engagement: EngagementRow,
  { from, to }: Span,
): Promise<{ readonly tasks: readonly DatedTask[]; readonly people: readonly Person[] }> {
  const span = { id: engagement.id, from: new Date(from), to: new Date(to) };
  const { rows } = await db.raw<{ rows: Row[] }>(QUERY, span);
  const people = (await findPeople(db, [...new Set(rows.map(({ person_id }) => person_id))])).filter(isInsider);
  const known = new Set(people.map(({ id }) => id));
  const tasks = rows
    .filter(({ person_id }) => known.has(person_id))
    .map((row) => ({
      source: row.source,
      personId: row.person_id,
      role: roleOf(engagement, row.person_id),
      activeAt: activeOf(row, engagement.time_zone),
      endedAt: row.ended_at.getTime(),
      dueAt: row.due_at?.getTime() ?? null,
    }));
  return { tasks, people };
}

const QUERY = `
  select 'approval' as source, task.assignee_id as person_id, task.active_at, task.decided_at as ended_at, task.due_at,
    null as period
  from request_tasks task join requests on requests.id = task.request_id
  where requests.engagement_id = :id and task.decision is not null and task.decided_at >= :from and task.decided_at < :to
  union all
  select 'action-item', closed_by, opens_at, closed_at, null, null from action_items
  where engagement_id = :id and state in ('done', 'waived') and closed_by is not null
    and closed_at >= :from and closed_at < :to
  union all
  select 'exit-task', closed_by,
    (select max(closed_at) from requests where engagement_id = :id and gate = 'exit' and status = 'approved'),
    closed_at, null, null
  from exit_tasks where engagement_id = :id and closed_by is not null and closed_at >= :from and closed_at < :to
  union all
  select 'kpi-value', value.recorded_by, null, value.recorded_at, null, value.period
  from kpi_values value join kpis on kpis.engagement_id = value.engagement_id and kpis.key = value.key
  where value.engagement_id = :id and value.recorded_by is not null
    and value.side = 'us' and kpis.definition->>'source' in ('internal', 'vendor')
    and value.recorded_at >= :from and value.recorded_at < :to
  order by ended_at`;

/** A value is asked for from the end of its period on. */
function activeOf({ active_at, ended_at, period }: Row, timeZone: string): number {
  const asked = period === null ? active_at?.getTime() : periodBounds(period, timeZone).end;
  return Math.min(asked ?? ended_at.getTime(), ended_at.getTime());
}

/** What somebody is to the engagement; who only helps out is `other`. */
function roleOf({ owner_id, sponsor_id, roles }: EngagementRow, personId: string): string {
  if (owner_id === personId) return 'owner';
  if (sponsor_id === personId) return 'sponsor';
  return Object.entries(roles).find(([, id]) => id === personId)?.[0] ?? 'other';
}
