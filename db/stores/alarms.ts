import type { AlarmRecord } from '../../domain/risk/alarm-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface AlarmRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly rule: string;
  readonly subject: string;
  readonly severity: AlarmRecord['severity'];
  readonly state: AlarmRecord['state'];
  readonly evidence: AlarmRecord['evidence'];
  readonly comments: AlarmRecord['comments'];
  readonly ack_due_at: Date;
  readonly ack_by: string | null;
  readonly ack_at: Date | null;
  readonly plan_due_at: Date | null;
  readonly reopened: number;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly raised: number;
  readonly told: number;
  readonly marks: Date[];
  readonly marks_done: number;
}

const toAlarm = (row: AlarmRow): AlarmRecord => ({
  id: row.id,
  engagementId: row.engagement_id,
  rule: row.rule,
  subject: row.subject,
  severity: row.severity,
  state: row.state,
  evidence: row.evidence,
  comments: row.comments,
  ackDueAt: row.ack_due_at.toISOString(),
  ackBy: row.ack_by,
  ackAt: row.ack_at?.toISOString() ?? null,
  planDueAt: row.plan_due_at?.toISOString() ?? null,
  reopened: row.reopened,
  openedAt: row.opened_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
  raised: row.raised,
  told: row.told,
  marks: row.marks.map((mark) => mark.getTime()),
  marksDone: row.marks_done,
});

export interface NewAlarm {
  readonly id: string;
  readonly engagementId: string;
  readonly rule: string;
  readonly subject: string;
  readonly severity: AlarmRecord['severity'];
  readonly evidence: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly ackDueAt: number;
  readonly planDueAt: number | null;
  readonly marks: readonly number[];
  readonly now: number;
}

/** Opens an alarm unless one is open for the same rule and subject; says whether it did. */
export async function openAlarm(trx: Trx, alarm: NewAlarm): Promise<boolean> {
  const at = new Date(alarm.now);
  const inserted = await trx('alarms')
    .insert({
      id: alarm.id,
      engagement_id: alarm.engagementId,
      rule: alarm.rule,
      subject: alarm.subject,
      severity: alarm.severity,
      state: 'open',
      evidence: JSON.stringify(alarm.evidence),
      ack_due_at: new Date(alarm.ackDueAt),
      plan_due_at: alarm.planDueAt === null ? null : new Date(alarm.planDueAt),
      marks: alarm.marks.map((mark) => new Date(mark)),
      opened_at: at,
      updated_at: at,
    })
    .onConflict()
    .ignore()
    .returning('id');
  return inserted.length > 0;
}

export async function findAlarm(db: Db, id: string): Promise<AlarmRecord | null> {
  const row = await db<AlarmRow>('alarms').where({ id }).first();
  return row ? toAlarm(row) : null;
}

export async function lockAlarm(trx: Trx, id: string): Promise<AlarmRecord | null> {
  const row = await trx<AlarmRow>('alarms').where({ id }).forUpdate().first();
  return row ? toAlarm(row) : null;
}

export interface AlarmSubject {
  readonly engagementId: string;
  readonly rule: string;
  readonly subject: string;
}

const ofSubject = (db: Db, { engagementId, rule, subject }: AlarmSubject) =>
  db<AlarmRow>('alarms').where({ engagement_id: engagementId, rule, subject }).orderBy('opened_at', 'desc').first();

/** The newest alarm of a rule and subject, whatever became of it. */
export async function newestAlarm(db: Db, subject: AlarmSubject): Promise<AlarmRecord | null> {
  const row = await ofSubject(db, subject);
  return row ? toAlarm(row) : null;
}

/** The same, held against others who raise it or act on it. */
export async function lockNewestAlarm(trx: Trx, subject: AlarmSubject): Promise<AlarmRecord | null> {
  const row = await ofSubject(trx, subject).forUpdate();
  return row ? toAlarm(row) : null;
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Writes all of an alarm but what has been said about it. */
export async function saveAlarm(trx: Trx, alarm: AlarmRecord, now: number): Promise<void> {
  await trx('alarms')
    .where({ id: alarm.id })
    .update({
      severity: alarm.severity,
      state: alarm.state,
      evidence: JSON.stringify(alarm.evidence),
      comments: JSON.stringify(alarm.comments),
      ack_due_at: instant(alarm.ackDueAt),
      ack_by: alarm.ackBy,
      ack_at: instant(alarm.ackAt),
      plan_due_at: instant(alarm.planDueAt),
      reopened: alarm.reopened,
      closed_at: instant(alarm.closedAt),
      raised: alarm.raised,
      marks: alarm.marks.map((mark) => new Date(mark)),
      marks_done: alarm.marksDone,
      updated_at: new Date(now),
    });
}

/** Notes what has been said about an alarm. */
export async function noteAlarmSaid(
  trx: Trx,
  id: string,
  { told, marksDone }: Pick<AlarmRecord, 'told' | 'marksDone'>,
): Promise<void> {
  await trx('alarms').where({ id }).update({ told, marks_done: marksDone });
}

/** Alarms that are not closed, in SQL. */
export const UNSETTLED = "state <> 'closed'";

/** Alarms of an engagement that have not been closed. */
export async function unsettledAlarms(db: Db, engagementId: string): Promise<readonly AlarmRecord[]> {
  const rows = await db<AlarmRow>('alarms').where({ engagement_id: engagementId }).whereRaw(UNSETTLED).orderBy('id');
  return rows.map(toAlarm);
}

/** Alarms anywhere about which something is to be said by now. */
export async function alarmsToSpeakOf(db: Db, now: number): Promise<readonly string[]> {
  return db<AlarmRow, string[]>('alarms')
    .whereRaw(UNSETTLED)
    .andWhereRaw('(told < raised or marks[marks_done + 1] <= ?)', [new Date(now)])
    .orderBy('id')
    .limit(1_000)
    .pluck('id');
}

export interface AlarmFilter {
  readonly engagementId?: string | undefined;
  readonly state?: string | undefined;
  readonly rule?: string | undefined;
  readonly severity?: string | undefined;
  readonly after: string | null;
  readonly limit: number;
}

/** Oldest first. */
export async function listAlarms(db: Db, filter: AlarmFilter): Promise<readonly AlarmRecord[]> {
  const { engagementId, state, rule, severity, after, limit } = filter;
  const query = db<AlarmRow>('alarms').orderBy('id').limit(limit);
  if (engagementId) void query.where({ engagement_id: engagementId });
  if (state) void query.whereRaw('alarms.state = ?', [state]);
  if (rule) void query.where({ rule });
  if (severity) void query.whereRaw('alarms.severity = ?', [severity]);
  if (after !== null) void query.where('id', '>', after);
  return (await query).map(toAlarm);
}

/** Those raised since an instant, and all that are not closed; oldest first. */
export async function alarmsSince(db: Db, engagementId: string, since: number): Promise<readonly AlarmRecord[]> {
  const rows = await db<AlarmRow>('alarms')
    .where({ engagement_id: engagementId })
    .whereRaw("(opened_at >= ? or state <> 'closed')", [new Date(since)])
    .orderBy('id');
  return rows.map(toAlarm);
}

/** Those that matter now first: not closed, red before amber, newest first; then the ones closed last. */
export async function alarmsOnPage(db: Db, engagementId: string, limit: number): Promise<readonly AlarmRecord[]> {
  const rows = await db<AlarmRow>('alarms')
    .where({ engagement_id: engagementId })
    .orderByRaw("(state = 'closed'), (severity = 'amber'), opened_at desc, id")
    .limit(limit);
  return rows.map(toAlarm);
}
