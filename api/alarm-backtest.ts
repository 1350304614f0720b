import type { AlarmBacktest, AlarmBacktestBody, AlarmBacktestQuery } from '../domain/risk/backtest-schema';
import { backtestSeries, type WatchedSeries } from '../domain/risk/backtest';
import { ownSeries } from '../db/read/own-series';
import { riskRules } from '../db/read/risk-rules';
import { kpisOf } from '../db/stores/kpis';
import { engagementsWithCards } from '../db/stores/scorecards';
import type { Db } from '../db/knex';

const MOST_ENGAGEMENTS = 500;
const EVER = '1900-01-01';

interface Asked extends AlarmBacktestQuery {
  readonly candidate?: AlarmBacktestBody['candidate'];
  /** Today where the caller is. */
  readonly today: string;
}

/** How well alarms would have warned, from the stored series. It only reads; nobody hears of it. */
export async function backtestAlarms(db: Db, asked: Asked): Promise<AlarmBacktest> {
  const { engagementId, from = EVER, to = asked.today, candidate } = asked;
  const ids = engagementId === undefined ? await engagementsWithCards(db, MOST_ENGAGEMENTS + 1) : [engagementId];
  const series: WatchedSeries[] = [];
  for (const id of ids.slice(0, MOST_ENGAGEMENTS)) series.push(...(await seriesOf(db, id)));
  const span = { from, to };
  return {
    from,
    to,
    current: backtestSeries(series, span, await riskRules(db)),
    candidate: candidate ? backtestSeries(series, span, candidate) : null,
    truncated: ids.length > MOST_ENGAGEMENTS,
  };
}

async function seriesOf(db: Db, engagementId: string): Promise<readonly WatchedSeries[]> {
  const series = await ownSeries(db, engagementId, await kpisOf(db, engagementId));
  return series.filter(({ points }) => points.length > 0);
}
