import Big from 'big.js';
import { moneyText } from '../amount';
import { applySteps, stepsBetween } from '../currency/convert';
import type { ExchangeRate, RateUsed } from '../currency/schema';
import { round4, sum } from '../decimal';
import type { MoneyText } from '../money';
import type { ServiceTypeName } from '../planning/catalogue';
import { carbonOf } from './carbon';
import { factorFor } from './factors';
import type { CarbonTotal, EmissionFactor, MonthCarbon, VendorEmissions } from './ledger-schema';

export interface CarbonFacts {
  readonly month: string;
  readonly spend: MoneyText;
  readonly serviceType: ServiceTypeName;
  readonly factors: readonly EmissionFactor[];
  /** Figures of the vendor, any years. */
  readonly emissions: readonly VendorEmissions[];
  /** Rates as of the last day of the month, `on`. */
  readonly on: string;
  readonly rates: readonly ExchangeRate[];
}

/**
 * Tonnes of CO₂e of a month of service (GHG Protocol, purchased services): the vendor's total of the year by our share of
 * its revenue where it has told both, else spend by the factor of its kind. `unknown` where neither can be had.
 */
export function monthCarbon(facts: CarbonFacts): MonthCarbon {
  const { month, spend } = facts;
  return (
    bySupplier(facts) ??
    byFactor(facts) ?? { month, spend, tonnes: null, method: 'unknown', factor: null, emissions: null, rates: [] }
  );
}

function bySupplier(facts: CarbonFacts): MonthCarbon | null {
  const emissions = facts.emissions.find(({ year }) => year === yearOf(facts.month));
  const met = emissions && spendIn(emissions.revenue.currency, facts);
  if (!emissions || !met) return null;
  const { totalTonnes: supplierTotal, revenue: supplierRevenue } = emissions;
  const { tonnes, method } = carbonOf({ spend: met.spend, factor: 0, supplierTotal, supplierRevenue });
  return { month: facts.month, spend: facts.spend, tonnes, method, factor: null, emissions, rates: [...met.steps] };
}

function byFactor(facts: CarbonFacts): MonthCarbon | null {
  const factor = factorFor(facts.factors, { serviceType: facts.serviceType, year: yearOf(facts.month) });
  const met = factor && spendIn(factor.currency, facts);
  if (!factor || !met) return null;
  const { tonnes, method } = carbonOf({ spend: met.spend, factor: factor.tonnesPerUnit });
  return { month: facts.month, spend: facts.spend, tonnes, method, factor, emissions: null, rates: [...met.steps] };
}

const yearOf = (month: string): number => Number(month.slice(0, 4));

interface Met {
  readonly spend: MoneyText;
  readonly steps: readonly RateUsed[];
}

function spendIn(to: string, { spend, on, rates }: CarbonFacts): Met | null {
  const steps = stepsBetween({ from: spend.currency, to, on, rates });
  return steps && { spend: moneyText(applySteps(new Big(spend.amount), steps), to), steps };
}

/** Emissions of so many months of service together. */
export interface CarbonPart extends Pick<MonthCarbon, 'tonnes' | 'method'> {
  readonly months: number;
}

/** Months of any number of engagements as one sum. */
export function carbonTotal(parts: readonly CarbonPart[], engagements: number): CarbonTotal {
  const of = (wanted?: MonthCarbon['method']): number =>
    round4(
      sum(parts.flatMap(({ tonnes, method }) => (wanted === undefined || method === wanted ? (tonnes ?? []) : []))),
    );
  return {
    tonnes: of(),
    supplierSpecific: of('supplier-specific'),
    spendBased: of('spend-based'),
    engagements,
    unknownMonths: parts.reduce((total, { tonnes, months }) => (tonnes === null ? total + months : total), 0),
  };
}
