import { previousPeriod } from '../../domain/calendar/periods';
import type { Correction } from '../../domain/kpi/correction-schema';
import { seesEvidence } from '../../domain/kpi/evidence';
import type { EvidenceFile } from '../../domain/kpi/evidence-schema';
import { periodValues } from '../../domain/kpi/period-values';
import type { PeriodValue } from '../../domain/kpi/period-values';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { fedInputs } from '../../db/read/fed-inputs';
import { definitionsFor } from '../../db/read/period-card';
import type { Db } from '../../db/knex';
import { findKpiDraft, type KpiDraft } from '../../db/stores/kpi-drafts';
import { correctionsOf } from '../../db/stores/kpi-corrections';
import { evidenceOf } from '../../db/stores/kpi-evidence';
import { type KpiValue, latestValues } from '../../db/stores/kpis';
import { isClosed } from '../../db/stores/scorecards';

export interface FormPlace {
  readonly engagementId: string;
  readonly period: string;
  readonly side: 'us' | 'vendor';
}

/** What a side may know of a period when it reports its values. */
export interface FormRecords {
  readonly kpis: readonly KpiDefinition[];
  /** Reported values by key. */
  readonly reported: ReadonlyMap<string, KpiValue>;
  /** What reported values make of each KPI. */
  readonly values: ReadonlyMap<string, PeriodValue>;
  readonly last: { readonly period: string; readonly values: ReadonlyMap<string, PeriodValue> };
  readonly waiting: readonly Correction[];
  /** Keys of which the other side's value counts. */
  readonly contested: ReadonlySet<string>;
  /** Files that the side may see, the first one first. */
  readonly files: readonly EvidenceFile[];
  readonly draft: KpiDraft | null;
  readonly closed: boolean;
}

const MOST_WAITING = 500;

/** The KPIs that a side is asked for: the vendor for its own, we for all, since we answer for what nobody else reports. */
export async function askedKpis(db: Db, { engagementId, period, side }: FormPlace): Promise<readonly KpiDefinition[]> {
  const { kpis } = await definitionsFor(db, engagementId, period);
  return side === 'us' ? kpis : kpis.filter(({ source }) => source === 'vendor');
}

/** A vendor learns what it has said itself and that we have said something else, never what. */
export async function loadForm(db: Db, place: FormPlace): Promise<FormRecords> {
  const { engagementId, period, side } = place;
  const before = previousPeriod(period);
  const [kpis, earlier, all, allBefore, proposed, fed, fedBefore] = await Promise.all([
    askedKpis(db, place),
    askedKpis(db, { ...place, period: before }),
    latestValues(db, engagementId, period),
    latestValues(db, engagementId, before),
    correctionsOf(db, engagementId, { state: 'proposed', limit: MOST_WAITING }),
    fedInputs(db, engagementId, period),
    fedInputs(db, engagementId, before),
  ]);
  const isSeen = (one: { readonly side?: 'us' | 'vendor' }): boolean => side === 'us' || one.side === 'vendor';
  const reported = all.filter(isSeen);
  return {
    kpis,
    reported: new Map(reported.map((value) => [value.key, value])),
    values: periodValues(kpis, reported, fed),
    last: { period: before, values: periodValues(earlier, allBefore.filter(isSeen), fedBefore) },
    waiting: proposed.filter((one) => one.period === period && isSeen(one)),
    contested: new Set(all.filter((one) => (one.side ?? 'us') !== side).map(({ key }) => key)),
    files: (await evidenceOf(db, engagementId, { period })).filter((file) => seesEvidence(side, file)),
    draft: await findKpiDraft(db, place),
    closed: await isClosed(db, engagementId, period),
  };
}
