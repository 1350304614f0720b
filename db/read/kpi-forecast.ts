import { forecastKpi } from '../../domain/forecast/kpi-forecast';
import type { KpiForecast } from '../../domain/forecast/schema';
import type { Db } from '../knex';
import { together } from '../together';
import { kpisOf } from '../stores/kpis';
import { kpiSeries } from './kpi-series';

/** The forecast of each KPI, or of one of them; computed from at most five years of closed periods whenever it is asked for. */
export async function kpiForecasts(db: Db, engagementId: string, key?: string): Promise<readonly KpiForecast[]> {
  const [kpis, monthly, quarterly] = await together(db, [
    () => kpisOf(db, engagementId),
    () => kpiSeries(db, engagementId, { frequency: 'monthly' }),
    () => kpiSeries(db, engagementId, { frequency: 'quarterly' }),
  ]);
  const stored = { monthly, quarterly };
  return kpis
    .filter((kpi) => key === undefined || kpi.key === key)
    .map((kpi) => forecastKpi(kpi, stored[kpi.frequency].find((one) => one.key === kpi.key)?.points ?? []));
}
