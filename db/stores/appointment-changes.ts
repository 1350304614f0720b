import type { Appointed, Appointment, AppointmentChange } from '../../domain/people/appointments';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

const HOUR_MS = 3_600_000;

export interface NewAppointment {
  readonly kind: Appointment;
  /** Whose manager, department or successor, the head of which department, or which part in the team. */
  readonly subject: string;
  readonly before: Appointed;
  readonly after: Appointed;
}

export interface Appointing {
  readonly byId: string;
  /** The engagement whose team it is. */
  readonly engagementId?: string;
  readonly appointments: readonly NewAppointment[];
}

/** Keeps who appointed whom, by the clock of the database; what stays as it was is left out. */
export async function noteAppointments(trx: Trx, { byId, engagementId, appointments }: Appointing): Promise<void> {
  const changed = appointments.filter(({ before, after }) => before !== after);
  const rows = changed.map((one) => ({ ...one, engagement_id: engagementId ?? null, changed_by: byId }));
  if (rows.length > 0) await trx('appointment_changes').insert(rows);
}

export interface RecentAppointments {
  /** How long a change waits before it counts everywhere. */
  readonly hours: number;
  /** Epoch milliseconds; changes that counted by then are left out. */
  readonly now: number;
  readonly kind: Appointment;
  readonly subjects?: readonly string[];
  readonly engagementId?: string;
}

interface Row {
  readonly subject: string;
  readonly before: Appointed;
  readonly after: Appointed;
  readonly changed_by: string;
  readonly counts_from: Date;
}

/** Changes that do not count everywhere yet, oldest first, by their subject. */
export async function recentAppointments(
  db: Db,
  { hours, now, kind, subjects, engagementId }: RecentAppointments,
): Promise<ReadonlyMap<string, readonly AppointmentChange[]>> {
  const waits = 'changed_at + make_interval(hours => ?::integer)';
  const rows = await db('appointment_changes')
    .where({ kind, ...(engagementId && { engagement_id: engagementId }) })
    .where('changed_at', '>', new Date(now - hours * HOUR_MS))
    .modify((query) => (subjects ? query.whereIn('subject', [...subjects]) : query))
    .orderBy('number')
    .select<Row[]>('subject', 'before', 'after', 'changed_by', db.raw(`${waits} as counts_from`, [hours]));
  const found = new Map<string, AppointmentChange[]>();
  for (const row of rows) found.set(row.subject, [...(found.get(row.subject) ?? []), toChange(row)]);
  return found;
}

const toChange = ({ before, after, changed_by, counts_from }: Row): AppointmentChange => ({
  before,
  after,
  byId: changed_by,
  countsFrom: counts_from.getTime(),
});
