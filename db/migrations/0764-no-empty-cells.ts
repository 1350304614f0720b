import type { Knex } from 'knex';

const KEY = 'month, service_type, criticality, country, teller, cost_currency, spend_currency, slot';

/** Sums of paid months that count none any more go, so that what is removed leaves no trace of its kind and place. */
export async function noEmptyCells(db: Knex): Promise<void> {
  await db.raw(`
    create or replace function add_paid_months(cells paid_months[]) returns void language sql as $$
      insert into paid_months as kept (${KEY}, cost, spend, months)
      select ${KEY}, sum(cost), sum(spend), sum(months) from unnest(cells) group by ${KEY}
      having sum(months) <> 0 or sum(cost) <> 0 or sum(spend) <> 0
      order by ${KEY}
      on conflict (${KEY}) do update
        set cost = kept.cost + excluded.cost, spend = kept.spend + excluded.spend, months = kept.months + excluded.months;
      delete from paid_months where months = 0 and (${KEY}) in (select ${KEY} from unnest(cells))
    $$;
    delete from paid_months where months = 0;
  `);
}
