import { isDeepStrictEqual } from 'node:util';
import { v5 as uuidv5 } from 'uuid';
import { localDate } from '../../domain/calendar/zone';
import type { ImportReport } from '../../domain/vendor/exchange-schema';
import { QUOTE_COLUMNS } from '../../domain/vendor/quote-exchange';
import type { Db } from '../../db/knex';
import { vendorsNamed } from '../../db/read/vendors-named';
import { appendAudit, type AuditEntry, engagementStream } from '../../db/stores/audit';
import { ratesOn } from '../../db/stores/exchange-rates';
import type { EngagementRow } from '../../db/stores/engagements';
import { candidatesOf, insertCandidates, saveQuotes } from '../../db/stores/vendors';
import { inTransaction, type Trx } from '../../db/transaction';
import { heldEngagement } from '../engagement-scope';
import type { Call } from '../route';
import { candidatesWithBid, checkQuotable } from '../selection-rules';
import { type SheetRow, unreadable } from '../sheets/sheet';
import { faultsError, type Line, linesOf, type RowFault } from '../sheets/table';
import { type PlannedQuote, planQuotes, type QuotePlan } from './import-plan';

type ImportCall = Call<{ id: string }, { dryRun: boolean }, readonly SheetRow[]>;

const COLUMNS = QUOTE_COLUMNS.map(({ key, en, zh, required }) => ({ key, titles: [en, zh], required }));
/** More candidates than any tender has; each of them is scored, ranked and compared with all others. */
const MOST = 1_000;

/**
 * Brings the quotes of an engagement in: all of them or, with a report of every fault, nothing. A vendor that is no
 * candidate yet becomes one. Refused like a single quote: outside the selection, while an award is decided, while sealed.
 */
export const importQuotes = (db: Db, call: ImportCall): Promise<ImportReport> =>
  inTransaction(db, async (trx) => {
    const { actor, params, query } = call;
    const engagement = await heldEngagement(trx, params.id, { actor, act: 'edit' });
    await checkQuotable(trx, engagement);
    const lines = linesOf(call.body, COLUMNS);
    if (lines.length > MOST) throw unreadable(`An import may have ${MOST} quotes.`);
    const { rows, faults } = await planOf(trx, lines, { call, engagement });
    const report = reportOf(rows, { dryRun: query.dryRun, faults, lines: lines.length });
    if (query.dryRun) return report;
    if (faults.length > 0) throw faultsError(faults);
    await write(trx, rows.filter(isChange), call);
    return report;
  });

interface Around {
  readonly call: ImportCall;
  readonly engagement: EngagementRow;
}

async function planOf(trx: Trx, lines: readonly Line[], { call, engagement }: Around): Promise<QuotePlan> {
  const on = localDate(engagement.time_zone, call.now);
  return planQuotes(lines, {
    vendors: await vendorsNamed(
      trx,
      lines.flatMap(({ cells }) => cells['vendor'] || []),
    ),
    candidates: await candidatesOf(trx, engagement.id),
    withBid: await candidatesWithBid(trx, engagement.id),
    currency: engagement.currency,
    on,
    rates: await ratesOn(trx, on),
    idOf: ({ row }) => uuidv5(String(row), call.newId),
  });
}

const isChange = ({ before, quote }: PlannedQuote): boolean => !isDeepStrictEqual(before?.quote ?? null, quote);

interface Seen {
  readonly dryRun: boolean;
  readonly faults: readonly RowFault[];
  readonly lines: number;
}

function reportOf(rows: readonly PlannedQuote[], { dryRun, faults, lines }: Seen): ImportReport {
  const inserted = rows.filter(({ before }) => before === null).length;
  const changed = rows.filter(isChange).length;
  return {
    dryRun,
    rows: lines,
    inserted,
    updated: changed - inserted,
    unchanged: rows.length - changed,
    faults: [...faults],
  };
}

async function write(trx: Trx, rows: readonly PlannedQuote[], call: ImportCall): Promise<void> {
  const { now, params } = call;
  const fresh = rows.filter(({ before }) => before === null);
  await insertCandidates(
    trx,
    fresh.map(({ candidateId, vendorId }) => ({ id: candidateId, engagementId: params.id, vendorId })),
    now,
  );
  await saveQuotes(trx, rows, now);
  await appendAudit(trx, engagementStream(params.id), [
    ...fresh.map((row) => eventOf('selection.candidate', row, call)),
    ...rows.map((row) => eventOf('selection.quote', row, call)),
  ]);
}

/** The trail tells of a row as it does of a quote that is entered by itself, and of the import that it came with. */
function eventOf(type: string, { candidateId, vendorId, line }: PlannedQuote, call: ImportCall): AuditEntry {
  const { actor, channel, now, newId } = call;
  const payload = { candidateId, vendorId, importId: newId, row: line.row };
  return { key: `${type}:${candidateId}:${newId}`, at: now, type, actorId: actor.id, channel, payload };
}
