import { roundTo } from '../../domain/decimal';
import { newestValues } from '../../db/read/newest-values';
import type { Db } from '../../db/knex';
import { kpisOf } from '../../db/stores/kpis';
import type { KpiView } from '../../templates/engagement-page-data';

/** The KPIs of an engagement, each with its newest value. */
export async function kpiViews(db: Db, engagementId: string): Promise<readonly KpiView[]> {
  const [kpis, values] = await Promise.all([kpisOf(db, engagementId), newestValues(db, engagementId)]);
  return kpis.map(({ key, name, unit, frequency, source, weightBp, target, precision }) => {
    const newest = values.get(key);
    return {
      name,
      unit,
      frequency,
      source,
      weightBp,
      target,
      period: newest?.period ?? null,
      status: newest?.status ?? null,
      value: shown(newest?.value ?? null, precision),
    };
  });
}

/** People read a value to the decimals of its KPI; it is kept and rated as it was reported. */
const shown = (value: number | null, precision: number | undefined): number | null =>
  value === null || precision === undefined ? value : roundTo(value, precision);
