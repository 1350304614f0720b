import { dueOnDay } from '../../domain/action-item/marks';
import { addBusinessDays } from '../../domain/calendar/calendar';
import { firstServicePeriod, periodAt, periodDates, previousPeriod } from '../../domain/calendar/periods';
import type { WorkCalendar } from '../../domain/calendar/schema';
import { RHYTHM } from '../../domain/engagement/agenda';
import { recentKpi } from '../../domain/kpi/recent';
import type { KpiDefinition, Scorecard } from '../../domain/kpi/record-schema';
import { workCalendarOf } from '../../db/read/work-calendar';
import { roundTo } from '../../domain/decimal';
import { newestValues } from '../../db/read/newest-values';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { kpisOf } from '../../db/stores/kpis';
import type { KpiView, ValueFormLink } from '../../templates/engagement-page-data';

interface Judged {
  readonly now: number;
  /** The newest first. */
  readonly cards: readonly Scorecard[];
}

/** The KPIs of an engagement, each with its newest value, how it was judged, and when it is owed next. */
export async function kpiViews(db: Db, row: EngagementRow, { now, cards }: Judged): Promise<readonly KpiView[]> {
  const kpis = await kpisOf(db, row.id);
  if (kpis.length === 0) return [];
  const values = await newestValues(db, row.id);
  const dueAt = nextDue(row, { calendar: await workCalendarOf(db, row.time_zone), now, cards });
  return kpis.map((kpi) => {
    const { key, name, unit, frequency, source, weightBp, target, precision } = kpi;
    const newest = values.get(key);
    return {
      ...recentKpi(kpi, cards),
      dueAt: dueAt(frequency, newest?.period ?? null),
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

/** When a KPI is owed next: for the period that is over while it is neither reported nor judged, else for the one that runs. */
const nextDue =
  (
    { time_zone: zone, live_on: liveOn }: EngagementRow,
    { calendar, now, cards }: Judged & { calendar: WorkCalendar },
  ) =>
  (frequency: KpiDefinition['frequency'], reported: string | null): number | null => {
    if (liveOn === null) return null;
    const running = periodAt(now, zone, frequency);
    const over = previousPeriod(running);
    const isSaid = (reported !== null && reported >= over) || cards.some(({ period }) => period === over);
    const isOwed = !isSaid && over >= firstServicePeriod(liveOn, frequency).period;
    const { end } = periodDates(isOwed ? over : running);
    return dueOnDay(zone, addBusinessDays(calendar, end, RHYTHM.valuesDue));
  };

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
