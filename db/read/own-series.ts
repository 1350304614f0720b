import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { SeriesPoint } from '../../domain/risk/kpi-alarms';
import type { Db } from '../knex';
import { together } from '../together';
import { kpiSeries } from './kpi-series';

export interface OwnSeries {
  readonly kpi: KpiDefinition;
  /** In the order of their periods; empty where none is closed. */
  readonly points: readonly SeriesPoint[];
}

/** Each KPI with what was rated of it in closed periods of its own frequency: of another one nothing counts any more. */
export async function ownSeries(
  db: Db,
  engagementId: string,
  kpis: readonly KpiDefinition[],
): Promise<readonly OwnSeries[]> {
  const frequencies = [...new Set(kpis.map(({ frequency }) => frequency))];
  const found = await together(
    db,
    frequencies.map((frequency) => async () => [frequency, await kpiSeries(db, engagementId, { frequency })] as const),
  );
  const series = new Map(found);
  return kpis.map((kpi) => ({
    kpi,
    points: series.get(kpi.frequency)?.find(({ key }) => key === kpi.key)?.points ?? [],
  }));
}
