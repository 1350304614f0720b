import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { toPerson, type UserRow } from '../stores/people';

/** People for whom reminders were collected since their last digest. */
export async function peopleToRemind(db: Db): Promise<readonly Person[]> {
  const waiting = db('mail_log').where({ status: 'collected' }).whereNull('sent_at').select('recipient_id');
  const rows = await db<UserRow>('users').whereIn('id', waiting).orderBy('id');
  return rows.map(toPerson);
}
