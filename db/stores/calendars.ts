import { BUILTIN_CALENDARS, builtinCalendar } from '../../domain/calendar/builtin';
import type { WorkCalendar } from '../../domain/calendar/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface StoredCalendar {
  readonly key: string;
  readonly version: number;
  readonly calendar: WorkCalendar;
}

interface Row {
  readonly key: string;
  readonly version: number;
  readonly definition: WorkCalendar;
}

export async function saveCalendar(
  trx: Trx,
  key: string,
  { calendar, now }: { calendar: WorkCalendar; now: number },
): Promise<number> {
  const columns = { definition: JSON.stringify(calendar), updated_at: new Date(now) };
  await trx('calendars')
    .insert({ key, version: 1, ...columns })
    .onConflict('key')
    .merge({ ...columns, version: trx.raw('calendars.version + 1') });
  const row = await trx<Row>('calendars').where({ key }).first('version');
  return row?.version ?? 1;
}

/** The organisation's own calendar of this key, else the one that ships. */
export async function findCalendar(db: Db, key: string): Promise<StoredCalendar | null> {
  const row = await db<Row>('calendars').where({ key }).first();
  if (row) return { key, version: row.version, calendar: row.definition };
  const shipped = builtinCalendar(key);
  return shipped ? { key, version: 0, calendar: shipped } : null;
}

export async function listCalendars(db: Db): Promise<readonly StoredCalendar[]> {
  const own = await db<Row>('calendars').orderBy('key').select();
  const shipped = BUILTIN_CALENDARS.filter(({ key }) => !own.some((row) => row.key === key));
  return [
    ...own.map((row) => ({ key: row.key, version: row.version, calendar: row.definition })),
    ...shipped.map(({ key, calendar }) => ({ key, version: 0, calendar })),
  ];
}
