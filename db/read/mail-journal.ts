import type { MailState } from '../../domain/mail/resend';
import type { Db } from '../knex';

/** A mail of the log, or one on its way, with the names that people know. */
export interface JournalLine {
  readonly key: string;
  readonly kind: string;
  readonly state: MailState;
  /** Null for the contact of a vendor. */
  readonly recipient: string | null;
  readonly address: string | null;
  readonly subject: string | null;
  readonly engagementId: string | null;
  readonly engagement: string | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly at: Date;
  readonly sentAt: Date | null;
}

export interface JournalEntry extends JournalLine {
  readonly messageId: string | null;
  readonly requestId: string | null;
  readonly taskId: string | null;
  /** Null where it asks for no task of its recipient. */
  readonly isTaskOpen: boolean | null;
  readonly orderedFor: string | null;
  readonly facts: Readonly<Record<string, string>> | null;
}

export interface JournalQuery {
  readonly recipient: string;
  readonly state: MailState | null;
  readonly kind: string;
  readonly engagement: string;
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

const FIELDS = `mails.key, mails.kind, mails.state, users.name as recipient, mails.address, mails.subject,
  mails.engagement_id as "engagementId", engagements.number as engagement, mails.attempts, mails.error, mails.at,
  mails.sent_at as "sentAt"`;

/** Mails that were tried, and ordered ones that nobody has tried yet. */
const MAILS = `
  (select log.key, log.kind, log.recipient_id::text as person_id, log.address, log.subject, log.engagement_id, log.message_id,
     log.request_id, log.task_id, coalesce(log.ordered_for, ways.recipient_id) as ordered_for,
     coalesce(log.facts, ways.facts) as facts, greatest(log.attempts, ways.attempts) as attempts,
     coalesce(ways.last_error, log.last_error) as error, log.created_at as at, log.sent_at,
     case when log.status <> 'waiting' then log.status
       when ways.key is not null and ways.next_at is null then 'given-up'
       when coalesce(ways.last_error, log.last_error) is not null then 'failing'
       else 'waiting' end as state
   from mail_log log left join mail_orders ways on ways.key = log.key
   union all
   select ways.key, ways.kind, ways.recipient_id, null, null, ways.engagement_id, null, null, null, ways.recipient_id,
     ways.facts, ways.attempts, ways.last_error, date_trunc('milliseconds', ways.ordered_at), null,
     case when ways.next_at is null then 'given-up' when ways.last_error is not null then 'failing' else 'waiting' end
   from mail_orders ways where not exists (select 1 from mail_log where mail_log.key = ways.key)) mails
  left join users on users.id::text = mails.person_id
  left join engagements on engagements.id = mails.engagement_id`;

const MATCHES = `(:recipient = '' or users.name ilike :recipientLike or mails.address ilike :recipientLike or users.email ilike :recipientLike)
  and (:state::text is null or mails.state = :state)
  and (:kind = '' or mails.kind = :kind)
  and (:engagement = '' or engagements.number ilike :engagementLike or engagements.title ilike :engagementLike)
  and (:at::timestamptz is null or (mails.at, mails.key) < (:at::timestamptz, :key))`;

const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Mails that match, the newest first. */
export async function searchMails(db: Db, query: JournalQuery): Promise<readonly JournalLine[]> {
  const { recipient, state, kind, engagement, after, limit } = query;
  const [at, key] = after ?? [null, null];
  const { rows } = await db.raw<{ rows: JournalLine[] }>(
    `select ${FIELDS} from ${MAILS} where ${MATCHES} order by mails.at desc, mails.key desc limit :limit`,
    { recipient, state, kind, engagement, at, key, limit, recipientLike: like(recipient), engagementLike: like(engagement) }, // prettier-ignore
  );
  return rows;
}

export async function mailOf(db: Db, key: string): Promise<JournalEntry | null> {
  const { rows } = await db.raw<{ rows: JournalEntry[] }>(
    `select ${FIELDS}, mails.message_id as "messageId", mails.request_id as "requestId", mails.task_id as "taskId",
       mails.ordered_for as "orderedFor", mails.facts,
       (select request_tasks.status = 'active' from request_tasks
        where request_tasks.id = mails.task_id and request_tasks.assignee_id::text = mails.person_id) as "isTaskOpen"
     from ${MAILS} where mails.key = :key`,
    { key },
  );
  return rows[0] ?? null;
}

/** Kinds that the log holds. */
export async function mailKinds(db: Db): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: { kind: string }[] }>(
    `select kind from mail_log union select kind from mail_orders order by kind`,
  );
  return rows.map(({ kind }) => kind);
}

/** Which of these keys are mails. */
export async function knownMails(db: Db, keys: readonly string[]): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: { key: string }[] }>(
    `select key from mail_log where key = any(:keys) union select key from mail_orders where key = any(:keys)`,
    { keys: [...keys] },
  );
  return rows.map(({ key }) => key);
}
