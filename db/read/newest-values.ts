import type { Db } from '../knex';

interface Row {
  readonly engagement_id: string;
  readonly key: string;
  readonly period: string;
  readonly revision: number;
  readonly value: number | null;
  readonly status: 'unavailable' | 'no_activity' | null;
}

/** Per KPI the value of its newest period, with corrections taken in. */
export async function newestValues(
  db: Db,
  engagementId: string,
): Promise<ReadonlyMap<string, Pick<Row, 'period' | 'value' | 'status'>>> {
  const rows = await db<Row>('kpi_values')
    .distinctOn('key')
    .where({ engagement_id: engagementId })
    .orderBy([{ column: 'key' }, { column: 'period', order: 'desc' }, { column: 'revision', order: 'desc' }])
    .select<Row[]>('key', 'period', 'value', 'status', 'revision');
  return new Map(rows.map(({ key, period, value, status }) => [key, { period, value, status }]));
}

export interface NewestMeasure {
  readonly engagementId: string;
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

/** The newest value of every KPI of several engagements, engagement by engagement; KPIs without one are left out. */
export async function newestMeasures(db: Db, engagementIds: readonly string[]): Promise<readonly NewestMeasure[]> {
  const { rows } = await db.raw<{ rows: readonly NewestMeasure[] }>(
    `select kpis.engagement_id as "engagementId", kpis.key, kpis.definition->>'name' as name,
       kpis.definition->>'unit' as unit, newest.value
     from kpis cross join lateral (
       select value from kpi_values
       where kpi_values.engagement_id = kpis.engagement_id and kpi_values.key = kpis.key
       order by period desc, revision desc limit 1
     ) newest
     where kpis.engagement_id = any(?) and newest.value is not null
     order by kpis.engagement_id, kpis.position`,
    [[...engagementIds]],
  );
  return rows;
}
