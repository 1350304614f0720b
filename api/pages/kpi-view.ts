import { firstServicePeriod, periodAt, previousPeriod } from '../../domain/calendar/periods';
import { roundTo } from '../../domain/decimal';
import { newestValues } from '../../db/read/newest-values';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { kpisOf } from '../../db/stores/kpis';
import type { KpiView, ValueFormLink } from '../../templates/engagement-page-data';

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

/** The form of the newest period that is over, for each frequency in which values are collected. */
export async function valueForms(
  db: Db,
  { id, time_zone: timeZone, live_on: liveOn }: EngagementRow,
  now: number,
): Promise<readonly ValueFormLink[]> {
  if (liveOn === null) return [];
  const frequencies = [...new Set((await kpisOf(db, id)).map(({ frequency }) => frequency))];
  return frequencies.flatMap((frequency) => {
    const period = previousPeriod(periodAt(now, timeZone, frequency));
    const hasBegun = period >= firstServicePeriod(liveOn, frequency).period;
    return hasBegun ? [{ period, href: `/engagements/${id}/kpis/${period}` }] : [];
  });
}
