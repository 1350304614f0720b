import { STATES } from '../../domain/engagement/statuses';
import type { Locale } from '../../domain/people/people';
import { CRITICALITIES, SERVICE_TYPES } from '../../domain/planning/catalogue';
import { HEAT_LEVELS, HEAT_PARTS, type HeatPart } from '../../domain/portfolio/heat';
import type { HeatFilter, HeatMap, PortfolioFilter } from '../../domain/portfolio/schema';
import type { PortfolioChoices } from '../../db/read/portfolio-choices';
import { type EngagementAnchor, engagementPlace } from '../../templates/engagement-parts';
import { formatCountry } from '../../templates/format';
import type { HeatRow, PortfolioFilters, PortfolioPage } from '../../templates/portfolio-page-data';

/** The filter, and what else is asked, as the query of an address. */
export function queryOf(filter: HeatFilter, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...filter, ...more })) if (value) query.set(key, value);
  return query.toString();
}

export function filtersOf(filter: PortfolioFilter, choices: PortfolioChoices, locale: Locale): PortfolioFilters {
  return {
    owners: choices.owners.map(({ id, name }) => ({ word: id, name, current: id === filter.owner })),
    serviceTypes: SERVICE_TYPES.map((word) => ({ word, current: word === filter.serviceType })),
    criticalities: CRITICALITIES.map((word) => ({ word, current: word === filter.criticality })),
    countries: choices.countries
      .map((word) => ({ word, name: formatCountry(word, locale), current: word === filter.country }))
      .toSorted((a, b) => a.name.localeCompare(b.name, locale)),
    filtered: Object.values(filter).some((value) => value !== undefined),
  };
}

/** Where the page of an engagement explains a part. */
const SECTIONS = {
  performance: 'performance',
  risk: 'alarms',
  contract: 'contract',
  exit: 'exit',
  cost: 'cost',
} as const satisfies Record<HeatPart, EngagementAnchor>;

interface Place {
  readonly asked: HeatFilter;
  readonly from: number;
  readonly limit: number;
}

export function heatView(
  map: Omit<HeatMap, 'next'>,
  { asked, from, limit }: Place,
): Omit<PortfolioPage['heat'], 'sheets'> {
  const { state = null, part = null, level = null, ...filter } = asked;
  const listed = (only: Partial<HeatFilter>): string => `/portfolio?${queryOf({ ...filter, ...only })}#heat`;
  const after = from + limit;
  return {
    engagements: map.engagements,
    parts: HEAT_PARTS.map((one) => ({
      part: one,
      counts: HEAT_LEVELS.map((at) => ({ level: at, n: map.counts[one][at], href: listed({ part: one, level: at }) })),
    })),
    states: STATES.flatMap((one) => {
      const n = map.byState[one] ?? 0;
      return n > 0 ? [{ state: one, n, href: listed({ state: one }) }] : [];
    }),
    only: state || level ? { state, part: level && part, level } : null,
    allHref: listed({}),
    rows: map.items.map(heatRow),
    lines: map.lines,
    more: after < map.lines ? `/portfolio?${queryOf(asked, { from: String(after) })}#heat` : null,
  };
}

export const heatRow = ({ engagementId, number, title, vendor, state, parts }: HeatMap['items'][number]): HeatRow => ({
  href: `/engagements/${engagementId}`,
  number,
  title,
  vendor,
  state,
  cells: HEAT_PARTS.map((part) => ({
    part,
    level: parts[part],
    href: engagementPlace(engagementId, SECTIONS[part]),
  })),
});
