import type { AlarmView } from '../../domain/risk/record-schema';
import type { Trx } from '../transaction';
import { findAlarm } from './alarms';

const KEEP_KEYS_MS = 7 * 86_400_000;

export async function forgetOldSessions(trx: Trx, now: number): Promise<void> {
  await trx('sessions').where('expires_at', '<', new Date(now)).delete();
}

/** Answers are kept for a week, well beyond the retries of any client. */
export async function forgetOldKeys(trx: Trx, now: number): Promise<void> {
  await trx('idempotency_keys')
    .where('created_at', '<', new Date(now - KEEP_KEYS_MS))
    .delete();
}

export async function unacknowledgedAlarms(trx: Trx, now: number): Promise<readonly AlarmView[]> {
  const ids = await trx<{ id: string; state: string; ack_due_at: Date }>('alarms')
    .where({ state: 'open' })
    .andWhere('ack_due_at', '<', new Date(now))
    .limit(1_000)
    .pluck('id');
  const alarms = await Promise.all(ids.map((id: string) => findAlarm(trx, id)));
  return alarms.filter((alarm) => alarm !== null);
}
