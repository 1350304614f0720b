import { asOurselves } from '../wall/scope';
import { frequencyOf } from '../../domain/calendar/periods';
import { repeatMultipliers } from '../../domain/contract/credit-ledger';
import { isWhollySuspended } from '../../domain/engagement/suspension';
import { closePeriod } from '../../domain/kpi/close-period';
import { measuredIn } from '../../domain/kpi/leaving';
import type { KpiDefinition, Scorecard } from '../../domain/kpi/record-schema';
import type { Db } from '../knex';
import { kpiSetFor } from '../stores/kpi-sets';
import { latestValues } from '../stores/kpis';
import { creditLinesOf } from '../stores/credit-lines';
import { findEngagement } from '../stores/engagements';
import { kpiEnds } from '../stores/partial-terminations';
import { suspensionsOf } from '../stores/suspensions';
import { creditRules } from './credit-rules';
import { fedInputs } from './fed-inputs';
import { termsOfPeriod } from './period-terms';

interface Definitions {
  readonly kpis: readonly KpiDefinition[];
  readonly version: number;
}

/** The KPIs of a period as they were defined for it, without those whose part has ended; none where all of it was suspended. */
export async function definitionsFor(db: Db, engagementId: string, period: string): Promise<Definitions> {
  const set = await kpiSetFor(db, engagementId, period);
  // Why a service stood still, and what else is being ended, is our affair.
  if (await asOurselves(() => stoodStill(db, engagementId, period))) return { kpis: [], version: set?.version ?? 0 };
  const kpis = (set?.kpis ?? []).filter(({ frequency }) => frequency === frequencyOf(period));
  return {
    kpis: measuredIn(kpis, await asOurselves(() => kpiEnds(db, engagementId)), period),
    version: set?.version ?? 0,
  };
}

async function stoodStill(db: Db, engagementId: string, period: string): Promise<boolean> {
  const suspensions = await suspensionsOf(db, engagementId);
  if (suspensions.length === 0) return false;
  const engagement = await findEngagement(db, engagementId);
  const { live_on: liveOn = null, exit_effective_date: serviceEnd = null } = engagement ?? {};
  return isWhollySuspended(period, suspensions, { liveOn, serviceEnd });
}

interface PeriodCard {
  readonly card: Scorecard;
  readonly kpis: readonly KpiDefinition[];
}

/**
 * The card of a period from the values that count now, judged by the definitions and the contract that were in force for
 * it, whenever it is asked for; null where the period has no KPIs.
 */
export async function cardOf(db: Db, engagement: { readonly id: string }, period: string): Promise<PeriodCard | null> {
  const { kpis, version } = await definitionsFor(db, engagement.id, period);
  if (kpis.length === 0) return null;
  const values = await latestValues(db, engagement.id, period);
  const contract = await termsOfPeriod(db, engagement.id, period);
  const lines = await creditLinesOf(db, engagement.id);
  const keys = kpis.map(({ key }) => key);
  const multipliers = repeatMultipliers(lines, { period, kpis: keys }, await creditRules(db));
  const fed = await fedInputs(db, engagement.id, period);
  const card = closePeriod({ period, kpis, values, fed, contract: contract?.terms ?? null, multipliers });
  const bound = { definitionVersion: version, contractVersion: contract?.version ?? null, revision: 1 };
  return { card: { ...card, ...bound }, kpis };
}
