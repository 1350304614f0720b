import { addDays } from '../../domain/calendar/civil';
import { periodDates } from '../../domain/calendar/periods';
import { gather, type Gathered, type Part, sumsByCurrency, totalOf } from '../../domain/currency/gather';
import type { ExchangeRate, RateUsed } from '../../domain/currency/schema';
import { type ManagementShare, managementShare } from '../../domain/delivery/management-share';
import type { MoneyText } from '../../domain/money';
import type { Db } from '../knex';
import { ratesOn, ratesOnDays } from '../stores/exchange-rates';
import type { MonthSums } from '../stores/management-costs';
import { committed } from './concentration';
import { currencyRules } from './currency-rules';

/** How amounts of other currencies came in, and the currencies that stayed out for want of a rate. */
interface Converted {
  readonly rates: readonly RateUsed[];
  readonly withoutRate: readonly string[];
}

export interface PortfolioSpend extends Converted {
  /** What running engagements cost in a year, in the reporting currency. */
  readonly annual: MoneyText;
  readonly engagements: number;
  readonly byCurrency: readonly MoneyText[];
}

/** What running engagements cost in a year by their contracts, else by the quotes that won, by the contracts and rates of a day. */
export async function portfolioSpend(db: Db, on: string): Promise<PortfolioSpend> {
  const { reporting: to } = await currencyRules(db);
  const running = await committed(db, on);
  const { parts, rates, withoutRate } = gather(running, { to, on, rates: await ratesOn(db, on) });
  return {
    annual: totalOf(parts, to),
    engagements: running.reduce((total, { engagements }) => total + engagements, 0),
    byCurrency: sumsByCurrency(running),
    rates,
    withoutRate,
  };
}

export type ManagementTotal = ManagementShare & Converted;

/** What managing vendors cost in closed months, each at the rates of its last day. */
export async function managementTotal(db: Db, months: readonly MonthSums[]): Promise<ManagementTotal> {
  const { reporting: currency } = await currencyRules(db);
  const ratesOf = await ratesOnDays(
    db,
    months.map(({ month }) => lastDayOf(month)),
  );
  return sumManagement(months, { currency, ratesOf });
}

export const lastDayOf = (month: string): string => addDays(periodDates(month).end, -1);

interface Rates {
  readonly currency: string;
  readonly ratesOf: (day: string) => readonly ExchangeRate[];
}

/** The same with rates that have been read. */
export function sumManagement(months: readonly MonthSums[], { currency, ratesOf }: Rates): ManagementTotal {
  const gathered: Gathered<MonthPart>[] = [];
  for (const { month, cost, spend, currency: own } of months) {
    const on = lastDayOf(month);
    const parts: readonly MonthPart[] = [
      { of: 'cost', amount: cost, currency: own },
      { of: 'spend', amount: spend, currency: own },
    ];
    gathered.push(gather(parts, { to: currency, on, rates: ratesOf(on) }));
  }
  const parts = gathered.flatMap((one) => one.parts);
  const total = (of: MonthPart['of']): string =>
    totalOf(
      parts.filter(({ part }) => part.of === of),
      currency,
    ).amount;
  const rates = gathered.flatMap((one) => one.rates);
  return {
    ...managementShare({ currency, cost: total('cost'), spend: total('spend') }),
    rates: [...new Map(rates.map((one) => [`${one.base} ${one.quote} ${one.on}`, one])).values()],
    withoutRate: [...new Set(gathered.flatMap((one) => one.withoutRate))].toSorted(),
  };
}

interface MonthPart extends Part {
  readonly of: 'cost' | 'spend';
}
