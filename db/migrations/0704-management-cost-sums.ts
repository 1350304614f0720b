import type { Knex } from 'knex';

/** What the portfolio sums over every closed month of a year, readable from an index alone. */
export async function managementCostSums(db: Knex): Promise<void> {
  await db.raw(`
    alter table management_costs
      add column managed numeric generated always as ((cost->'cost'->>'amount')::numeric) stored,
      add column managed_currency text generated always as (cost->'cost'->>'currency') stored,
      add column spend numeric generated always as ((cost->'vendorSpend'->>'amount')::numeric) stored,
      add column spend_currency text generated always as (cost->'vendorSpend'->>'currency') stored;

    create index management_costs_sums on management_costs (month)
      include (engagement_id, managed, managed_currency, spend, spend_currency) where spend > 0;
  `);
}
