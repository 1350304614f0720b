import type { Knex } from 'knex';

/** Exchange rates by pair and day; a correction is a version more. */
export async function exchangeRates(db: Knex): Promise<void> {
  await db.raw(`
    create table exchange_rates (
      base text not null,
      quote text not null,
      on_date date not null,
      version integer not null,
      rate text not null,
      source text not null,
      recorded_by uuid not null references users (id),
      recorded_at timestamptz not null,
      primary key (base, quote, on_date, version),
      check (base <> quote)
    );
  `);
}
