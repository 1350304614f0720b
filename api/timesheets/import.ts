import { v5 as uuidv5 } from 'uuid';
import { NewTimesheet } from '../../domain/delivery/ledger-schema';
import { TIMESHEET_COLUMNS } from '../../domain/delivery/timesheet';
import type { ImportReport } from '../../domain/vendor/exchange-schema';
import type { Db } from '../../db/knex';
import { ownersByEmail } from '../../db/read/vendor-import';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { insertTimesheets } from '../../db/stores/timesheets';
import { inTransaction, type Trx } from '../../db/transaction';
import { heldEngagement } from '../engagement-scope';
import type { Call } from '../route';
import { type SheetRow, unreadable } from '../sheets/sheet';
import { faultsError, type Line, linesOf, parseLine, type RowFault } from '../sheets/table';
import { lineFaults, lineOf, type WantedLine } from './write';

type ImportCall = Call<{ id: string }, { dryRun: boolean }, readonly SheetRow[]>;

const COLUMNS = TIMESHEET_COLUMNS.map(({ key, en, zh, required }) => ({ key, titles: [en, zh], required }));
const MOST = 2_000;

/** Brings hours in: all of them or, with a report of every fault, nothing. The same file under one key comes in once. */
export const importTimesheets = (db: Db, call: ImportCall): Promise<ImportReport> =>
  inTransaction(db, async (trx) => {
    const { actor, params, query, now } = call;
    const engagement = await heldEngagement(trx, params.id, { actor, act: 'read' });
    const lines = linesOf(call.body, COLUMNS);
    if (lines.length > MOST) throw unreadable(`An import may have ${MOST} lines.`);
    const { wanted, faults: misread } = await readLines(trx, lines, call);
    const writing = { engagement, actor, now };
    const refused = (
      await lineFaults(
        trx,
        wanted.map(({ line }) => line),
        writing,
      )
    ).map(({ index, field, refusal }) => ({
      row: wanted[index]?.row ?? 0,
      column: field === 'personId' ? 'person' : field,
      message: refusal.message,
    }));
    const faults = [...misread, ...refused].toSorted((a, b) => a.row - b.row);
    const report = {
      dryRun: query.dryRun,
      rows: lines.length,
      inserted: wanted.length,
      updated: 0,
      unchanged: 0,
      faults,
    };
    if (query.dryRun) return report;
    if (faults.length > 0) throw faultsError(faults);
    await write(
      trx,
      wanted.map(({ line }) => line),
      call,
    );
    return report;
  });

interface Wanted {
  readonly row: number;
  readonly line: WantedLine;
}

async function readLines(
  trx: Trx,
  lines: readonly Line[],
  { actor, newId }: ImportCall,
): Promise<{ readonly wanted: readonly Wanted[]; readonly faults: readonly RowFault[] }> {
  const people = await ownersByEmail(
    trx,
    lines.flatMap(({ cells }) => cells['person'] || []),
  );
  const read = lines.map((line) => {
    const { person = '', hours = '', on, role, note } = line.cells;
    const personId = person === '' ? actor.id : people.get(person.toLowerCase());
    const unknown = { row: line.row, column: 'person', message: 'is not an active person of the organisation' };
    const body = { on, role, hours: hours === '' ? undefined : Number(hours), ...(note && { note }) };
    const result = parseLine(NewTimesheet, line, body);
    const faults = [...('faults' in result ? result.faults : []), ...(personId === undefined ? [unknown] : [])];
    return 'faults' in result || personId === undefined
      ? { faults }
      : { faults, wanted: { row: line.row, line: { ...result.value, personId, id: uuidv5(String(line.row), newId) } } };
  });
  return { wanted: read.flatMap(({ wanted }) => wanted ?? []), faults: read.flatMap(({ faults }) => faults) };
}

async function write(trx: Trx, lines: readonly WantedLine[], call: ImportCall): Promise<void> {
  const { actor, channel, now, newId, params } = call;
  await insertTimesheets(
    trx,
    params.id,
    lines.map((line) => lineOf(line, call)),
  );
  const payload = { importId: newId, lines: lines.length };
  await appendAudit(trx, engagementStream(params.id), [
    { key: `timesheet.imported:${newId}`, at: now, type: 'timesheet.imported', actorId: actor.id, channel, payload },
  ]);
}
