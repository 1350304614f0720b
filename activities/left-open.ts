import { taskRecalls } from '../db/read/exit-task-agenda';
import { closedWithTasks, pendingOfEnded } from '../db/read/left-open';
import { doneAtOf } from '../db/stores/agenda-log';
import { findEngagement } from '../db/stores/engagements';
import type { Trx } from '../db/transaction';
import type { MailOrder } from '../domain/mail/order';
import { sayItem } from './action-items';
import { performOne } from './agenda';

/** Nights that may be missed; what is older is not made up for. */
const MISSED_MS = 7 * 86_400_000;

/**
 * Nightly: what is still open in engagements that have ended. Nobody keeps their dates any more, so their people are told
 * and recalled here: work that was opened since, and tasks of an exit whose end did not wait for them.
 */
export async function sayWhatIsLeft(trx: Trx, now: number): Promise<readonly MailOrder[]> {
  const mails: MailOrder[] = [];
  for (const id of await pendingOfEnded(trx)) mails.push(...(await sayItem(trx, id, now)));
  for (const id of await closedWithTasks(trx)) mails.push(...(await recallTasks(trx, id, now)));
  return mails;
}

/** Each recall once, also where it was made before the engagement closed. */
async function recallTasks(trx: Trx, engagementId: string, now: number): Promise<readonly MailOrder[]> {
  const engagement = await findEngagement(trx, engagementId);
  if (!engagement) return [];
  const due = (await taskRecalls(trx, engagement)).filter(({ at }) => at <= now && at > now - MISSED_MS);
  const keys = due.map(({ key }) => key);
  const done = await doneAtOf(trx, engagementId, keys);
  const mails: MailOrder[] = [];
  for (const item of due.filter(({ key }) => !done.has(key)))
    mails.push(...((await performOne({ trx, engagement, item, now })).mails ?? []));
  return mails;
}
