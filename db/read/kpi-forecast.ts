import { searchSeries } from '../../domain/forecast/forecast';
import { forecastKpi, searchInput } from '../../domain/forecast/kpi-forecast';
import type { KpiForecast, SearchInput, SeriesSearch } from '../../domain/forecast/schema';
import type { Db } from '../knex';
import { type KeptSearch, keptSearches, searchHash } from '../stores/kpi-forecasts';
import { kpisOf } from '../stores/kpis';
import { together } from '../together';
import { ownSeries } from './own-series';

/** The forecast of each KPI, or of one of them; it follows from at most five years of closed periods. */
export async function kpiForecasts(db: Db, engagementId: string, key?: string): Promise<readonly KpiForecast[]> {
  const kpis = (await kpisOf(db, engagementId)).filter((kpi) => key === undefined || kpi.key === key);
  const [series, kept] = await together(db, [
    () => ownSeries(db, engagementId, kpis),
    () => keptSearches(db, engagementId),
  ]);
  return series.map(({ kpi, points }) =>
    forecastKpi(kpi, points, searchOnce(searchInput(kpi, points), kept.get(kpi.key))),
  );
}

/** Some kilobytes each. */
const MOST = 1_000;
const computed = new Map<string, SeriesSearch>();

/**
 * What closing the newest period has kept, where it follows from the same values. Where it does not, because a correction has
 * just come or the periods were closed by a program that kept nothing, it is searched: milliseconds of the process, once for the same.
 */
function searchOnce(input: SearchInput, kept: KeptSearch | undefined): SeriesSearch {
  const name = searchHash(input);
  if (kept?.followsFrom === name) return kept.found;
  const found = computed.get(name) ?? searchSeries(input);
  const [oldest] = computed.keys();
  if (computed.size >= MOST && oldest !== undefined) computed.delete(oldest);
  computed.set(name, found);
  return found;
}
