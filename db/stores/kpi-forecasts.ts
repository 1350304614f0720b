import type { Expected } from '../../domain/forecast/backtest';
import { FORECAST_FORMULA, LEAST_VALUES, searchOn } from '../../domain/forecast/forecast';
import { searchInput } from '../../domain/forecast/kpi-forecast';
import type { SearchInput, SeriesSearch } from '../../domain/forecast/schema';
import type { Db } from '../knex';
import { ownSeries } from '../read/own-series';
import type { Trx } from '../transaction';
import { valueHash } from './audit';
import { kpisOf } from './kpis';

/** By which a search is known again: all that it goes by, and nothing else. */
export const searchHash = (input: SearchInput): string => valueHash(input);

export interface KeptSearch {
  readonly followsFrom: string;
  readonly found: SeriesSearch;
}

interface Row {
  readonly engagement_id: string;
  readonly key: string;
  readonly follows_from: string;
  readonly formula: number;
  readonly found: SeriesSearch;
  readonly expected: Expected | null;
}

/** What is kept of each KPI, by its key; what another formula found counts as nothing. */
export async function keptSearches(db: Db, engagementId: string): Promise<ReadonlyMap<string, KeptSearch>> {
  const rows = await db<Row>('kpi_forecasts')
    .where({ engagement_id: engagementId, formula: FORECAST_FORMULA })
    .select<Row[]>('key', 'follows_from', 'found');
  return new Map(rows.map(({ key, follows_from: followsFrom, found }) => [key, { followsFrom, found }]));
}

/**
 * Searches what no search is kept of as the closed periods stand, and keeps it in the place of the one before; a series that is
 * too short for one keeps none.
 */
export async function keepForecasts(trx: Trx, engagementId: string): Promise<void> {
  const series = await ownSeries(trx, engagementId, await kpisOf(trx, engagementId));
  const inputs = series.map(({ kpi, points }) => ({ key: kpi.key, input: searchInput(kpi, points) }));
  const long = inputs.filter(({ input }) => input.values.length >= LEAST_VALUES);
  const keys = long.map(({ key }) => key);
  await trx('kpi_forecasts').where({ engagement_id: engagementId }).whereNotIn('key', keys).delete();
  const rows = await trx<Row>('kpi_forecasts').where({ engagement_id: engagementId, formula: FORECAST_FORMULA });
  // One by one: a search takes milliseconds of the process, and others have their turn between them.
  for (const { key, input } of long)
    await keepForecast(trx, { engagementId, key, input, before: rows.find((row) => row.key === key) });
}

interface Keeping {
  readonly engagementId: string;
  readonly key: string;
  readonly input: SearchInput;
  readonly before: Row | undefined;
}

async function keepForecast(trx: Trx, { engagementId, key, input, before }: Keeping): Promise<void> {
  const hash = searchHash(input);
  if (before?.follows_from === hash) return;
  const earlier = searchHash({ ...input, values: input.values.slice(0, -1) });
  const { found, expected } = searchOn(input, (before?.follows_from === earlier && before.expected) || {});
  const kept = { found: JSON.stringify(found), expected: JSON.stringify(expected) };
  await trx('kpi_forecasts')
    .insert({ engagement_id: engagementId, key, follows_from: hash, formula: FORECAST_FORMULA, ...kept })
    .onConflict(['engagement_id', 'key'])
    .merge();
}
