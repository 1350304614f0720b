import { type Change, counting, type Matter } from './changes';

/**
 * What records make of people without its being a role: the manager of somebody, the department that somebody belongs to, the
 * head of a department, a part in the team of an engagement, and who takes over from somebody who left.
 */
export const APPOINTMENTS = ['manager', 'department', 'head', 'part', 'successor'] as const;
export type Appointment = (typeof APPOINTMENTS)[number];

/** Who or what is appointed, null for nobody. */
export type Appointed = string | null;
export type AppointmentChange = Change<Appointed>;

/**
 * A part in a team as it counts in a matter. Whoever has one in it may name somebody for a part that nobody held, as
 * whoever opens an engagement must; only a part that somebody held stays with them.
 */
export function countingPart(holder: Appointed, changes: readonly AppointmentChange[], matter: Matter): Appointed {
  const recent = changes.filter(({ countsFrom }) => matter.now < countsFrom);
  return counting(holder, recent[0]?.before === null ? recent.slice(1) : recent, matter);
}
