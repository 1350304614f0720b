import type { Knex } from 'knex';

/** What the portfolio counts by of every contract and every amendment, read out of its terms when they are written. */
export async function termsToCountBy(db: Knex): Promise<void> {
  await db.raw(`
    -- A cast to a date follows a setting of the session, and may not be kept; terms always have days as YYYY-MM-DD.
    create function day_of(iso text) returns date language sql immutable strict parallel safe
      return make_date(split_part(iso, '-', 1)::int, split_part(iso, '-', 2)::int, split_part(iso, '-', 3)::int)
  `);
  for (const table of ['contracts', 'contract_versions'])
    await db.raw(`
      alter table ${table}
        add column term_start date generated always as (day_of(terms->>'start')) stored,
        add column term_months int generated always as ((terms->>'initialMonths')::int) stored,
        add column renewal text generated always as (terms->>'renewal') stored,
        add column renewal_months int
          generated always as (coalesce(nullif((terms->>'renewalMonths')::int, 0), (terms->>'initialMonths')::int)) stored,
        add column notice_months int generated always as ((terms->'notice'->>'months')::int) stored,
        add column notice_days int generated always as ((terms->'notice'->>'days')::int) stored,
        add column annual_fee numeric generated always as ((terms->'monthlyFee'->>'amount')::numeric * 12) stored
    `);
  await db.raw(`
    create index contract_versions_amended on contract_versions (engagement_id, version) where kind = 'amendment'
  `);
}
