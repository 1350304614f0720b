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
