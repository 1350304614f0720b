import { isDeepStrictEqual } from 'node:util';
import { v5 as uuidv5 } from 'uuid';
import { VENDOR_COLUMNS } from '../../domain/vendor/exchange';
import type { ImportReport } from '../../domain/vendor/exchange-schema';
import type { Db } from '../../db/knex';
import { ownersByEmail, vendorsForImport, vendorTree } from '../../db/read/vendor-import';
import { appendAudit, type AuditEntry, MASTER_STREAM } from '../../db/stores/audit';
import { screenVendors } from '../../db/stores/screening';
import { holdVendorTree, insertVendors, placeVendors, updateVendor } from '../../db/stores/vendor-master';
import { inTransaction, type Trx } from '../../db/transaction';
import type { Call } from '../route';
import type { SheetRow } from '../sheets/sheet';
import { faultsError, type Line, linesOf, type RowFault } from '../sheets/table';
import { takenIdentifier } from './change';
import { type PlannedRow, planImport } from './import-plan';
import { placeParents } from './parents';

type ImportCall = Pick<
  Call<unknown, { dryRun: boolean }, readonly SheetRow[]>,
  'query' | 'body' | 'actor' | 'channel' | 'now' | 'newId'
>;

const COLUMNS = VENDOR_COLUMNS.map(({ key, en, zh }) => ({ key, titles: [en, zh] }));

/** Brings a sheet of vendors in: all of it or, with a report of every fault, nothing. A dry run only reports. */
export async function importVendors(db: Db, call: ImportCall): Promise<ImportReport> {
  const { dryRun } = call.query;
  const lines = linesOf(call.body, COLUMNS);
  try {
    return await inTransaction(db, async (trx) => {
      await holdVendorTree(trx);
      const { rows, faults } = await planOf(trx, lines, call);
      const report = reportOf(rows, { dryRun, faults, lines: lines.length });
      if (dryRun) return report;
      if (faults.length > 0) throw faultsError(faults);
      await write(trx, rows.filter(isChange), call);
      return report;
    });
  } catch (error) {
    throw takenIdentifier(error) ?? error;
  }
}

async function planOf(trx: Trx, lines: readonly Line[], { actor, now, newId }: ImportCall) {
  const cells = (key: string): readonly string[] => lines.flatMap((line) => line.cells[key] || []);
  const vendors = await vendorsForImport(trx, {
    ids: cells('id'),
    usccs: cells('uscc'),
    leis: cells('lei'),
    names: cells('name'),
  });
  const owners = await ownersByEmail(trx, cells('ownerEmail'));
  const idOf = ({ row }: Line): string => uuidv5(String(row), newId);
  const plan = planImport(lines, { vendors, owners, actorId: actor.id, now, idOf });
  const placed = placeParents(plan.rows, await vendorTree(trx));
  return { rows: placed.rows, faults: [...plan.faults, ...placed.faults].sort((a, b) => a.row - b.row) };
}

const isChange = ({ before, after }: PlannedRow): boolean => before === null || !isDeepStrictEqual(before, after);

interface Seen {
  readonly dryRun: boolean;
  readonly faults: readonly RowFault[];
  readonly lines: number;
}

function reportOf(rows: readonly PlannedRow[], { dryRun, faults, lines }: Seen): ImportReport {
  const inserted = rows.filter(({ before }) => before === null).length;
  const updated = rows.filter((row) => row.before !== null && isChange(row)).length;
  return { dryRun, rows: lines, inserted, updated, unchanged: rows.length - inserted - updated, faults: [...faults] };
}

async function write(trx: Trx, rows: readonly PlannedRow[], call: ImportCall): Promise<void> {
  const { actor, channel, now, newId } = call;
  const fresh = rows.filter(({ before }) => before === null).map(({ after }) => after);
  await insertVendors(trx, fresh, now);
  for (const { before, after } of rows) if (before) await updateVendor(trx, after, now);
  // Only now is every parent there.
  await placeVendors(trx, fresh);
  await appendAudit(
    trx,
    MASTER_STREAM,
    rows.map(({ before, after, line }): AuditEntry => {
      const type = before ? 'vendor.changed' : 'vendor.created';
      const payload = { vendorId: after.id, importId: newId, row: line.row };
      return { key: `${type}:${after.id}:${newId}`, at: now, type, actorId: actor.id, channel, payload };
    }),
  );
  await screenVendors(
    trx,
    rows.map(({ after }) => after),
    { actorId: actor.id, channel, now },
  );
}
