import { planOf } from '../read/agenda';
import { missedOf } from '../read/missed-dates';
import type { Db } from '../knex';
import { inTransaction, type Trx } from '../transaction';
import type { AgendaItem } from '../../domain/engagement/agenda';
import type { Watch } from '../../domain/engagement/watch';
import { saveNextDue } from './engagements';
import { insertWatch, lockWatch, savePlan } from './watches';

type Planned = Omit<Watch, 'next' | 'owed'>;

/** Finds what comes next for a watch that this transaction has locked, and keeps it. */
export async function planLocked(trx: Trx, planned: Planned): Promise<void> {
  const { engagementId, cursor } = planned;
  const missed = planned.isOutdated ? await missedOf(trx, engagementId, cursor) : [];
  await keepPlan(trx, planned, missed.length > 0 ? missed : await planOf(trx, engagementId, { cursor, limit: 1 }));
}

async function keepPlan(trx: Trx, { engagementId, cursor }: Planned, plan: readonly AgendaItem[]): Promise<void> {
  const at = plan[0]?.at ?? null;
  await savePlan(trx, { engagementId, cursor, next: plan.filter((item) => item.at === at) });
  await saveNextDue(trx, engagementId, at);
}

/** From now on the date keeper keeps the dates of an engagement. Where it does already, what comes next is found anew. */
export async function watchFrom(trx: Trx, engagementId: string, now: number): Promise<void> {
  const cursor = { at: now, key: '' };
  const isNew = await insertWatch(trx, engagementId, cursor);
  if (isNew) await planLocked(trx, { engagementId, cursor, isOutdated: false });
  else await planWatched(trx, engagementId);
}

/**
 * Records have changed in a way that moves dates: plans anew. False where another one keeps the dates, or nobody does any
 * more. While a turn waits for its consequences nothing is planned, because the keeper does so behind them.
 */
export const planAnew = (db: Db, engagementId: string): Promise<boolean> =>
  inTransaction(db, (trx) => planWatched(trx, engagementId));

async function planWatched(trx: Trx, engagementId: string): Promise<boolean> {
  const watch = await lockWatch(trx, engagementId);
  if (watch && !watch.owed) await planLocked(trx, watch);
  return watch !== null;
}
