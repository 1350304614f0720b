import { firstServicePeriod, periodAt, previousPeriod } from '../../domain/calendar/periods';
import { isEnded } from '../../domain/engagement/statuses';
import { owedNextAt } from '../../domain/kpi/due';
import type { KpiEnd } from '../../domain/kpi/leaving';
import { recentKpi } from '../../domain/kpi/recent';
import type { KpiDefinition, Scorecard } from '../../domain/kpi/record-schema';
import type { Person } from '../../domain/people/people';
import { serviceEndOf } from '../../db/read/service-end';
import { kpiEnds } from '../../db/stores/partial-terminations';
import { workCalendarOf } from '../../db/read/work-calendar';
import { roundTo } from '../../domain/decimal';
import { newestValues } from '../../db/read/newest-values';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { countedEvidence } from '../../db/stores/kpi-evidence';
import { kpisOf } from '../../db/stores/kpis';
import { evidenceLink } from './evidence-link';
import { kpiForms } from './form-links';
import type { KpiView, ValueFormLink } from '../../templates/engagement-page-data';

interface Judged {
  readonly now: number;
  readonly person: Person;
  /** The newest first. */
  readonly cards: readonly Scorecard[];
}

/** The KPIs of an engagement, each with its newest value, how it was judged, and when it is owed next. */
export async function kpiViews(
  db: Db,
  row: EngagementRow,
  { now, cards, person }: Judged,
): Promise<readonly KpiView[]> {
  const ends = await kpiEnds(db, row.id);
  const kpis = await kpisOf(db, row.id);
  if (kpis.length === 0) return [];
  const values = await newestValues(db, row.id);
  const periods = [...new Set([...values.values()].map(({ period }) => period))];
  const files = await countedEvidence(db, row.id, periods);
  const around = {
    calendar: await workCalendarOf(db, row.time_zone),
    liveOn: row.live_on,
    serviceEnd: await serviceEndOf(db, row, now),
    judged: cards.map(({ period }) => period),
    now,
  };
  return kpis.map((kpi) => {
    const { key, frequency, precision } = kpi;
    const newest = values.get(key);
    return {
      ...recentKpi(kpi, cards),
      ...definitionOf(kpi),
      dueAt: isEnded(row.state)
        ? null
        : owedNextAt(frequency, newest?.period ?? null, endingWith(around, endOf(key, ends))),
      forms: kpiForms(row, person, key),
      period: newest?.period ?? null,
      status: newest?.status ?? null,
      files: files
        .filter((file) => file.key === key && file.period === newest?.period)
        .map((file) => evidenceLink(row.id, file)),
      value: shown(newest?.value ?? null, precision),
    };
  });
}

const definitionOf = ({ name, unit, frequency, source, weightBp, target, amber, red }: KpiDefinition) => ({
  ...{ name, unit, frequency, source, weightBp, target },
  alarms: [
    ...(amber === undefined ? [] : [{ level: 'amber' as const, from: amber }]),
    ...(red === undefined ? [] : [{ level: 'red' as const, from: red }]),
  ],
});

const endOf = (key: string, ends: readonly KpiEnd[]): string | null =>
  ends.find(({ kpi }) => kpi === key)?.endsOn ?? null;

/** A KPI ends with its part of the service, or with all of it. */
const endingWith = <A extends { readonly serviceEnd: string | null }>(around: A, end: string | null): A =>
  end === null || (around.serviceEnd !== null && around.serviceEnd < end) ? around : { ...around, serviceEnd: end };

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
