import type { Db } from '../knex';

export interface MailEntry {
  /** Business identity: the same key is the same mail, however often it is tried. */
  readonly key: string;
  readonly kind: string;
  /** A person of ours; null for the contact of a vendor. */
  readonly recipientId: string | null;
  readonly address: string;
  readonly subject: string;
  readonly messageId: string;
  readonly requestId?: string | null | undefined;
  readonly taskId?: string | null | undefined;
  readonly engagementId?: string | null | undefined;
  readonly now: number;
}

export interface MailRow {
  readonly key: string;
  readonly kind: string;
  readonly recipient_id: string | null;
  readonly address: string | null;
  readonly subject: string | null;
  readonly message_id: string;
  readonly request_id: string | null;
  readonly task_id: string | null;
  readonly engagement_id: string | null;
  /** `collected` waits for the recipient's digest, and is settled when `sent_at` is set. */
  readonly status: 'waiting' | 'sent' | 'skipped' | 'collected';
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
}

/** Whether a mail still has to go out. */
export async function isOpen(db: Db, key: string): Promise<boolean> {
  const row = await db<MailRow>('mail_log').where({ key }).first('status');
  return row === undefined || row.status === 'waiting';
}

/** Notes that a mail is being tried. */
export async function noteAttempt(db: Db, entry: MailEntry): Promise<void> {
  await db('mail_log')
    .insert({
      key: entry.key,
      kind: entry.kind,
      recipient_id: entry.recipientId,
      address: entry.address,
      subject: entry.subject,
      message_id: entry.messageId,
      request_id: entry.requestId ?? null,
      task_id: entry.taskId ?? null,
      engagement_id: entry.engagementId ?? null,
      status: 'waiting',
      attempts: 1,
      created_at: new Date(entry.now),
    })
    .onConflict('key')
    .merge({ attempts: db.raw('mail_log.attempts + 1'), address: entry.address });
}

export async function noteSent(db: Db, key: string, at: number): Promise<void> {
  await db('mail_log')
    .where({ key })
    .update({ status: 'sent', sent_at: new Date(at), last_error: null });
}

export async function noteFailure(db: Db, key: string, error: string): Promise<void> {
  await db('mail_log')
    .where({ key })
    .update({ last_error: error.slice(0, 500) });
}

/** When a mail went out; null for one that has not. */
export async function sentAt(db: Db, key: string): Promise<number | null> {
  const row = await db<MailRow>('mail_log').where({ key }).first('sent_at');
  return row?.sent_at?.getTime() ?? null;
}

/** A mail that waited until nobody needed it any more. */
export async function noteSkipped(db: Db, key: string): Promise<void> {
  await db('mail_log').where({ key, status: 'waiting' }).update({ status: 'skipped' });
}

/** A mail that goes to nobody, and why. */
export async function noteUnsent(db: Db, entry: Omit<MailEntry, 'address' | 'subject'>, reason: string): Promise<void> {
  await noteWithout(db, entry, { status: 'skipped', last_error: reason });
}

/** A reminder that the recipient's digest will tell of instead. */
export const noteCollected = (db: Db, entry: Omit<MailEntry, 'address' | 'subject'>): Promise<void> =>
  noteWithout(db, entry, { status: 'collected' });

/** A line without a text, which is never sent. */
async function noteWithout(
  db: Db,
  entry: Omit<MailEntry, 'address' | 'subject'>,
  outcome: Pick<MailRow, 'status'> & Partial<Pick<MailRow, 'last_error'>>,
): Promise<void> {
  await db('mail_log')
    .insert({
      key: entry.key,
      kind: entry.kind,
      recipient_id: entry.recipientId,
      message_id: entry.messageId,
      request_id: entry.requestId ?? null,
      task_id: entry.taskId ?? null,
      engagement_id: entry.engagementId ?? null,
      created_at: new Date(entry.now),
      ...outcome,
    })
    .onConflict('key')
    .ignore();
}

/** What was collected up to a moment is told, or nobody needs it any more. */
export async function settleCollected(db: Db, recipientId: string, at: number): Promise<void> {
  await db('mail_log')
    .where({ recipient_id: recipientId, status: 'collected' })
    .whereNull('sent_at')
    .where('created_at', '<=', new Date(at))
    .update({ sent_at: new Date(at) });
}

export interface OutboxQuery {
  readonly status?: MailRow['status'] | undefined;
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Mails, newest first. */
export async function listMail(db: Db, { status, after, limit }: OutboxQuery): Promise<readonly MailRow[]> {
  const query = db<MailRow>('mail_log').orderBy([
    { column: 'created_at', order: 'desc' },
    { column: 'key', order: 'desc' },
  ]);
  if (status) void query.where({ status });
  if (after) void query.whereRaw('(created_at, key) < (?::timestamptz, ?)', [...after]);
  return query.limit(limit).select();
}
