import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../domain/errors';
import { type KpiDefinition, NewValue } from '../domain/kpi/record-schema';
import { reportedBy, VALUE_COLUMNS } from '../domain/kpi/value-exchange';
import type { ValueImportReport } from '../domain/kpi/value-exchange-schema';
import type { Db } from '../db/knex';
import type { EngagementRow } from '../db/stores/engagements';
import { kpisOf } from '../db/stores/kpis';
import type { Written } from '../db/stores/report-value';
import type { Trx } from '../db/transaction';
import { changeRecord } from './record';
import { writeValue } from './report-value';
import type { Call } from './route';
import type { SheetRow } from './sheets/sheet';
import { faultsError, type Line, linesOf, parseLine, type RowFault } from './sheets/table';

type ImportCall = Call<{ id: string }, { dryRun: boolean }, readonly SheetRow[]>;

/** Takes a rehearsal back with everything that it has written. */
class Rehearsed extends Error {
  constructor(readonly report: ValueImportReport) {
    super('a rehearsal leaves nothing behind');
  }
}

/** Brings in values, one row each: all of them or none. A rehearsal goes the whole way, reports and leaves nothing. */
export async function importValues(db: Db, call: ImportCall): Promise<ValueImportReport> {
  const columns = VALUE_COLUMNS.map(({ key, en, zh, required }) => ({ key, titles: [en, zh], required }));
  const lines = linesOf(call.body, columns);
  try {
    return await changeRecord(db, call, {
      act: 'report',
      type: 'kpi.values-imported',
      write: (trx, engagement) => writeAll({ trx, engagement, call }, lines),
      payload: ({ rows, recorded, proposed, unchanged }) => ({ rows, recorded, proposed, unchanged }),
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.report;
    throw error;
  }
}

interface Scope {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly call: ImportCall;
}

async function writeAll(scope: Scope, lines: readonly Line[]): Promise<ValueImportReport> {
  const { trx, engagement, call } = scope;
  const kpis = await kpisOf(trx, engagement.id);
  const written: Written[] = [];
  const faults: RowFault[] = [];
  const seen = new Map<string, number>();
  for (const line of lines) {
    const result = await writeLine(scope, line, { kpis, seen });
    if ('faults' in result) faults.push(...result.faults);
    else written.push(result.written);
  }
  const { dryRun } = call.query;
  const report = { dryRun, rows: lines.length, ...countsOf(written), faults };
  if (dryRun) throw new Rehearsed(report);
  if (faults.length > 0) throw faultsError(faults);
  return report;
}

const countsOf = (written: readonly Written[]) => ({
  recorded: written.filter(({ isNew, correction }) => isNew && !correction).length,
  proposed: written.filter(({ isNew, correction }) => isNew && correction).length,
  unchanged: written.filter(({ isNew }) => !isNew).length,
});

interface Known {
  readonly kpis: readonly KpiDefinition[];
  /** Rows by KPI and period. */
  readonly seen: Map<string, number>;
}

type Result = { readonly written: Written } | { readonly faults: readonly RowFault[] };

async function writeLine({ trx, engagement, call }: Scope, line: Line, { kpis, seen }: Known): Promise<Result> {
  const { row, cells } = line;
  const fault = (column: string | null, message: string): Result => ({ faults: [{ row, column, message }] });
  const named = cells['kpi'] ?? '';
  const kpi = kpis.find(({ key, name }) => key === named || name === named);
  if (!kpi) return fault('kpi', `"${named}" is not a KPI of this engagement`);
  const parsed = parseLine(NewValue, line, reportedBy(cells));
  if ('faults' in parsed) return parsed;
  const { value, status, inputs } = parsed.value;
  if (value === null && status === undefined && !inputs) return fault('value', 'a value or a status is needed');
  const place = `${kpi.key} ${parsed.value.period}`;
  const earlier = seen.get(place);
  if (earlier !== undefined) return fault(null, `the same KPI and period stand in row ${earlier}`);
  seen.set(place, row);
  const report = { params: { key: kpi.key }, body: parsed.value, actor: call.actor, now: call.now, newId: uuidv7() };
  try {
    return { written: await writeValue(trx, engagement, report) };
  } catch (error) {
    // Refusals come before anything of the row is written.
    if (!(error instanceof DomainError)) throw error;
    const [first] = error.errors;
    return fault(first?.path.split('.')[0] ?? null, first?.message ?? error.message);
  }
}
