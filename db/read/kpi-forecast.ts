import { forecastKpi } from '../../domain/forecast/kpi-forecast';
import type { KpiForecast } from '../../domain/forecast/schema';
import type { Db } from '../knex';
import { kpisOf } from '../stores/kpis';
import { ownSeries } from './own-series';

/** The forecast of each KPI, or of one of them; computed from at most five years of closed periods whenever it is asked for. */
export async function kpiForecasts(db: Db, engagementId: string, key?: string): Promise<readonly KpiForecast[]> {
  const kpis = (await kpisOf(db, engagementId)).filter((kpi) => key === undefined || kpi.key === key);
  return (await ownSeries(db, engagementId, kpis)).map(({ kpi, points }) => forecastKpi(kpi, points));
}
