import type { Db } from '../../db/knex';
import { keepForecasts } from '../../db/stores/kpi-forecasts';
import { inTransaction } from '../../db/transaction';
import { say } from '../timing';

/**
 * Keeps forecasts as closing a period keeps them, of the engagements that will be looked at; the others get rows of theirs, so
 * that there are as many as years of service leave, and are not searched for minutes.
 */
export async function keepForecastsOf(db: Db, engagementIds: readonly string[]): Promise<void> {
  const [first = ''] = engagementIds;
  const from = performance.now();
  for (const id of engagementIds) await inTransaction(db, (trx) => keepForecasts(trx, id));
  const each = (performance.now() - from) / engagementIds.length;
  await inTransaction(db, async (trx) => {
    await trx.raw('set local statement_timeout = 0');
    await trx.raw(
      `insert into kpi_forecasts
       select kpis.engagement_id, kpis.key, follows_from, formula, found from kpis join kpi_forecasts kept using (key)
       where kept.engagement_id = ? on conflict do nothing`,
      [first],
    );
  });
  await db.raw('vacuum analyze kpi_forecasts');
  say(`forecasts of ${engagementIds.length} engagements were kept, ${each.toFixed(0)} ms each`);
}
