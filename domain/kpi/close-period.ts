import type { ContractBody } from '../contract/schema';
import { serviceCredits } from '../contract/service-credits';
import { scorePeriod } from '../review/period-score';
import { standingOf } from '../review/standing';
import { evaluateFormula } from './formula';
import type { KpiDefinition, Rated, Scorecard } from './record-schema';
import { isOnTarget, scoreKpi } from './score';

export interface CollectedValue {
  readonly key: string;
  readonly value: number | null;
  readonly status: 'unavailable' | 'no_activity' | null;
  readonly inputs: Readonly<Record<string, number>> | null;
}

export interface ClosePeriod {
  readonly period: string;
  readonly kpis: readonly KpiDefinition[];
  readonly values: readonly CollectedValue[];
  readonly contract: ContractBody | null;
}

/** The card of a period from whatever was collected for it: the same card whatever the order of the values. */
export function closePeriod({ period, kpis, values, contract }: ClosePeriod): Scorecard {
  const rated = kpis.map((kpi) => rate(kpi, values));
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
    kpis: rated,
    credits: creditsOf(kpis, { rated, contract }),
  };
}

/** A missing value counts against whoever owed it: 0 when the vendor did, left out when we did (decision 3). */
const countAs = (
  { source }: KpiDefinition,
  status: Exclude<Rated['status'], 'rated'>,
): Exclude<Rated['status'], 'rated'> => (status === 'missing' && source !== 'vendor' ? 'unavailable' : status);

function rate(kpi: KpiDefinition, values: readonly CollectedValue[]): Rated {
  const collected = values.find(({ key }) => key === kpi.key);
  const value = valueOf(kpi, { collected, values });
  if (value === null) return { key: kpi.key, value: null, score: null, status: collected?.status ?? 'missing' };
  const { score } = scoreKpi({ direction: kpi.direction, floor: kpi.floor, target: kpi.target, value });
  return { key: kpi.key, value, score, status: 'rated' };
}

interface Collected {
  readonly collected: CollectedValue | undefined;
  readonly values: readonly CollectedValue[];
}

/** A formula reads the inputs that came with the value, and the values of other KPIs by their key. */
function valueOf({ formula }: KpiDefinition, { collected, values }: Collected): number | null {
  if (!formula || (collected && collected.value !== null)) return collected?.value ?? null;
  const others = Object.fromEntries(values.map(({ key, value }) => [key, value]));
  return evaluateFormula(formula, { ...others, ...collected?.inputs });
}

function creditsOf(
  kpis: readonly KpiDefinition[],
  { rated, contract }: { readonly rated: readonly Rated[]; readonly contract: ContractBody | null },
): Scorecard['credits'] {
  const { monthlyFee, atRiskBp, slas } = contract ?? {};
  if (!monthlyFee || atRiskBp === undefined || !slas) return [];
  const misses = slas.flatMap((sla) => {
    const kpi = kpis.find(({ key }) => key === sla.kpiId);
    const value = rated.find(({ key }) => key === sla.kpiId)?.value;
    const missed =
      kpi &&
      typeof value === 'number' &&
      !isOnTarget(value, { direction: kpi.direction, target: sla.expected ?? sla.target });
    return missed ? [{ key: sla.kpiId, poolBp: sla.poolBp, allocationBp: sla.allocBp }] : [];
  });
  if (misses.length === 0) return [];
  return serviceCredits({ invoice: monthlyFee, atRiskBp, misses }).lines.map(({ key, money }) => ({ kpi: key, money }));
}
