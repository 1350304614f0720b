import { Context } from '@temporalio/activity';
import type { Db } from '../db/knex';
import { orderMails } from '../db/stores/mail-orders';
import { planLocked } from '../db/stores/plan-watch';
import { claimOutdated, claimWatch, forgetFailures, postponeWatch, saveOwed } from '../db/stores/watches';
import { inTransaction, type Trx } from '../db/transaction';
import type { Owed, Watch } from '../domain/engagement/watch';
import { performItems } from './agenda';
import { startReview } from './start-review';
import { relabel } from './relabel';

/**
 * Takes the turn of one engagement that is due, in one transaction: does all that has come, orders its mails and finds what
 * comes next. Where none is due, one that older rules of time zones have planned is planned anew. False when there is nothing
 * of either, or all of it is in other hands. A turn that fails is put off and holds up nobody.
 */
export async function takeDueTurn(db: Db, now: number): Promise<boolean> {
  const claimed: { id: string | null } = { id: null };
  try {
    await inTransaction(db, async (trx) => {
      const due = await claimWatch(trx, now);
      const outdated = due ? null : await claimOutdated(trx, now);
      claimed.id = (due ?? outdated)?.engagementId ?? null;
      if (due) await turnOf(trx, due, now);
      if (outdated) await planLocked(trx, outdated);
    });
  } catch (error) {
    if (claimed.id === null) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    Context.current().log.warn('dates of an engagement are put off', { engagementId: claimed.id, error });
    await postponeWatch(db, claimed.id, { error: reason, now });
  }
  return claimed.id !== null;
}

/**
 * What a turn leads to outside of the records is kept with them first, and set going by the next claim, for as long as it holds
 * the row: nobody does so beside it. Only then is the next date looked up.
 */
async function turnOf(trx: Trx, watch: Watch, now: number): Promise<void> {
  const { engagementId, next: due, owed, isOutdated } = watch;
  if (owed) await settle(engagementId, owed);
  const last = due.at(-1);
  const cursor = last ? { at: last.at, key: last.key } : watch.cursor;
  const owes = due.length > 0 ? await perform(trx, watch, now) : null;
  if (owes) return saveOwed(trx, { engagementId, cursor, owed: owes });
  await planLocked(trx, { engagementId, cursor, isOutdated });
  await forgetFailures(trx, engagementId);
}

async function perform(trx: Trx, { engagementId, next: items }: Watch, now: number): Promise<Owed | null> {
  const { mails, reviews, relabel } = await performItems(trx, { engagementId, items, now });
  await orderMails(trx, mails);
  return reviews.length > 0 || relabel ? { reviews, relabel } : null;
}

async function settle(engagementId: string, { reviews, relabel: isRelabelled }: Owed): Promise<void> {
  for (const order of reviews) await startReview(order);
  if (isRelabelled) await relabel(engagementId);
}
