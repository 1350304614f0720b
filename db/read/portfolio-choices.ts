import { ENDED_STATES } from '../../domain/engagement/statuses';
import type { Db } from '../knex';

export interface PortfolioChoices {
  readonly owners: readonly { readonly id: string; readonly name: string }[];
  /** Codes. */
  readonly countries: readonly string[];
}

/** Who owns engagements that have not ended, by name, and the countries of their vendors. */
export async function portfolioChoices(db: Db): Promise<PortfolioChoices> {
  const { rows } = await db.raw<{ rows: readonly [PortfolioChoices] }>(
    `with running as materialized (
       select distinct owner_id, vendor_id from portfolio_lines where state <> all(?))
     select (select coalesce(json_agg(json_build_object('id', id, 'name', name) order by name, id), '[]') from users
         where id in (select owner_id from running)) as owners,
       (select coalesce(json_agg(distinct country), '[]') from vendors
         where id in (select vendor_id from running)) as countries`,
    [[...ENDED_STATES]],
  );
  return rows[0];
}
