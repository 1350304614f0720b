import Big from 'big.js';
import { moneyText, readAmount } from '../amount';
import { shareBp } from '../decimal';
import type { Scorecard } from '../kpi/record-schema';
import { READY } from '../exit/preparation';
import type { MoneyText } from '../money';
import { weighBusinessCase } from '../planning/business-case';
import type { StandingEffects } from '../review/rules-schema';
import type { BusinessCaseInput } from '../planning/schema';

/** Points within which a score counts as unchanged. */
const STABLE = 2;

/** How the score moved from the period before to the newest; null with fewer than two rated periods. */
export function trendOf(newestFirst: readonly (number | null)[]): 'up' | 'stable' | 'down' | null {
  const [newest, before] = newestFirst.filter((score) => score !== null);
  if (newest === undefined || before === undefined) return null;
  const moved = newest - before;
  return Math.abs(moved) <= STABLE ? 'stable' : moved > 0 ? 'up' : 'down';
}

export interface CostDelta {
  readonly planned: MoneyText;
  readonly actual: MoneyText;
  /** Actual less planned, as a share of planned; negative where it costs less. */
  readonly deltaBp: number;
}

const MONTHS = 12;

/**
 * Total cost of ownership with the fee that is really paid, against the business case by which the work was outsourced;
 * null where the two are not in one currency.
 */
export function costAgainstPlan(planned: BusinessCaseInput, monthlyFee: MoneyText): CostDelta | null {
  if (monthlyFee.currency !== planned.currency) return null;
  const annual = readAmount(monthlyFee, { path: 'monthlyFee', currency: planned.currency }).times(MONTHS);
  const before = weighBusinessCase(planned).tco;
  const now = weighBusinessCase({ ...planned, vendorAnnual: moneyText(annual, planned.currency) }).tco;
  const [plan, actual] = [new Big(before.amount), new Big(now.amount)];
  return { planned: before, actual: now, deltaBp: shareBp(actual.minus(plan), plan) ?? 0 };
}

export interface RenewalFacts {
  /** What the standing in force leads to. */
  readonly effects: Pick<StandingEffects, 'preventRenewal' | 'warnNewAward' | 'fastTrackRenewal'>;
  readonly trend: ReturnType<typeof trendOf>;
  readonly readiness: number;
  readonly critical: boolean;
  readonly alternatives: number;
  readonly openRedAlarms: number;
}

/** What whoever decides about a renewal should not overlook. */
export const renewalFlags = (facts: RenewalFacts): string[] => [
  ...(facts.effects.preventRenewal ? ['STANDING_PREVENTS_RENEWAL'] : []),
  ...(facts.effects.warnNewAward ? ['STANDING_POOR'] : []),
  ...(facts.trend === 'down' ? ['TREND_DOWN'] : []),
  ...(facts.critical && facts.readiness < READY ? ['EXIT_READINESS_LOW'] : []),
  ...(facts.alternatives === 0 ? ['NO_ALTERNATIVES'] : []),
  ...(facts.openRedAlarms > 0 ? ['RED_ALARMS_OPEN'] : []),
  ...(isFast(facts) ? ['FAST_TRACK'] : []),
];

/** An excellent service may be renewed quickly, unless nobody could leave it or something burns. */
const isFast = ({ effects, readiness, openRedAlarms }: RenewalFacts): boolean =>
  effects.fastTrackRenewal && readiness >= READY && openRedAlarms === 0;

/** All credits of some periods, one sum for each currency. */
export function creditsIn(cards: readonly Pick<Scorecard, 'credits'>[]): readonly MoneyText[] {
  const sums = new Map<string, Big>();
  for (const { money } of cards.flatMap(({ credits }) => credits))
    sums.set(money.currency, (sums.get(money.currency) ?? new Big(0)).plus(money.amount));
  return [...sums].map(([currency, total]) => moneyText(total, currency));
}
