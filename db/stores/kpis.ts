import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';
import { appendKpiSet, type NewKpiSet } from './kpi-sets';

/** Puts the set of KPIs in place and keeps it as a version; definitions that values hang on stay unless named anew. */
export async function saveKpis(trx: Trx, engagementId: string, set: NewKpiSet): Promise<void> {
  const { kpis, contractVersion } = set;
  const keys = kpis.map(({ key }) => key);
  await trx('kpi_values').where({ engagement_id: engagementId }).whereNotIn('key', keys).delete();
  const waiting = { engagement_id: engagementId, revision: null, correction_id: null };
  await trx('kpi_evidence').where(waiting).whereNotIn('key', keys).delete();
  await trx('kpis').where({ engagement_id: engagementId }).whereNotIn('key', keys).delete();
  for (const [position, definition] of kpis.entries()) {
    const columns = { position, definition: JSON.stringify(definition), contract_version: contractVersion };
    await trx('kpis')
      .insert({ engagement_id: engagementId, key: definition.key, ...columns })
      .onConflict(['engagement_id', 'key'])
      .merge(columns);
  }
  await appendKpiSet(trx, engagementId, set);
}

/** The definitions as they stand now. */
export const kpisOf = (db: Db, engagementId: string): Promise<readonly KpiDefinition[]> =>
  once(db, `kpisOf ${engagementId}`, async () => {
    const rows = await db<{ engagement_id: string; definition: KpiDefinition; position: number }>('kpis')
      .where({ engagement_id: engagementId })
      .orderBy('position')
      .select('definition');
    return (rows as readonly { definition: KpiDefinition }[]).map(({ definition }) => definition);
  });

export interface KpiValue {
  readonly key: string;
  readonly period: string;
  /** 1 for the first value, one more for every correction. */
  readonly revision: number;
  readonly value: number | null;
  readonly status: 'unavailable' | 'no_activity' | null;
  readonly inputs: Readonly<Record<string, number>> | null;
  readonly evidence: string | null;
  /** Why there is no value, or why it is not the one before. */
  readonly reason?: string | null;
  /** Who reported it: we unless said otherwise. */
  readonly side?: 'us' | 'vendor';
  readonly recordedBy: string | null;
  readonly recordedAt: number;
  /** The second person, where one was needed. */
  readonly confirmedBy?: string | null;
}

interface ValueRow {
  readonly engagement_id: string;
  readonly key: string;
  readonly period: string;
  readonly revision: number;
  readonly value: number | null;
  readonly status: KpiValue['status'];
  readonly inputs: KpiValue['inputs'];
  readonly evidence: string | null;
  readonly reason: string | null;
  readonly side: 'us' | 'vendor';
  readonly recorded_by: string | null;
  readonly recorded_at: Date;
  readonly confirmed_by: string | null;
}

export async function insertValue(trx: Trx, engagementId: string, value: KpiValue): Promise<void> {
  await trx('kpi_values').insert({
    engagement_id: engagementId,
    key: value.key,
    period: value.period,
    revision: value.revision,
    value: value.value,
    status: value.status,
    inputs: value.inputs === null ? null : JSON.stringify(value.inputs),
    evidence: value.evidence,
    reason: value.reason ?? null,
    side: value.side ?? 'us',
    recorded_by: value.recordedBy,
    recorded_at: new Date(value.recordedAt),
    confirmed_by: value.confirmedBy ?? null,
  });
}

/** The value that counts for each KPI of a period: the latest revision. */
export async function latestValues(db: Db, engagementId: string, period: string): Promise<readonly KpiValue[]> {
  const rows = await db<ValueRow>('kpi_values')
    .distinctOn('key')
    .where({ engagement_id: engagementId, period })
    .orderBy([{ column: 'key' }, { column: 'revision', order: 'desc' }])
    .select<ValueRow[]>('*');
  return rows.map(toValue);
}

/** The revisions of one KPI and period, oldest first: all of them, or so many after one. */
export async function valuesOf(
  db: Db,
  engagementId: string,
  { key, period, slice }: { key: string; period: string; slice?: { after: number; limit: number } },
): Promise<readonly KpiValue[]> {
  const query = db<ValueRow>('kpi_values').where({ engagement_id: engagementId, key, period }).orderBy('revision');
  if (slice) query.where('revision', '>', slice.after).limit(slice.limit);
  return (await query.select<ValueRow[]>('*')).map(toValue);
}

/** All revisions of all values of an engagement, the newest period first. */
export async function allValuesOf(db: Db, engagementId: string, limit: number): Promise<readonly KpiValue[]> {
  const rows = await db<ValueRow>('kpi_values')
    .where({ engagement_id: engagementId })
    .orderBy([{ column: 'period', order: 'desc' }, 'key', 'revision'])
    .limit(limit)
    .select<ValueRow[]>('*');
  return rows.map(toValue);
}

const toValue = (row: ValueRow): KpiValue => ({
  key: row.key,
  period: row.period,
  revision: row.revision,
  value: row.value,
  status: row.status,
  inputs: row.inputs,
  evidence: row.evidence,
  reason: row.reason,
  side: row.side,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at.getTime(),
  confirmedBy: row.confirmed_by,
});
