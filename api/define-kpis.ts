import { localDate } from '../domain/calendar/zone';
import { periodDates, periodOfDate } from '../domain/calendar/periods';
import { DomainError, fieldError } from '../domain/errors';
import { checkFormulas } from '../domain/kpi/formula-set';
import type { KpiDefinition } from '../domain/kpi/record-schema';
import { FROM_THE_START } from '../domain/kpi/set-in-force';
import type { EngagementRow } from '../db/stores/engagements';
import { contractInForce } from '../db/read/contract-in-force';
import { UNMONITORED } from '../db/read/monitoring-agenda';
import { settleAlarm } from '../db/stores/settle-alarms';
import { kpisOf, saveKpis } from '../db/stores/kpis';
import type { Trx } from '../db/transaction';
import { checkDrawnFrom } from './drawn-from';
import { editableIn } from './engagement-scope';
import { planAgain } from './plan-again';
import { changeRecord } from './record';
import type { Call } from './route';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export interface NewDefinition {
  readonly kpis: readonly KpiDefinition[];
  /** The first period that goes by it; the running one unless said otherwise. */
  readonly from?: string | undefined;
  readonly reason?: string | undefined;
  /** What a form was drawn from: the set is written only where that still holds. */
  readonly print?: string | null;
}

/** In which KPIs may be set. */
export const DEFINABLE = ['NEEDS_ANALYSIS', 'VENDOR_SELECTION', 'CONTRACTING', 'TRANSITION_IN', 'IN_SERVICE'] as const;

/**
 * Puts a set of KPIs in the place of the one before; those that have values may be redefined, not dropped. Once service has
 * begun the set is a new version: it judges the running period and later ones, and none that is over.
 */
export async function defineKpis(
  { db, gateway, log }: Deps,
  call: Call<{ id: string }, unknown, unknown>,
  { kpis, from, reason, print = null }: NewDefinition,
): Promise<readonly KpiDefinition[]> {
  checkFormulas(kpis);
  const serving = await changeRecord(db, call, {
    act: 'edit',
    type: 'kpi.defined',
    write: async (trx, engagement) => {
      editableIn(engagement, DEFINABLE);
      checkDrawnFrom(print, await kpisOf(trx, engagement.id));
      await keepUsedKpis(trx, engagement.id, kpis);
      const today = localDate(engagement.time_zone, call.now);
      const contractVersion = (await contractInForce(trx, engagement.id, today))?.version ?? 0;
      const effectiveOn = beginningOf(engagement, { from, today });
      const by = { reason: reason ?? null, definedBy: call.actor.id, now: call.now };
      await saveKpis(trx, engagement.id, { kpis, contractVersion, effectiveOn, ...by });
      await settleAlarm(trx, { engagementId: engagement.id, ...UNMONITORED }, call.now);
      return engagement.state === 'IN_SERVICE';
    },
    payload: () => ({ keys: kpis.map(({ key }) => key) }),
  });
  if (serving) await planAgain({ db, gateway, log }, call.params.id);
  return kpis;
}

/** Periods that are over keep what they were judged by. */
function beginningOf(engagement: EngagementRow, { from, today }: { from: string | undefined; today: string }): string {
  if (engagement.live_on === null) return FROM_THE_START;
  if (from === undefined) return today;
  const { start, end } = periodDates(from);
  if (end <= today) throw fieldError('from', `is over; ${periodOfDate(today, 'monthly')} is the first that can change`);
  return start > today ? start : today;
}

/** A KPI with values is history: it may be redefined, not dropped. */
async function keepUsedKpis(trx: Trx, engagementId: string, kpis: readonly KpiDefinition[]): Promise<void> {
  const ofEngagement = { engagement_id: engagementId };
  const used: readonly { readonly key: string }[] = await trx('kpi_values')
    .where(ofEngagement)
    .select('key')
    .union(trx('kpi_corrections').where(ofEngagement).select('key'));
  const dropped = used
    .filter(({ key }) => !kpis.some((kpi) => kpi.key === key))
    .map(({ key }) => ({ path: key, message: 'has values and cannot be dropped' }));
  if (dropped.length > 0) throw new DomainError('INVALID_FIELDS', 'A KPI with values cannot be dropped.', dropped);
}
