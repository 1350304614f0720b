import type { TimesheetLine } from '../../domain/delivery/ledger-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly person_id: string;
  readonly on_date: string;
  readonly hours: string;
  readonly role: string;
  readonly note: string | null;
  readonly reverses: string | null;
  readonly recorded_by: string;
  readonly recorded_at: Date;
}

const toLine = (row: Row): TimesheetLine => ({
  id: row.id,
  personId: row.person_id,
  on: row.on_date,
  hours: Number(row.hours),
  role: row.role,
  note: row.note,
  reverses: row.reverses,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at.toISOString(),
});

/** Lines are only ever added; the same id again changes nothing. */
export async function insertTimesheets(trx: Trx, engagementId: string, lines: readonly TimesheetLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line) => ({
    id: line.id,
    engagement_id: engagementId,
    person_id: line.personId,
    on_date: line.on,
    hours: line.hours,
    role: line.role,
    note: line.note,
    reverses: line.reverses,
    recorded_by: line.recordedBy,
    recorded_at: new Date(line.recordedAt),
  }));
  await trx('timesheets').insert(rows).onConflict('id').ignore();
}

/** A line of an engagement, with whether it has been taken back. */
export async function findTimesheet(
  db: Db,
  engagementId: string,
  id: string,
): Promise<{ readonly line: TimesheetLine; readonly isReversed: boolean } | null> {
  const row = await db<Row>('timesheets').where({ engagement_id: engagementId, id }).first();
  if (!row) return null;
  const reversal = await db<Row>('timesheets').where({ reverses: id }).first('id');
  return { line: toLine(row), isReversed: reversal !== undefined };
}

export interface TimesheetFilter {
  readonly from?: string | undefined;
  /** The last day. */
  readonly to?: string | undefined;
  readonly personId?: string | undefined;
  readonly after?: { readonly on: string; readonly id: string } | null;
  readonly limit?: number;
}

/** By day, then in the order of writing. */
export async function timesheetsOf(
  db: Db,
  engagementId: string,
  { from, to, personId, after, limit }: TimesheetFilter = {},
): Promise<readonly TimesheetLine[]> {
  const query = db<Row>('timesheets').where({ engagement_id: engagementId }).orderBy(['on_date', 'id']);
  if (from !== undefined) void query.where('on_date', '>=', from);
  if (to !== undefined) void query.where('on_date', '<=', to);
  if (personId !== undefined) void query.where({ person_id: personId });
  if (after) void query.whereRaw('(on_date, id) > (?::date, ?::uuid)', [after.on, after.id]);
  if (limit !== undefined) void query.limit(limit);
  return (await query).map(toLine);
}

/** Nobody else writes hours of these people until the transaction ends. */
export async function lockTimesheets(trx: Trx, personIds: readonly string[]): Promise<void> {
  for (const id of [...new Set(personIds)].toSorted())
    await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`timesheets:${id}`]);
}

/** Hours of people by day over all engagements, keyed `person:day`. */
export async function hoursByDay(
  db: Db,
  { personIds, days }: { readonly personIds: readonly string[]; readonly days: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const rows: { person_id: string; on_date: string; hours: string }[] = await db('timesheets')
    .whereIn('person_id', [...personIds])
    .whereIn('on_date', [...days])
    .groupBy('person_id', 'on_date')
    .select('person_id', 'on_date')
    .sum({ hours: 'hours' });
  return new Map(rows.map(({ person_id, on_date, hours }) => [`${person_id}:${on_date}`, Number(hours)]));
}
