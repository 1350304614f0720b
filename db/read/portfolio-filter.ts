import type { PortfolioFilter } from '../../domain/portfolio/schema';

interface Where {
  /** For engagements as `e` and their vendors as `v`, or what else the conditions name. */
  readonly where: string;
  readonly values: Readonly<Record<string, string>>;
}

type Conditions = Readonly<Record<keyof PortfolioFilter, string>>;

const OF_ENGAGEMENTS: Conditions = {
  owner: 'e.owner_id = :owner::uuid',
  serviceType: 'e.service_type = :serviceType',
  criticality: 'e.criticality = :criticality',
  country: 'v.country = :country',
};
const NAMES = ['owner', 'serviceType', 'criticality', 'country'] as const satisfies readonly (keyof PortfolioFilter)[];

/** The filter as a condition of SQL. */
export function whereOf(filter: PortfolioFilter, conditions: Conditions = OF_ENGAGEMENTS): Where {
  const asked = NAMES.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, value }];
  });
  return {
    where: asked.map(({ name }) => conditions[name]).join(' and ') || 'true',
    values: Object.fromEntries(asked.map(({ name, value }) => [name, value])),
  };
}

interface Lines extends Where {
  /** The lines as `e`, with their vendors as `v` where these are asked for. */
  readonly lines: string;
}

/** The filter for lines of the portfolio, or for sums of them. */
export const linesOf = (filter: PortfolioFilter, table = 'portfolio_lines'): Lines => ({
  lines: `${table} e${filter.country === undefined ? '' : ' left join vendors v on v.id = e.vendor_id'}`,
  ...whereOf(filter),
});

/** Whether it lets everything through. */
export const isOpen = (filter: PortfolioFilter): boolean => NAMES.every((name) => filter[name] === undefined);
