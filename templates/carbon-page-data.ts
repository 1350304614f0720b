import type { RateUsed } from '../domain/currency/schema';
import type { CarbonMethod, MonthCarbon } from '../domain/green/ledger-schema';
import type { MoneyText } from '../domain/money';
import type { Locale } from '../domain/people/people';
import { translate } from './catalog';
import { barChart } from './chart/bar-chart';
import type { Chart } from './chart/chart';
import { formatNumber } from './format';

interface CarbonLine {
  readonly month: string;
  readonly spend: MoneyText;
  readonly tonnes: number | null;
  readonly method: CarbonMethod;
  readonly source: string | null;
  readonly verifiedBy: string | null;
}

/** What a service emitted in the last months, newest first, with a picture. */
export interface CarbonView {
  readonly months: readonly CarbonLine[];
  /** Null while no month has a figure. */
  readonly chart: Chart | null;
  readonly rates: readonly RateUsed[];
}

/** Null while the vendor has been paid for nothing. */
export function carbonView(months: readonly MonthCarbon[], locale: Locale): CarbonView | null {
  const paid = months.filter(({ spend }) => Number(spend.amount) > 0);
  if (paid.length === 0) return null;
  const rates = paid.flatMap((month) => month.rates);
  return {
    months: paid.toReversed().map(lineOf),
    chart: tonnesChart(paid, locale),
    rates: [...new Map(rates.map((one) => [`${one.base} ${one.quote} ${one.on}`, one])).values()],
  };
}

const lineOf = ({ month, spend, tonnes, method, factor, emissions }: MonthCarbon): CarbonLine => ({
  month,
  spend,
  tonnes,
  method,
  source: factor?.source ?? emissions?.source ?? null,
  verifiedBy: emissions?.verifiedBy ?? null,
});

function tonnesChart(months: readonly MonthCarbon[], locale: Locale): Chart | null {
  const known = months.filter(({ tonnes }) => tonnes !== null);
  if (known.length === 0) return null;
  return barChart({
    title: translate(locale, 'carbon.chart'),
    unit: 't',
    locale,
    bars: known.map(({ month, tonnes, method }) => ({
      label: month,
      value: tonnes,
      text: formatNumber(tonnes ?? 0, locale),
      tone: method === 'supplier-specific' ? 'good' : 'info',
    })),
  });
}
