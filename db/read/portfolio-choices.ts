import { ENDED_STATES } from '../../domain/engagement/statuses';
import type { Db } from '../knex';

export interface PortfolioChoices {
  readonly owners: readonly { readonly id: string; readonly name: string }[];
  /** Codes. */
  readonly countries: readonly string[];
}

const RUNNING = 'exists (select from portfolio_lines where state <> all(:ended) and';

/**
 * Who owns engagements that have not ended, by name, and the countries of their vendors. Each person and each vendor is
 * asked for one such line: there are far fewer of them than lines.
 */
export async function portfolioChoices(db: Db): Promise<PortfolioChoices> {
  const { rows } = await db.raw<{ rows: readonly [PortfolioChoices] }>(
    `select (select coalesce(json_agg(json_build_object('id', id, 'name', name) order by name, id), '[]') from users
         where ${RUNNING} owner_id = users.id)) as owners,
       (select coalesce(json_agg(distinct country), '[]') from vendors where ${RUNNING} vendor_id = vendors.id)) as countries`,
    { ended: [...ENDED_STATES] },
  );
  return rows[0];
}
