import { forecastKpi } from '../../domain/forecast/kpi-forecast';
import type { KpiForecast } from '../../domain/forecast/schema';
import type { Db } from '../knex';
import { together } from '../together';
import { kpisOf } from '../stores/kpis';
import { kpiSeries } from './kpi-series';

/** The forecast of each KPI, or of one of them; computed from at most five years of closed periods whenever it is asked for. */
export async function kpiForecasts(db: Db, engagementId: string, key?: string): Promise<readonly KpiForecast[]> {
  const kpis = (await kpisOf(db, engagementId)).filter((kpi) => key === undefined || kpi.key === key);
  const frequencies = [...new Set(kpis.map(({ frequency }) => frequency))];
  const found = await together(
    db,
    frequencies.map((frequency) => async () => [frequency, await kpiSeries(db, engagementId, { frequency })] as const),
  );
  const series = new Map(found);
  return kpis.map((kpi) => {
    const own = series.get(kpi.frequency)?.find((one) => one.key === kpi.key);
    return forecastKpi(kpi, own?.points ?? []);
  });
}
