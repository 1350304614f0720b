import type { PortfolioFilter } from '../../domain/portfolio/schema';

interface Where {
  /** For engagements as `e` and their vendors as `v`. */
  readonly where: string;
  readonly values: Readonly<Record<string, string>>;
}

const CONDITIONS = {
  owner: 'e.owner_id = :owner::uuid',
  serviceType: 'e.service_type = :serviceType',
  criticality: 'e.criticality = :criticality',
  country: 'v.country = :country',
} as const satisfies Record<keyof PortfolioFilter, string>;
const NAMES = ['owner', 'serviceType', 'criticality', 'country'] as const satisfies readonly (keyof PortfolioFilter)[];

/** The filter as a condition of SQL. */
export function whereOf(filter: PortfolioFilter): Where {
  const asked = NAMES.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, value }];
  });
  return {
    where: asked.map(({ name }) => CONDITIONS[name]).join(' and ') || 'true',
    values: Object.fromEntries(asked.map(({ name, value }) => [name, value])),
  };
}
