import { RATE_COLUMNS } from '../../domain/currency/exchange';
import { ExchangeRate } from '../../domain/currency/schema';
import type { ImportReport } from '../../domain/vendor/exchange-schema';
import type { Db } from '../../db/knex';
import { lockRates, rateVersions } from '../../db/stores/exchange-rates';
import { inTransaction, type Trx } from '../../db/transaction';
import type { Call } from '../route';
import { type SheetRow, unreadable } from '../sheets/sheet';
import { faultsError, type Line, linesOf, parseLine, type RowFault } from '../sheets/table';
import { type Recorded, recordRates } from './record-rates';

type ImportCall = Call<unknown, { dryRun: boolean }, readonly SheetRow[]>;

const COLUMNS = RATE_COLUMNS.map(({ key, en, zh, required }) => ({ key, titles: [en, zh], required }));
const MOST = 5_000;

/** Brings rates in: all of them or, with a report of every fault, nothing. */
export const importRates = (db: Db, call: ImportCall): Promise<ImportReport> =>
  inTransaction(db, async (trx) => {
    const { dryRun } = call.query;
    const lines = linesOf(call.body, COLUMNS);
    if (lines.length > MOST) throw unreadable(`An import may have ${MOST} lines.`);
    const { rates, faults } = readRates(lines);
    if (!dryRun && faults.length > 0) throw faultsError(faults);
    const changes = dryRun
      ? await changesOf(trx, rates)
      : (await recordRates(trx, rates, call)).map(({ change }) => change);
    const count = (wanted: Recorded['change']): number => changes.filter((change) => change === wanted).length;
    return {
      dryRun,
      rows: lines.length,
      inserted: count('inserted'),
      updated: count('updated'),
      unchanged: count('unchanged'),
      faults: [...faults],
    };
  });

function readRates(lines: readonly Line[]): { rates: readonly ExchangeRate[]; faults: readonly RowFault[] } {
  const seen = new Set<string>();
  const rates: ExchangeRate[] = [];
  const faults: RowFault[] = [];
  for (const line of lines) {
    const { base = '', quote = '', ...rest } = line.cells;
    const read = parseLine(ExchangeRate, line, { ...rest, base: base.toUpperCase(), quote: quote.toUpperCase() });
    if ('faults' in read) {
      faults.push(...read.faults);
      continue;
    }
    const place = [read.value.base, read.value.quote, read.value.on].join(' ');
    if (seen.has(place)) faults.push({ row: line.row, column: null, message: `${place} comes twice` });
    else rates.push(read.value);
    seen.add(place);
  }
  return { rates, faults };
}

async function changesOf(trx: Trx, rates: readonly ExchangeRate[]): Promise<readonly Recorded['change'][]> {
  await lockRates(trx);
  const changes: Recorded['change'][] = [];
  for (const rate of rates) {
    const last = (await rateVersions(trx, rate)).at(-1);
    const isSame = last?.rate === rate.rate && last.source === rate.source;
    changes.push(!last ? 'inserted' : isSame ? 'unchanged' : 'updated');
  }
  return changes;
}
