import { DateTime } from 'luxon';
import type { Db } from '../../db/knex';
import type { Line, Service } from './plain-years';

interface AlarmRow {
  readonly engagement_id: string;
  readonly rule: string;
  readonly subject: string;
  readonly opened_at: Date;
  readonly marks: readonly Date[];
}

/** Alarms about reviews of an engagement that were missed: when they were raised, and when they would be escalated. */
export async function alarmsSeen(db: Db, id: string, { zone }: Service): Promise<readonly Line[]> {
  const rows = await db<AlarmRow>('alarms').where({ engagement_id: id, rule: 'REVIEW_MISSED' });
  const shown = (at: Date): string => DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd HH:mm');
  return rows
    .map(({ rule, subject, opened_at: at, marks }) => [rule, subject, ...[at, ...marks].map(shown)].join(' '))
    .sort();
}
