import type { WorkCalendar } from '../../domain/calendar/schema';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

export interface StoredCalendar {
  readonly key: string;
  readonly version: number;
  readonly title: string | null;
  /** `shipped` ones are kept up to date by Tenure, `own` ones by the organisation alone. */
  readonly origin: 'shipped' | 'own';
  /** Where the holidays of one that ships come from. */
  readonly source: string | null;
  /** The last date for which the holidays are known; null where nobody says. */
  readonly announcedUntil: string | null;
  readonly calendar: WorkCalendar;
}

export type Shipment = Pick<StoredCalendar, 'key' | 'title' | 'source' | 'announcedUntil' | 'calendar'>;

interface Row {
  readonly key: string;
  readonly version: number;
  readonly title: string | null;
  readonly origin: 'shipped' | 'own';
  readonly source: string | null;
  readonly announced_until: string | null;
  readonly definition: WorkCalendar;
}

const toCalendar = (row: Row): StoredCalendar => ({
  key: row.key,
  version: row.version,
  title: row.title,
  origin: row.origin,
  source: row.source,
  announcedUntil: row.announced_until,
  calendar: row.definition,
});

/** A calendar as the organisation wants it; from now on no shipment changes it. */
export async function saveOwnCalendar(
  trx: Trx,
  { key, calendar, announcedUntil }: Pick<StoredCalendar, 'key' | 'calendar' | 'announcedUntil'>,
  now: number,
): Promise<StoredCalendar> {
  const columns = {
    definition: JSON.stringify(calendar),
    origin: 'own',
    source: null,
    announced_until: announcedUntil,
    updated_at: new Date(now),
  };
  const [row] = await trx('calendars')
    .insert({ key, version: 1, ...columns })
    .onConflict('key')
    .merge({ ...columns, version: trx.raw('calendars.version + 1') })
    .returning<Row[]>('*');
  if (!row) throw new Error(`calendar ${key} was not written`);
  return toCalendar(row);
}

/** Brings a calendar that ships up to date; answers the new version, or null where nothing changed or it is an own one. */
export async function shipCalendar(trx: Trx, shipment: Shipment, now: number): Promise<number | null> {
  const columns = {
    title: shipment.title,
    definition: JSON.stringify(shipment.calendar),
    source: shipment.source,
    announced_until: shipment.announcedUntil,
    updated_at: new Date(now),
  };
  const rows = await trx('calendars')
    .insert({ key: shipment.key, version: 1, origin: 'shipped', ...columns })
    .onConflict('key')
    .merge({ ...columns, version: trx.raw('calendars.version + 1') })
    .where('calendars.origin', 'shipped')
    .whereRaw(
      `(calendars.title, calendars.definition, calendars.announced_until)
        is distinct from (excluded.title, excluded.definition, excluded.announced_until)`,
    )
    .returning<Pick<Row, 'version'>[]>('version');
  return rows[0]?.version ?? null;
}

export const findCalendar = (db: Db, key: string): Promise<StoredCalendar | null> =>
  once(db, `findCalendar ${key}`, async () => {
    const row = await db<Row>('calendars').where({ key }).first();
    return row ? toCalendar(row) : null;
  });

/** Held to the end of the transaction. */
export async function lockCalendar(trx: Trx, key: string): Promise<StoredCalendar | null> {
  const row = await trx<Row>('calendars').where({ key }).forUpdate().first();
  return row ? toCalendar(row) : null;
}

export async function listCalendars(db: Db): Promise<readonly StoredCalendar[]> {
  const rows = await db<Row>('calendars').orderBy('key').select();
  return rows.map(toCalendar);
}
