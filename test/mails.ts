import type { Db } from '../db/knex';
import { claimMails, dropMail } from '../db/stores/mail-orders';
import type { MailOrder } from '../domain/mail/order';

const EVERYTHING = 10_000;

/** What a courier would take now, in the order of business time; afterwards nothing waits any more. */
export async function takeOrders(db: Db): Promise<readonly MailOrder[]> {
  const mails = await claimMails(db, Date.now() + 1_000, EVERYTHING);
  for (const mail of mails) await dropMail(db, mail);
  return mails.map(({ order }) => order).sort((a, b) => a.now - b.now || (a.key < b.key ? -1 : 1));
}
