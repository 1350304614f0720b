import type { ContractBody } from '../contract/schema';
import { serviceCredits } from '../contract/service-credits';
import { scorePeriod } from '../review/period-score';
import { standingOf } from '../review/standing';
import type { FedInputs } from './fed-inputs';
import { type CollectedValue, type PeriodValue, periodValues } from './period-values';
import type { KpiDefinition, Rated, Scorecard } from './record-schema';
import { isOnTarget, scoreByDefinition, senseOf } from './score';

export interface ClosePeriod {
  readonly period: string;
  /** The definitions in force for the period. */
  readonly kpis: readonly KpiDefinition[];
  readonly values: readonly CollectedValue[];
  /** The contract in force for the period. */
  readonly contract: ContractBody | null;
  /** What the product knows of the period by itself. */
  readonly fed?: FedInputs;
  /** Credits that count more than once because the level was missed before, by KPI in basis points. */
  readonly multipliers?: ReadonlyMap<string, number>;
}

/** The card of a period from whatever was collected for it: the same card whatever the order of the values. */
export function closePeriod(closing: ClosePeriod): Scorecard {
  const { period, kpis, values, contract, fed = NOTHING_FED, multipliers = new Map() } = closing;
  const found = periodValues(kpis, values, fed);
  const rated = kpis.map((kpi) => rate(kpi, found.get(kpi.key) ?? NOTHING));
  const parts = kpis.map((kpi, index) => {
    const { score, status } = rated[index]!;
    return { key: kpi.key, weightBp: kpi.weightBp, score, ...(status !== 'rated' && { status: countAs(kpi, status) }) };
  });
  const { score, coverageBp, provisional } = scorePeriod({ kpis: parts });
  return {
    period,
    score,
    coverageBp,
    provisional,
    standing: standingOf(score),
    status: cardStatus(rated, { score, provisional }),
    kpis: rated,
    credits: creditsOf(kpis, { rated, contract, multipliers }),
  };
}

const NOTHING_FED: FedInputs = { milestones_due: 0, milestones_on_time: 0 };
const NOTHING: PeriodValue = { value: null, status: 'missing', reason: null };

/** A period in which nothing happened at all is told apart from one of which we know nothing. */
function cardStatus(
  rated: readonly Rated[],
  { score, provisional }: Pick<Scorecard, 'score' | 'provisional'>,
): NonNullable<Scorecard['status']> {
  if (rated.length > 0 && rated.every(({ status }) => status === 'no_activity')) return 'no_activity';
  if (score === null) return 'unrated';
  return provisional ? 'provisional' : 'rated';
}

/** A missing value counts against whoever owed it: 0 when the vendor did, left out when we did. */
const countAs = (
  { source }: KpiDefinition,
  status: Exclude<Rated['status'], 'rated'>,
): Exclude<Rated['status'], 'rated'> => (status === 'missing' && source !== 'vendor' ? 'unavailable' : status);

function rate(kpi: KpiDefinition, { value, status, reason }: PeriodValue): Rated {
  const { key } = kpi;
  if (value === null)
    return { key, value, score: null, status: status ?? 'missing', ...(reason !== null && { reason }) };
  return { key, value, ...scoreByDefinition(kpi, value), status: 'rated' };
}

interface Creditable extends Required<Pick<ClosePeriod, 'contract' | 'multipliers'>> {
  readonly rated: readonly Rated[];
}

function creditsOf(kpis: readonly KpiDefinition[], { rated, contract, multipliers }: Creditable): Scorecard['credits'] {
  const { monthlyFee, atRiskBp, slas } = contract ?? {};
  if (!monthlyFee || atRiskBp === undefined || !slas) return [];
  const misses = slas.flatMap((sla) => {
    const kpi = kpis.find(({ key }) => key === sla.kpiId);
    const value = rated.find(({ key }) => key === sla.kpiId)?.value;
    const missed =
      kpi &&
      typeof value === 'number' &&
      !isOnTarget(value, { direction: senseOf(kpi.direction), target: sla.expected ?? sla.target });
    const multiplierBp = multipliers.get(sla.kpiId);
    const miss = { key: sla.kpiId, poolBp: sla.poolBp, allocationBp: sla.allocBp };
    return missed ? [{ ...miss, ...(multiplierBp !== undefined && { multiplierBp }) }] : [];
  });
  if (misses.length === 0) return [];
  return serviceCredits({ invoice: monthlyFee, atRiskBp, misses }).lines.map(({ key, money }) => ({ kpi: key, money }));
}
