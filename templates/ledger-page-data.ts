import type { MonthCost } from '../domain/delivery/ledger-schema';
import { type Locale } from '../domain/people/people';
import { translate } from './catalog';
import { barChart } from './chart/bar-chart';
import type { Chart } from './chart/chart';
import { formatPercent } from './format';
import { engagementSheets, type Sheets } from './sheets';

/** What managing the vendor cost in the last months, newest first, with the ratios as a picture. */
export interface CostView {
  readonly months: readonly Omit<MonthCost, 'lines'>[];
  /** Null while no month has a ratio. */
  readonly chart: Chart | null;
  readonly sheets: Sheets;
}

/** Null while there is nothing to tell: no hours and nothing paid. */
export function costView(
  costs: readonly MonthCost[],
  { id, locale }: { readonly id: string; readonly locale: Locale },
): CostView | null {
  const told = costs.filter(
    ({ hours, vendorSpend, tasks }) => hours !== 0 || tasks > 0 || Number(vendorSpend.amount) > 0,
  );
  if (told.length === 0) return null;
  const months = told.map(({ lines: _lines, ...month }) => month);
  return {
    months: months.toReversed(),
    chart: ratioChart(months, locale),
    sheets: engagementSheets(id, 'management-cost'),
  };
}

function ratioChart(months: CostView['months'], locale: Locale): Chart | null {
  const rated = months.filter(({ ratioBp }) => ratioBp !== null);
  if (rated.length === 0) return null;
  return barChart({
    title: translate(locale, 'cost.chart'),
    unit: '%',
    locale,
    bars: rated.map(({ month, ratioBp, overPlan }) => ({
      label: month,
      value: (ratioBp ?? 0) / 100,
      text: formatPercent(ratioBp ?? 0, locale),
      tone: overPlan === null ? 'info' : overPlan ? 'bad' : 'good',
    })),
  });
}
