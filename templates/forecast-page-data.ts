import type { KpiForecast } from '../domain/forecast/schema';
import type { Locale } from '../domain/people/people';
import { translate } from './catalog';
import type { Chart } from './chart/chart';
import { lineChart } from './chart/line-chart';

/** The forecast of one KPI as people see it; shares in basis points. */
export interface ForecastView {
  readonly unit: string;
  readonly model: string;
  readonly chart: Chart;
  readonly mae: number;
  readonly naiveMae: number;
  readonly folds: number;
  readonly coverage95Bp: number | null;
  readonly redBp: number | null;
  readonly targetBp: number | null;
  readonly anomalies: KpiForecast['anomalies'];
}

export interface ForecastsView {
  readonly shown: readonly ForecastView[];
  /** KPIs with some values, but too few to say anything. */
  readonly tooFew: readonly { readonly name: string; readonly values: number; readonly needed: number }[];
}

export const forecastsView = (forecasts: readonly KpiForecast[], locale: Locale): ForecastsView => ({
  shown: forecasts.flatMap((forecast) => viewOf(forecast, locale) ?? []),
  tooFew: forecasts
    .filter(({ status, values }) => status === 'not-enough-data' && values > 0)
    .map(({ name, values, needed }) => ({ name, values, needed })),
});

const bp = (share: number | null): number | null => (share === null ? null : Math.round(share * 10_000));

function viewOf(forecast: KpiForecast, locale: Locale): ForecastView | null {
  const { backtest, breach, model, unit, anomalies } = forecast;
  if (!backtest || !breach || model === null) return null;
  return {
    unit,
    model,
    chart: chartOf(forecast, locale),
    mae: backtest.mae,
    naiveMae: backtest.naiveMae,
    folds: backtest.folds,
    coverage95Bp: bp(backtest.coverage95),
    redBp: bp(breach.red),
    targetBp: bp(breach.target),
    anomalies,
  };
}

/** So many periods are drawn; the figures of all of them are in the API. */
const SHOWN = 18;

const chartOf = ({ name, unit, history, points, intervals, target, red }: KpiForecast, locale: Locale): Chart =>
  lineChart({
    title: name,
    unit,
    locale,
    points: history.slice(-SHOWN).map(({ period, value }) => ({ label: period, value })),
    forecast: points.map(({ period, value }, index) => ({
      label: period,
      value,
      lower: intervals[index]?.low95 ?? value,
      upper: intervals[index]?.high95 ?? value,
    })),
    target,
    thresholds: red === null ? [] : [{ name: translate(locale, 'forecast.red'), value: red, tone: 'bad' }],
  });
