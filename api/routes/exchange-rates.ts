import { z } from 'zod';
import { convert } from '../../domain/currency/convert';
import { RATE_COLUMNS } from '../../domain/currency/exchange';
import { Conversion, ExchangeRate, RecordedRate } from '../../domain/currency/schema';
import { Amount, CurrencyCode, LocalDate, LongText } from '../../domain/shapes';
import { ImportQuery, ImportReport } from '../../domain/vendor/exchange-schema';
import { listRates, ratesOn, rateVersions } from '../../db/stores/exchange-rates';
import { inTransaction } from '../../db/transaction';
import { importRates } from '../currencies/import-rates';
import { recordRates } from '../currencies/record-rates';
import { pageOf, pageQuery, readCursor, toPage, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { exchangeTemplate, SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import type { SheetRow } from '../sheets/sheet';

type Deps = Pick<Services, 'db'>;

/** Dated exchange rates: what sums over several currencies go by. */
export const exchangeRateRoutes = (deps: Deps): readonly Route[] => [
  put(deps),
  list(deps),
  versions(deps),
  conversion(deps),
  bringIn(deps),
  template(),
];

export const RATE_WRITERS = ['admin', 'finance'] as const;

const put = ({ db }: Deps): Route =>
  route<unknown, unknown, ExchangeRate>({
    method: 'put',
    path: '/exchange-rates',
    summary: 'Put the rate of a pair and day on record; another one for the same day is a new version',
    tag: 'Currencies',
    access: RATE_WRITERS,
    body: ExchangeRate,
    answers: { 200: RecordedRate },
    handle: async (call) => {
      const [recorded] = await inTransaction(db, (trx) => recordRates(trx, [call.body], call));
      return ok(recorded?.rate);
    },
  });

const Query = z.strictObject({
  ...pageQuery,
  base: CurrencyCode.optional(),
  quote: CurrencyCode.optional(),
  from: LocalDate.optional(),
  to: LocalDate.optional(),
});

/** Pair and day after which the list goes on, compared as text. */
const RateKey = z.tuple([LongText, LongText, LongText]);

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/exchange-rates',
    summary: 'Rates by pair and day, in their versions in force',
    tag: 'Currencies',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(RecordedRate) },
    handle: async ({ query: { limit, cursor, ...filter } }) => {
      const place = readCursor(RateKey, cursor);
      const after = place && { base: place[0], quote: place[1], on: place[2] };
      const rates = await listRates(db, { ...filter, after, limit: limit + 1 });
      return ok(toPage(rates, limit, (rate) => [rate.base, rate.quote, rate.on]));
    },
  });

const Place = z.strictObject({ base: CurrencyCode, quote: CurrencyCode, on: LocalDate });
type Place = z.infer<typeof Place>;

const versions = ({ db }: Deps): Route =>
  route<Place>({
    method: 'get',
    path: '/exchange-rates/{base}/{quote}/{on}/versions',
    summary: 'Every version of a rate of one day, oldest first',
    tag: 'Currencies',
    access: 'insiders',
    params: Place,
    answers: { 200: pageOf(RecordedRate) },
    handle: async ({ params }) => ok(wholeOf(await rateVersions(db, params))),
  });

const Wanted = z.strictObject({ amount: Amount, from: CurrencyCode, to: CurrencyCode, on: LocalDate });

const conversion = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Wanted>>({
    method: 'get',
    path: '/exchange-rates/conversion',
    summary: 'Money in another currency as of a day, with the rates it goes by',
    tag: 'Currencies',
    access: 'insiders',
    query: Wanted,
    answers: { 200: Conversion },
    handle: async ({ query: { amount, from, to, on } }) =>
      ok(convert({ amount, currency: from }, { to, on, rates: await ratesOn(db, on) })),
  });

const bringIn = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof ImportQuery>, readonly SheetRow[]>({
    method: 'post',
    path: '/exchange-rates/import',
    summary: 'Bring in rates from CSV or XLSX: all or nothing; `dryRun=true` only reports',
    tag: 'Currencies',
    access: RATE_WRITERS,
    query: ImportQuery,
    sheet: true,
    answers: { 200: ImportReport },
    handle: async (call) => ok(await importRates(db, call)),
  });

const SHEET = { en: 'Exchange rates', zh: '汇率', columns: RATE_COLUMNS, wide: ['source'] };

const template = (): Route =>
  route<unknown, SheetFormat>({
    method: 'get',
    path: '/exchange-rates/import/template',
    summary: 'An empty sheet for the import of rates, with the meaning of its columns',
    tag: 'Currencies',
    access: 'insiders',
    query: SheetFormat,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { format }, actor }) => {
      const tables = exchangeTemplate(SHEET, actor.locale);
      return sheetReply(tables, { format, name: 'exchange-rates' });
    },
  });
