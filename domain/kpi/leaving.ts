import Big from 'big.js';
import { periodDates } from '../calendar/periods';
import { largestRemainder } from '../largest-remainder';
import type { KpiDefinition } from './record-schema';

/** From a day on a KPI is measured no longer, because the part of the service that it measured has ended. */
export interface KpiEnd {
  readonly kpi: string;
  readonly endsOn: string;
}

const WHOLE_BP = new Big(10_000);

/**
 * The KPIs of one frequency that a period still measures: those whose part was served on at least its first day. What is
 * left weighs as much as the whole did, each in proportion, so that the score of the rest stays a whole score.
 */
export function measuredIn(
  kpis: readonly KpiDefinition[],
  ends: readonly KpiEnd[],
  period: string,
): readonly KpiDefinition[] {
  const { start } = periodDates(period);
  const gone = new Set(ends.filter(({ endsOn }) => endsOn <= start).map(({ kpi }) => kpi));
  const left = kpis.filter(({ key }) => !gone.has(key));
  const weighs = left.some(({ weightBp }) => weightBp > 0);
  if (left.length === kpis.length || !weighs) return left;
  const shares = largestRemainder(
    WHOLE_BP,
    left.map(({ key, weightBp }) => ({ key, claim: new Big(weightBp) })),
  );
  return left.map((kpi, index) => ({ ...kpi, weightBp: shares[index]?.toNumber() ?? 0 }));
}

/** Those that are still measured on a day. */
export const measuredOn = <K extends { readonly key: string }>(
  kpis: readonly K[],
  ends: readonly KpiEnd[],
  day: string,
): readonly K[] => kpis.filter(({ key }) => !ends.some((one) => one.kpi === key && one.endsOn <= day));
