import { monthsBetween, shiftPeriod } from '../calendar/periods';
import type { KpiDefinition } from '../kpi/record-schema';
import type { SeriesPoint } from '../risk/kpi-alarms';
import { searchSeries, withBreach } from './forecast';
import type { KpiForecast, SearchInput, SeriesSearch } from './schema';

const MONTHS_OF_YEAR = 12;

/**
 * What is searched for a KPI, from what was rated of it (oldest first). A season of a year is looked for in months without
 * a gap; where months are missing, the values count as evenly spaced and have no season.
 */
export const searchInput = ({ frequency }: KpiDefinition, points: readonly SeriesPoint[]): SearchInput => ({
  values: points.map(({ value }) => value),
  ...(frequency === 'monthly' && !hasGap(points) && { season: MONTHS_OF_YEAR }),
});

/** What a KPI is expected to be in the coming periods; a search that was made before is not made again. */
export function forecastKpi(
  kpi: KpiDefinition,
  points: readonly SeriesPoint[],
  found: SeriesSearch = searchSeries(searchInput(kpi, points)),
): KpiForecast {
  const { key, name, unit, direction, target, red } = kpi;
  const answer = withBreach(found, {
    // A milestone is reached from its target on.
    direction: direction === 'minimise' ? 'minimise' : 'maximise',
    target,
    red,
  });
  const ahead = (step: number): string => shiftPeriod(points.at(-1)?.period ?? '', step);
  return {
    ...answer,
    key,
    name,
    unit,
    direction,
    target,
    red: red ?? null,
    history: [...points],
    points: answer.points.map((point) => ({ ...point, period: ahead(point.step) })),
    intervals: answer.intervals.map((interval) => ({ ...interval, period: ahead(interval.step) })),
    anomalies: answer.anomalies.map(({ index, ...anomaly }) => ({ ...anomaly, period: points[index]?.period ?? '' })),
  };
}

function hasGap(points: readonly SeriesPoint[]): boolean {
  const [first, last] = [points[0], points.at(-1)];
  return !first || !last || monthsBetween(first.period, last.period) !== points.length - 1;
}
