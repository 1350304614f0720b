import { verifyAudit } from '../../db/read/audit';
import type { Db } from '../../db/knex';
import { KPI, REMIND_AFTER_MS } from '../clients/world';
import type { MailRow, Records, RequestRow, TaskRow, TrailRow, ValueRow } from '../evidence';

/** A mail that is due so long and has not gone out is stuck: longer than a lease of the courier. */
const OVERDUE_MS = 70_000;

/** What stands in the database, as the checker reads it. */
export async function dumpRecords(db: Db): Promise<Records> {
  const [requests, tasks] = [await requestRows(db), await taskRows(db)];
  return {
    requests,
    tasks,
    engagements: await rowsOf(db, `select id, title as mark from engagements`),
    trail: await rowsOf<TrailRow>(
      db,
      `select stream, type, payload->>'taskId' as "taskId", payload->>'requestId' as "requestId" from audit_events`,
    ),
    mails: await mailRows(db),
    overdueMails: (
      await rowsOf<{ key: string }>(
        db,
        `select key from mail_orders where next_at is null or next_at < now() - interval '${OVERDUE_MS} ms'`,
      )
    ).map(({ key }) => key),
    values: await rowsOf<ValueRow>(
      db,
      `select engagement_id as "engagementId", period, (array_agg(value order by revision desc))[1] as value,
              count(*)::int as revisions from kpi_values where key = '${KPI}' group by engagement_id, period`,
    ),
    brokenChains: (await verifyAudit(db)).map(({ stream }) => stream),
  };
}

const requestRows = (db: Db): Promise<readonly RequestRow[]> =>
  rowsOf(
    db,
    `select requests.id, request_subjects.title as mark, requests.status, requests.requester_id as requester,
            extract(epoch from requests.closed_at) * 1000 as "closedAt"
       from requests join request_subjects on request_subjects.request_id = requests.id
        and request_subjects.hash = requests.subject_hash`,
  );

/** A task that nobody decided ended with its request, or with what its step came to. */
const taskRows = (db: Db): Promise<readonly TaskRow[]> =>
  rowsOf(
    db,
    `select t.id, t.request_id as "requestId", t.assignee_id as assignee, t.status, t.decision,
            (extract(epoch from t.active_at) * 1000)::float as "activeAt",
            (extract(epoch from coalesce(t.decided_at, r.closed_at)) * 1000)::float as "endedAt",
            case when r.policy_key = 'chaos-slow' then ${REMIND_AFTER_MS} end as "remindAfterMs"
       from request_tasks t join requests r on r.id = t.request_id`,
  );

const mailRows = (db: Db): Promise<readonly MailRow[]> =>
  rowsOf(
    db,
    // A reminder may fall due at this very moment: what was written down just now is on its way, not left behind.
    `select key, kind, address, message_id as "messageId", task_id as "taskId", request_id as "requestId",
            case when status = 'waiting' and created_at > now() - interval '${OVERDUE_MS} ms' then 'on its way'
              else status end as status, last_error as error from mail_log`,
  );

/** What tells whether a reminder is still to come. */
export const dumpPost = async (db: Db): Promise<Pick<Records, 'tasks' | 'mails'>> => ({
  tasks: await taskRows(db),
  mails: await mailRows(db),
});

async function rowsOf<T>(db: Db, statement: string): Promise<readonly T[]> {
  const { rows } = await db.raw<{ rows: T[] }>(statement);
  return rows;
}
