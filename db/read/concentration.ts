import { gather, majorOf } from '../../domain/currency/gather';
import type { RateUsed } from '../../domain/currency/schema';
import type { PortfolioFilter } from '../../domain/portfolio/schema';
import { type Commitment, concentrationOf, type Concentration } from '../../domain/vendor/concentration';
import type { Db } from '../knex';
import { ratesOn } from '../stores/exchange-rates';
import { committedParts, type Counted } from './committed-parts';
import { vendorRules } from './vendor-rules';

type Row = Commitment & { readonly currency: string };

/** Running engagements by vendor, importance and currency, with the vendor's uppermost parent and what they cost in a year. */
export async function commitments(db: Db, counted: Counted): Promise<readonly Row[]> {
  const { sql, values } = committedParts(counted);
  const { rows } = await db.raw<{ rows: readonly Row[] }>(
    `with recursive ${ROOTS},
     ${sql},
     bound as (
       select vendor_id, criticality, currency, sum(engagements)::int as engagements, sum(annual)::float8 as annual
       from committed group by vendor_id, criticality, currency having sum(engagements) > 0
     )
     select v.id as "vendorId", v.name as "vendorName", roots.root as "groupId", roots.root_name as "groupName",
       v.country, bound.criticality, bound.currency, bound.engagements, bound.annual
     from bound join vendors v on v.id = bound.vendor_id join roots on roots.id = v.id
     order by v.id, bound.criticality, bound.currency`,
    values,
  );
  return rows;
}

interface Committed {
  readonly currency: string;
  /** What engagements of the currency cost in a year together: decimal text. */
  readonly amount: string;
  readonly engagements: number;
}

/** What all running engagements cost in a year by the contracts of a day, by currency. */
export async function committed(db: Db, on: string): Promise<readonly Committed[]> {
  const { sql, values } = committedParts({ on });
  const { rows } = await db.raw<{ rows: readonly Committed[] }>(
    `with ${sql}
     select currency, sum(annual)::text as amount, sum(engagements)::int as engagements
     from committed group by currency order by currency`,
    values,
  );
  return rows;
}

const ROOTS = `roots (id, root, root_name) as (
  select id, id, name from vendors where parent_id is null
  union all select v.id, roots.root, roots.root_name from vendors v join roots on v.parent_id = roots.id)`;

interface Proposal {
  readonly engagementId: string;
  readonly vendorId: string;
  readonly criticality: Commitment['criticality'];
  readonly annual: number;
}

export interface ConcentrationFacts extends Concentration {
  readonly currency: string;
  readonly thresholds: { readonly amberBp: number; readonly redBp: number };
  /** What amounts of other currencies were converted at. */
  readonly rates: readonly RateUsed[];
  /** Currencies without a rate: their engagements count, their money does not. */
  readonly otherCurrencies: readonly string[];
}

interface ConcentrationQuery {
  readonly currency: string;
  /** The day whose contracts count, and whose rates convert other currencies. */
  readonly on: string;
  readonly proposal?: Proposal;
  /** Only engagements that it lets through. */
  readonly filter?: PortfolioFilter;
}

/** Shares of spend and of critical engagements as they stand, or as they would with one more award, in one currency. */
export async function readConcentration(
  db: Db,
  { currency, on, proposal, filter }: ConcentrationQuery,
): Promise<ConcentrationFacts> {
  const running = await commitments(db, { filter, without: proposal?.engagementId, on });
  const proposed = proposal ? await asCommitment(db, proposal) : [];
  const all = [...running, ...proposed.map((one) => ({ ...one, currency }))];
  const { concentration: thresholds } = await vendorRules(db);
  const gathered = gather(
    all.map((one) => ({ ...one, amount: one.annual })),
    { to: currency, on, rates: await ratesOn(db, on) },
  );
  const counted = gathered.parts.map(({ part, exact }) => ({ ...part, annual: majorOf(exact, currency) }));
  const { rates, withoutRate } = gathered;
  return { currency, thresholds, ...concentrationOf(counted, thresholds), rates, otherCurrencies: withoutRate };
}

async function asCommitment(db: Db, proposal: Proposal): Promise<readonly Commitment[]> {
  const { rows } = await db.raw<{ rows: readonly Omit<Commitment, keyof Proposal | 'engagements'>[] }>(
    `with recursive ${ROOTS}
     select v.name as "vendorName", v.country, roots.root as "groupId", roots.root_name as "groupName"
     from vendors v join roots on roots.id = v.id where v.id = ?`,
    [proposal.vendorId],
  );
  const { vendorId, criticality, annual } = proposal;
  return rows.map((row) => ({ vendorId, criticality, annual, engagements: 1, ...row }));
}
