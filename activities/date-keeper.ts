import { Context } from '@temporalio/activity';
import type { Db } from '../db/knex';
import { noteSleep } from '../db/stores/date-keeper';
import { saveNextDue } from '../db/stores/engagements';
import { watchFrom } from '../db/stores/plan-watch';
import { countDue, deleteWatch } from '../db/stores/watches';
import { inTransaction } from '../db/transaction';
import { takeDueTurn } from './due-turn';
import { planAndWake, wakeFor } from './wake-date-keeper';

/** A round takes turns for so long, by the clock on the wall; what is left is for the next one. */
const ROUND_MS = 5_000;
/** Fewer than the connections to PostgreSQL, so that people's decisions find one free. */
const AT_ONCE = 4;
/** How long what another keeper has in hand is left to it. */
const LEFT_TO_OTHERS_MS = 1_000;

/** The dates of all engagements that are not watched by a monitoring of their own. */
export const dateKeeperActivities = ({ db }: { readonly db: Db }) => ({
  /** Does what has come, several engagements at a time, and answers when to come again; null while no date is known. */
  async keepDates({ now }: { now: number }): Promise<number | null> {
    const end = Date.now() + ROUND_MS;
    const hands = Array.from({ length: await countDue(db, now, AT_ONCE) }, () => turnsUntil(db, { now, end }));
    // Nothing of this round goes on behind its answer.
    const ends = (await Promise.allSettled(hands)).map(answerOf);
    const next = await noteSleep(db, Context.current().info.workflowExecution?.workflowId ?? '');
    return next === null || !ends.every((done) => done) ? next : Math.max(next, now + LEFT_TO_OTHERS_MS);
  },

  /** From now on every date of the engagement comes round by itself. Where one does already, what comes next is found anew. */
  async beginWatch({ engagementId, now }: { engagementId: string; now: number }): Promise<void> {
    await inTransaction(db, (trx) => watchFrom(trx, engagementId, now));
    await wakeFor(db, engagementId);
  },

  /** Records have changed in a way that moves dates. */
  async planAgain({ engagementId }: { engagementId: string }): Promise<void> {
    await planAndWake(db, engagementId);
  },

  /** Nothing comes round any more. */
  endWatch: ({ engagementId }: { engagementId: string }): Promise<void> =>
    inTransaction(db, async (trx) => {
      await deleteWatch(trx, engagementId);
      await saveNextDue(trx, engagementId, null);
    }),
});

/** Takes turns until nothing is due, or the time is over: then false. */
async function turnsUntil(db: Db, { now, end }: { readonly now: number; readonly end: number }): Promise<boolean> {
  while (Date.now() < end) if (!(await takeDueTurn(db, now))) return true;
  return false;
}

function answerOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
