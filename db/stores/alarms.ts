import type { AlarmView } from '../../domain/risk/record-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface AlarmRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly rule: string;
  readonly subject: string;
  readonly severity: AlarmView['severity'];
  readonly state: AlarmView['state'];
  readonly evidence: AlarmView['evidence'];
  readonly comments: AlarmView['comments'];
  readonly ack_due_at: Date;
  readonly opened_at: Date;
}

const toAlarm = (row: AlarmRow): AlarmView => ({
  id: row.id,
  engagementId: row.engagement_id,
  rule: row.rule,
  subject: row.subject,
  severity: row.severity,
  state: row.state,
  evidence: row.evidence,
  comments: row.comments,
  ackDueAt: row.ack_due_at.toISOString(),
  openedAt: row.opened_at.toISOString(),
});

export interface NewAlarm {
  readonly id: string;
  readonly engagementId: string;
  readonly rule: string;
  readonly subject: string;
  readonly severity: AlarmView['severity'];
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly ackDueAt: number;
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
      opened_at: at,
      updated_at: at,
    })
    .onConflict()
    .ignore()
    .returning('id');
  return inserted.length > 0;
}

export async function findAlarm(db: Db, id: string): Promise<AlarmView | null> {
  const row = await db<AlarmRow>('alarms').where({ id }).first();
  return row ? toAlarm(row) : null;
}

export async function lockAlarm(trx: Trx, id: string): Promise<AlarmView | null> {
  const row = await trx<AlarmRow>('alarms').where({ id }).forUpdate().first();
  return row ? toAlarm(row) : null;
}

export async function saveAlarm(trx: Trx, { id, state, comments }: AlarmView, now: number): Promise<void> {
  await trx('alarms')
    .where({ id })
    .update({ state, comments: JSON.stringify(comments), updated_at: new Date(now) });
}

export interface AlarmFilter {
  readonly engagementId?: string | undefined;
  readonly state?: string | undefined;
  readonly after: string | null;
  readonly limit: number;
}

export async function listAlarms(
  db: Db,
  { engagementId, state, after, limit }: AlarmFilter,
): Promise<readonly AlarmView[]> {
  const query = db<AlarmRow>('alarms').orderBy('id').limit(limit);
  if (engagementId) void query.where({ engagement_id: engagementId });
  if (state) void query.whereRaw('alarms.state = ?', [state]);
  if (after !== null) void query.where('id', '>', after);
  return (await query).map(toAlarm);
}
