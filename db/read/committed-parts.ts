import type { PortfolioFilter } from '../../domain/portfolio/schema';
import { AMENDED, ANNUAL_OF_LINE, SIGNED_OF_LINE } from './binding-contracts';
import { linesOf, whereOf } from './portfolio-filter';

/** What is counted: engagements that a filter lets through, but for one. */
export interface Counted {
  readonly filter?: PortfolioFilter | undefined;
  readonly without?: string | undefined;
  /** The day whose contracts bind. */
  readonly on: string;
}

interface Parts {
  readonly sql: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** States in which a vendor is bound to an engagement. The sums are kept for these: another needs a migration. */
const BOUND = ['CONTRACTING', 'TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED', 'EXITING'];
const BOUND_LINE = 'e.state = any(:bound) and e.vendor_id is not null';
const BY = 'e.vendor_id, e.criticality, e.currency';

/**
 * `committed`: parts by vendor, importance and currency of what running engagements cost in a year (`annual`), which are to be
 * summed; a group without `engagements` is left of one that went. They are the sums of contracts as they were signed, what
 * amendments change that have begun, and the engagement that is left out, taken off.
 */
export function committedParts({ filter = {}, without, on }: Counted): Parts {
  const { lines, where, values } = linesOf(filter);
  const sql = `${AMENDED},
     committed as (
       ${signed(filter)}
       union all
       select ${BY}, 0, ${ANNUAL_OF_LINE} - ${SIGNED_OF_LINE}
       from ${lines} join amended a on a.engagement_id = e.engagement_id where ${BOUND_LINE} and ${where}
       union all
       select ${BY}, -1, -${ANNUAL_OF_LINE}
       from ${lines} left join amended a on a.engagement_id = e.engagement_id
       where e.engagement_id = :without::uuid and ${BOUND_LINE} and ${where}
     )`;
  return { sql, values: { ...values, bound: BOUND, without: without ?? null, today: on } };
}

/** Out of the sums that are kept; who owns an engagement is in none, and an owner has few of them. */
function signed(filter: PortfolioFilter): string {
  const { where } = whereOf(filter);
  if (filter.owner !== undefined)
    return `select ${BY}, 1 as engagements, ${SIGNED_OF_LINE} as annual from ${linesOf(filter).lines} where ${BOUND_LINE} and ${where}`;
  return `select ${BY}, e.engagements, e.annual from ${linesOf(filter, 'committed_sums').lines} where ${where}`;
}
