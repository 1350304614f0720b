import { Context } from '@temporalio/activity';
import type { Db } from '../db/knex';
import { planLocked } from '../db/stores/plan-watch';
import { claimWatch, clearOwed, forgetFailures, postponeWatch, saveOwed } from '../db/stores/watches';
import { inTransaction, type Trx } from '../db/transaction';
import type { Owed, Watch } from '../domain/engagement/watch';
import { agendaActivities } from './agenda';
import { withoutMails } from './by-courier';
import { startReview } from './start-review';
import { relabel } from './relabel';

interface Turn {
  readonly engagementId: string;
  readonly owed: Owed | null;
}

/**
 * Takes the turn of one engagement that is due, in one transaction: does all that has come, orders its mails and finds what
 * comes next. False when nothing is due, or all of it is in other hands. A turn that fails is put off and holds up nobody.
 */
export async function takeDueTurn(db: Db, now: number): Promise<boolean> {
  const claimed: { id: string | null } = { id: null };
  try {
    const turn = await inTransaction(db, async (trx) => {
      const watch = await claimWatch(trx, now);
      claimed.id = watch?.engagementId ?? null;
      return watch && turnOf(trx, watch, now);
    });
    if (turn?.owed) await settle(db, turn.engagementId, turn.owed);
  } catch (error) {
    if (claimed.id === null) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    Context.current().log.warn('dates of an engagement are put off', { engagementId: claimed.id, error });
    await postponeWatch(db, claimed.id, { error: reason, now });
  }
  return claimed.id !== null;
}

/** What it leads to outside of the records is set going behind the transaction; only then is the next date looked up. */
async function turnOf(trx: Trx, watch: Watch, now: number): Promise<Turn> {
  const { engagementId, next: due } = watch;
  const owed = watch.owed ?? (due.length > 0 ? await perform(trx, watch, now) : null);
  const last = due.at(-1);
  const cursor = last ? { at: last.at, key: last.key } : watch.cursor;
  if (owed) await saveOwed(trx, { engagementId, cursor, owed });
  else await planLocked(trx, { engagementId, cursor });
  await forgetFailures(trx, engagementId);
  return { engagementId, owed };
}

async function perform(trx: Trx, { engagementId, next: items }: Watch, now: number): Promise<Owed | null> {
  const performAgenda = withoutMails(trx, (inner) => agendaActivities({ db: inner }).performAgenda);
  const { reviews, relabel } = await performAgenda({ engagementId, items, now });
  return reviews.length > 0 || relabel ? { reviews, relabel } : null;
}

async function settle(db: Db, engagementId: string, { reviews, relabel: isRelabelled }: Owed): Promise<void> {
  for (const order of reviews) await startReview(order);
  if (isRelabelled) await relabel(engagementId);
  await clearOwed(db, engagementId);
}
