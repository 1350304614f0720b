import type { Frequency } from '../../domain/calendar/periods';
import type { KpiSeries } from '../../domain/risk/kpi-alarms';
import type { Db } from '../knex';

/** Periods looked back on; older ones say little about what comes. */
const LOOK_BACK = 60;

/** How periods are written; none of them is part of another. */
const SHAPES = {
  monthly: '^[0-9]{4}-[0-9]{2}$',
  quarterly: '^[0-9]{4}-Q[1-4]$',
  'half-yearly': '^[0-9]{4}-H[12]$',
  yearly: '^[0-9]{4}$',
} as const satisfies Record<Frequency, string>;

interface Row {
  readonly period: string;
  readonly key: string;
  readonly value: number | null;
}

/**
 * What was rated of each KPI in closed periods of a frequency, oldest first: the card of the period, and where a value was
 * corrected later, its newest revision. Periods without a value are left out.
 */
export async function kpiSeries(
  db: Db,
  engagementId: string,
  { frequency, until }: { readonly frequency: Frequency; readonly until?: string },
): Promise<readonly KpiSeries[]> {
  const { rows }: { rows: Row[] } = await db.raw(
    `with cards as (
       select period, coalesce((
           select revised.card from scorecard_revisions revised
           where revised.engagement_id = scorecards.engagement_id and revised.period = scorecards.period
           order by revised.revision desc limit 1
         ), card) as card
       from scorecards where engagement_id = :engagementId and period ~ :shape
         and period <= :until
       order by period desc limit :limit
     ), newest as (
       select distinct on (key, period) key, period, value, status from kpi_values
       where engagement_id = :engagementId order by key, period, revision desc
     )
     select cards.period, rated->>'key' as key,
       case when newest.status is null then coalesce(newest.value, (rated->>'value')::double precision) end as value
     from cards cross join lateral jsonb_array_elements(cards.card->'kpis') rated
       left join newest on newest.key = rated->>'key' and newest.period = cards.period
     order by cards.period`,
    { engagementId, shape: SHAPES[frequency], until: until ?? '9999-Z', limit: LOOK_BACK },
  );
  const keys = [...new Set(rows.map(({ key }) => key))];
  return keys.map((key) => ({
    key,
    points: rows.flatMap((row) =>
      row.key === key && row.value !== null ? [{ period: row.period, value: row.value }] : [],
    ),
  }));
}
