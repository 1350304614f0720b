import { forecastKpi } from '../../domain/forecast/kpi-forecast';
import type { KpiForecast } from '../../domain/forecast/schema';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { SeriesPoint } from '../../domain/risk/kpi-alarms';
import type { Db } from '../knex';
import { valueHash } from '../stores/audit';
import { kpisOf } from '../stores/kpis';
import { ownSeries } from './own-series';

/** The forecast of each KPI, or of one of them; it follows from at most five years of closed periods. */
export async function kpiForecasts(db: Db, engagementId: string, key?: string): Promise<readonly KpiForecast[]> {
  const kpis = (await kpisOf(db, engagementId)).filter((kpi) => key === undefined || kpi.key === key);
  return (await ownSeries(db, engagementId, kpis)).map(({ kpi, points }) => forecastOnce(kpi, points));
}

/** Some kilobytes each. */
const MOST = 1_000;
const computed = new Map<string, KpiForecast>();

/** A search through models takes milliseconds of the process, and what it goes by changes once in a period: the same is not searched twice. */
function forecastOnce(kpi: KpiDefinition, points: readonly SeriesPoint[]): KpiForecast {
  const name = valueHash({ kpi, points });
  const found = computed.get(name);
  if (found) return found;
  const forecast = forecastKpi(kpi, points);
  const [oldest] = computed.keys();
  if (computed.size >= MOST && oldest !== undefined) computed.delete(oldest);
  computed.set(name, forecast);
  return forecast;
}
