import Big from 'big.js';
import { moneyText } from '../../domain/amount';
import { addDays } from '../../domain/calendar/civil';
import { periodDates } from '../../domain/calendar/periods';
import { type Gathered, gather, type Part } from '../../domain/currency/gather';
import type { RateUsed } from '../../domain/currency/schema';
import { sum } from '../../domain/decimal';
import { type ManagementShare, managementShare } from '../../domain/delivery/management-share';
import type { MoneyText } from '../../domain/money';
import type { Db } from '../knex';
import { ratesOn } from '../stores/exchange-rates';
import type { MonthSums } from '../stores/management-costs';
import { commitments } from './concentration';
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

/** What running engagements cost in a year by their contracts, else by the quotes that won, at the rates of a day. */
export async function portfolioSpend(db: Db, on: string): Promise<PortfolioSpend> {
  const { reporting: to } = await currencyRules(db);
  const running = (await commitments(db)).map(({ annual, currency }) => ({ amount: annual, currency }));
  const { parts, rates, withoutRate } = gather(running, { to, on, rates: await ratesOn(db, on) });
  const currencies = [...new Set(running.map(({ currency }) => currency))].toSorted();
  return {
    annual: moneyText(totalOf(parts), to),
    engagements: running.length,
    byCurrency: currencies.map((one) =>
      moneyText(sum(running.filter(({ currency }) => currency === one).map(({ amount }) => new Big(amount))), one),
    ),
    rates,
    withoutRate,
  };
}

const totalOf = (parts: Gathered<Part>['parts']): Big => sum(parts.flatMap(({ exact }) => exact ?? []));

export type ManagementTotal = ManagementShare & Converted;

/** What managing vendors cost in closed months, each at the rates of its last day. */
export async function managementTotal(db: Db, months: readonly MonthSums[]): Promise<ManagementTotal> {
  const { reporting: currency } = await currencyRules(db);
  const costs: Big[] = [];
  const spends: Big[] = [];
  const rates = new Map<string, RateUsed>();
  const withoutRate = new Set<string>();
  for (const one of months) {
    const on = addDays(periodDates(one.month).end, -1);
    const amounts = [one.cost, one.spend].map((amount) => ({ amount, currency: one.currency }));
    const gathered = gather(amounts, { to: currency, on, rates: await ratesOn(db, on) });
    const [cost, spend] = gathered.parts;
    costs.push(...(cost?.exact ? [cost.exact] : []));
    spends.push(...(spend?.exact ? [spend.exact] : []));
    for (const rate of gathered.rates) rates.set(`${rate.base} ${rate.quote} ${rate.on}`, rate);
    for (const missing of gathered.withoutRate) withoutRate.add(missing);
  }
  const share = managementShare({ currency, cost: sum(costs).toFixed(), spend: sum(spends).toFixed() });
  return { ...share, rates: [...rates.values()], withoutRate: [...withoutRate].toSorted() };
}
