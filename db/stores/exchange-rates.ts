import type { ExchangeRate, RecordedRate } from '../../domain/currency/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly base: string;
  readonly quote: string;
  readonly on_date: string;
  readonly version: number;
  readonly rate: string;
  readonly source: string;
  readonly recorded_by: string;
  readonly recorded_at: Date;
}

const toRate = (row: Row): RecordedRate => ({
  base: row.base,
  quote: row.quote,
  rate: row.rate,
  on: row.on_date,
  source: row.source,
  version: row.version,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at.toISOString(),
});

/** Nobody else writes rates until the transaction ends. */
export const lockRates = async (trx: Trx): Promise<void> => {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', ['exchange-rates']);
};

type Place = Pick<ExchangeRate, 'base' | 'quote' | 'on'>;

/** Every version of a pair's rate of one day, oldest first. */
export async function rateVersions(db: Db, { base, quote, on }: Place): Promise<readonly RecordedRate[]> {
  const rows = await db<Row>('exchange_rates').where({ base, quote, on_date: on }).orderBy('version');
  return rows.map(toRate);
}

export interface RecordedBy {
  readonly version: number;
  readonly actorId: string;
  readonly now: number;
}

export async function insertRate(trx: Trx, rate: ExchangeRate, by: RecordedBy): Promise<void> {
  await trx('exchange_rates').insert({
    base: rate.base,
    quote: rate.quote,
    on_date: rate.on,
    version: by.version,
    rate: rate.rate,
    source: rate.source,
    recorded_by: by.actorId,
    recorded_at: new Date(by.now),
  });
}

export interface RateFilter {
  readonly base?: string | undefined;
  readonly quote?: string | undefined;
  readonly from?: string | undefined;
  /** The last day. */
  readonly to?: string | undefined;
  readonly after: Place | null;
  readonly limit: number;
}

/** The version in force of each pair and day, by pair and day. */
export async function listRates(db: Db, filter: RateFilter): Promise<readonly RecordedRate[]> {
  const { base, quote, from, to, after, limit } = filter;
  const query = db<Row>('exchange_rates')
    .distinctOn(['base', 'quote', 'on_date'])
    .orderBy(['base', 'quote', 'on_date', { column: 'version', order: 'desc' }])
    .limit(limit)
    .select();
  if (base !== undefined) void query.where({ base });
  if (quote !== undefined) void query.where({ quote });
  if (from !== undefined) void query.where('on_date', '>=', from);
  if (to !== undefined) void query.where('on_date', '<=', to);
  if (after) void query.whereRaw('(base, quote, on_date::text) > (?, ?, ?)', [after.base, after.quote, after.on]);
  return (await query).map(toRate);
}

/** The newest rate of every pair on or before a day: all that a conversion as of that day can go by. */
export async function ratesOn(db: Db, on: string): Promise<readonly ExchangeRate[]> {
  const ratesOf = await ratesOnDays(db, [on]);
  return ratesOf(on);
}

/** The same for several days. */
export async function ratesOnDays(db: Db, days: readonly string[]): Promise<(day: string) => readonly ExchangeRate[]> {
  const { rows } = await db.raw<{ rows: readonly (Row & { readonly day: string })[] }>(
    `select day, rates.* from unnest(?::date[]) day cross join lateral (
       select distinct on (base, quote) * from exchange_rates
       where on_date <= day order by base, quote, on_date desc, version desc
     ) rates`,
    [[...new Set(days)]],
  );
  const byDay = new Map<string, ExchangeRate[]>();
  for (const { day, base, quote, rate, on_date: on, source } of rows) {
    const own = byDay.get(day) ?? [];
    own.push({ base, quote, rate, on, source });
    byDay.set(day, own);
  }
  return (day) => byDay.get(day) ?? [];
}
