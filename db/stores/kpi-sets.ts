import type { KpiDefinition, KpiSetVersion } from '../../domain/kpi/record-schema';
import { FROM_THE_START, setInForce } from '../../domain/kpi/set-in-force';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { canonicalJson } from './audit';

export interface NewKpiSet {
  readonly kpis: readonly KpiDefinition[];
  readonly contractVersion: number;
  /** First day on which it counts; from the first day of service unless said otherwise. */
  readonly effectiveOn?: string;
  readonly reason?: string | null;
  readonly definedBy?: string | null;
  readonly now?: number;
}

interface Row {
  readonly engagement_id: string;
  readonly version: number;
  readonly effective_on: string;
  readonly kpis: KpiDefinition[];
  readonly contract_version: number;
  readonly reason: string | null;
  readonly defined_by: string | null;
  readonly defined_at: Date;
}

/** Keeps a set as a version of its own; the same set once more is no new one. Callers hold the engagement. */
export async function appendKpiSet(trx: Trx, engagementId: string, set: NewKpiSet): Promise<void> {
  const newest = (await kpiSetsOf(trx, engagementId)).at(-1);
  const { kpis, contractVersion, effectiveOn = FROM_THE_START } = set;
  if (newest && canonicalJson(newest.kpis) === canonicalJson(kpis) && newest.effectiveOn <= effectiveOn) return;
  await trx('kpi_sets').insert({
    engagement_id: engagementId,
    version: (newest?.version ?? 0) + 1,
    effective_on: effectiveOn,
    kpis: JSON.stringify(kpis),
    contract_version: contractVersion,
    reason: set.reason ?? null,
    defined_by: set.definedBy ?? null,
    defined_at: set.now === undefined ? trx.fn.now() : new Date(set.now),
  });
}

/** Every set that was defined, the first one first. */
export async function kpiSetsOf(db: Db, engagementId: string): Promise<readonly KpiSetVersion[]> {
  const rows = await db<Row>('kpi_sets').where({ engagement_id: engagementId }).orderBy('version').select<Row[]>('*');
  return rows.map((row) => ({
    version: row.version,
    effectiveOn: row.effective_on,
    contractVersion: row.contract_version,
    reason: row.reason,
    definedBy: row.defined_by,
    definedAt: row.defined_at.toISOString(),
    kpis: row.kpis,
  }));
}

/** The set that judges a period. */
export const kpiSetFor = async (db: Db, engagementId: string, period: string): Promise<KpiSetVersion | null> =>
  setInForce(await kpiSetsOf(db, engagementId), period);
