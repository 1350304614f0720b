import { type Appointed, type Appointment, countingPart } from '../../domain/people/appointments';
import { counting } from '../../domain/people/changes';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { recentAppointments } from '../stores/appointment-changes';
import { findDepartment, membersOf } from '../stores/departments';
import { findPeople, findPerson } from '../stores/people';
import type { WaitingMatter } from './role-holders';

export type AppointedBySubject = ReadonlyMap<string, Appointed>;

/** What records make of some people, as it counts in a matter. */
export async function countingIn(
  db: Db,
  kind: Appointment,
  { current, matter }: { readonly current: AppointedBySubject; readonly matter: WaitingMatter },
): Promise<AppointedBySubject> {
  if (matter.hours === 0 || current.size === 0) return current;
  const changes = await recentAppointments(db, { ...matter, kind, subjects: [...current.keys()] });
  return new Map(
    [...current].map(([subject, value]) => [subject, counting(value, changes.get(subject) ?? [], matter)]),
  );
}

/** The manager of somebody, as it counts in a matter. */
export async function managerIn(db: Db, person: Person | null, matter: WaitingMatter): Promise<Appointed> {
  const current = new Map(person ? [[person.id, person.managerId]] : []);
  return theOne(await countingIn(db, 'manager', { current, matter }));
}

/** The department that somebody belongs to, as it counts in a matter. */
export async function departmentIn(db: Db, personId: string, matter: WaitingMatter): Promise<Appointed> {
  const current = (await findPerson(db, personId))?.departmentId ?? null;
  return theOne(await countingIn(db, 'department', { current: new Map([[personId, current]]), matter }));
}

/** The head of a department, as it counts in a matter. */
export async function headIn(db: Db, departmentId: string, matter: WaitingMatter): Promise<Appointed> {
  const current = (await findDepartment(db, departmentId))?.headId ?? null;
  return theOne(await countingIn(db, 'head', { current: new Map([[departmentId, current]]), matter }));
}

const theOne = (appointed: AppointedBySubject): Appointed => [...appointed.values()][0] ?? null;

/** Active members of a department, as it counts in a matter, by id. */
export async function membersIn(db: Db, departmentId: string, matter: WaitingMatter): Promise<readonly Person[]> {
  const members = await membersOf(db, departmentId);
  if (matter.hours === 0) return members;
  const changes = await recentAppointments(db, { ...matter, kind: 'department' });
  const others = (await findPeople(db, [...changes.keys()])).filter(
    ({ id, active }) => active && !members.some((member) => member.id === id),
  );
  const belongs = ({ id, departmentId: value }: Person): boolean =>
    counting(value, changes.get(id) ?? [], matter) === departmentId;
  return [...members, ...others].filter(belongs).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The team of an engagement as a request was handed in with it, and as it counts there. */
export async function teamIn(
  db: Db,
  { engagementId, roles }: { readonly engagementId: string | null; readonly roles: Readonly<Record<string, string>> },
  matter: WaitingMatter,
): Promise<Readonly<Record<string, string>>> {
  if (matter.hours === 0 || engagementId === null) return roles;
  const changes = await recentAppointments(db, { ...matter, kind: 'part', engagementId });
  const parts = [...new Set([...Object.keys(roles), ...changes.keys()])];
  return Object.fromEntries(
    parts.flatMap((part) => {
      const holder = countingPart(roles[part] ?? null, changes.get(part) ?? [], matter);
      return holder === null ? [] : [[part, holder]];
    }),
  );
}
