import { kpiSeries } from '../kpi-series';
import { scoreRules } from '../score-rules';
import { rollingScoreOf } from '../scorecards';
import { kpisOf } from '../../stores/kpis';
import { together } from '../../together';
import { scorecardsOf } from '../../stores/scorecards';
import { periodDates } from '../../../domain/calendar/periods';
import type { KpiDefinition, Scorecard } from '../../../domain/kpi/record-schema';
import { newestOf, statusOf, trendOf } from '../../../domain/review/pack-kpi';
import { scoreRolling } from '../../../domain/review/rolling-score';
import type { PackCredit, PackKpi, PackScore } from '../../../domain/review/pack-schema';
import type { Reading } from './index';

/** Periods that a trend shows. */
const TREND = 12;

/** Cards of periods that lie before the end of what is talked about, oldest first. */
async function cardsUntil({ trx, engagement, head }: Reading): Promise<readonly Scorecard[]> {
  const cards = await scorecardsOf(trx, engagement.id);
  return cards
    .filter(({ period }) => periodDates(period).end <= head.to)
    .sort((a, b) => (periodDates(a.period).end < periodDates(b.period).end ? -1 : 1));
}

export async function scorePart(reading: Reading): Promise<PackScore> {
  const cards = await cardsUntil(reading);
  const {
    rolling: decay,
    standing: { bands },
  } = await scoreRules(reading.trx);
  const rollingAt = (index: number): number | null => {
    const periods = cards.slice(0, index + 1).map(({ period, score }) => ({ period, score }));
    return scoreRolling({ periods, decay, bands }).score;
  };
  return {
    bands: bands.map(({ key, min, max }) => ({ key, min, max })),
    rolling: await rollingScoreOf(reading.trx, reading.engagement.id),
    cards: cards
      .map(({ period, score, standing, coverageBp, provisional }, index) => ({
        period,
        score,
        standing,
        coverageBp,
        provisional,
        rolling: rollingAt(index),
      }))
      .slice(-TREND),
  };
}

export async function kpisPart(reading: Reading): Promise<PackKpi[]> {
  const kpis = await kpisOf(reading.trx, reading.engagement.id);
  const cards = await cardsUntil(reading);
  return together(
    reading.trx,
    kpis.map((kpi) => () => packKpi(reading, kpi, cards)),
  );
}

async function packKpi(
  { trx, engagement }: Reading,
  kpi: KpiDefinition,
  cards: readonly Scorecard[],
): Promise<PackKpi> {
  const periods = cards.filter((card) => card.kpis.some(({ key }) => key === kpi.key)).map(({ period }) => period);
  const series = await kpiSeries(trx, engagement.id, { frequency: kpi.frequency });
  const values = new Map(series.find(({ key }) => key === kpi.key)?.points.map(({ period, value }) => [period, value]));
  const shown = periods.slice(-TREND).map((period) => ({ period, value: values.get(period) ?? null }));
  const { period, rated } = newestOf(kpi.key, cards);
  const value = period === null ? null : (values.get(period) ?? null);
  return {
    key: kpi.key,
    name: kpi.name,
    unit: kpi.unit,
    direction: kpi.direction,
    weightBp: kpi.weightBp,
    target: kpi.target,
    amber: kpi.amber ?? null,
    red: kpi.red ?? null,
    period,
    value,
    score: rated?.score ?? null,
    status: statusOf(kpi, { value, status: rated?.status ?? 'missing' }),
    trend: trendOf(kpi.direction, shown),
    series: shown,
  };
}

export async function creditsPart(reading: Reading): Promise<PackCredit[]> {
  const { head } = reading;
  const kpis = await kpisOf(reading.trx, reading.engagement.id);
  const nameOf = (key: string): string => kpis.find((one) => one.key === key)?.name ?? key;
  return (await cardsUntil(reading))
    .filter(({ period }) => periodDates(period).end > head.from)
    .flatMap(({ period, credits }) => credits.map(({ kpi, money }) => ({ period, kpi, name: nameOf(kpi), money })));
}
