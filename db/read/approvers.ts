import type { Candidate } from '../../domain/approval/events';
import type { Assignee, Step } from '../../domain/approval/schema';
import type { Origin } from '../../domain/approval/words';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { findDepartment, membersOf } from '../stores/departments';
import { findPeople, findPerson } from '../stores/people';
import { holdersOf, type Matter } from './role-holders';

export interface Wanted {
  readonly db: Db;
  readonly step: Step;
  readonly roles: Readonly<Record<string, string>>;
  readonly requesterId: string;
  /** People whom the requester chose for this step. */
  readonly selected: readonly string[];
  /** People whom the approvers of the step before chose. */
  readonly chosen: readonly string[];
  /** What the roles have to count in. */
  readonly matter: Matter;
}

/** Every active person whom a step's sources name, once each, in the order of the policy. */
export async function candidatesFor(wanted: Wanted): Promise<readonly Candidate[]> {
  const { step, db } = wanted;
  const byId = new Map<string, { readonly person: Person; readonly origin: Origin }>();
  for (const source of step.assignees) {
    const origin: Origin = 'role' in source ? 'role' : 'direct';
    const fresh = (await peopleOf(source, wanted)).filter(({ id }) => !byId.has(id));
    fresh.forEach((person) => byId.set(person.id, { person, origin }));
  }
  const managers = await findPeople(
    db,
    [...byId.values()].flatMap(({ person }) => person.managerId ?? []),
  );
  const active = new Set(managers.filter((manager) => manager.active).map(({ id }) => id));
  return [...byId.values()].map(({ person, origin }) => ({
    personId: person.id,
    weight: step.weights?.[person.id] ?? 1,
    origin,
    managerId: person.managerId !== null && active.has(person.managerId) ? person.managerId : null,
  }));
}

async function peopleOf(source: Assignee, wanted: Wanted): Promise<readonly Person[]> {
  const { db, roles, requesterId, selected, chosen, matter } = wanted;
  if ('role' in source) return holdersOf(db, source.role, matter);
  if ('user' in source) return active(await findPeople(db, [source.user]));
  if ('engagementRole' in source)
    return active(
      await findPeople(
        db,
        [roles[source.engagementRole]].filter((id) => id !== undefined),
      ),
    );
  if ('requesterSelect' in source) return inOrder(selected, active(await findPeople(db, selected)));
  if ('previousSelect' in source) return inOrder(chosen, active(await findPeople(db, chosen)));
  if ('department' in source) return membersIn(db, await departmentOf(wanted, source.department));
  if ('departmentHead' in source) return headOf(db, await departmentOf(wanted, source.departmentHead));
  if ('headChain' in source) return active(await managersOf(db, requesterId, source.headChain));
  source satisfies { manager: true };
  return active(await managersOf(db, requesterId, 1));
}

/** The department named, or the requester's own. */
const departmentOf = async ({ db, requesterId }: Wanted, named: string | true): Promise<string | null> =>
  named === true ? ((await findPerson(db, requesterId))?.departmentId ?? null) : named;

const membersIn = async (db: Db, departmentId: string | null): Promise<readonly Person[]> =>
  departmentId === null ? [] : membersOf(db, departmentId);

async function headOf(db: Db, departmentId: string | null): Promise<readonly Person[]> {
  const headId = departmentId === null ? null : ((await findDepartment(db, departmentId))?.headId ?? null);
  return headId === null ? [] : active(await findPeople(db, [headId]));
}

const active = (people: readonly Person[]): readonly Person[] => people.filter((person) => person.active);
const inOrder = (ids: readonly string[], people: readonly Person[]): readonly Person[] =>
  ids.flatMap((id) => people.filter((person) => person.id === id));

/** The managers above a person, nearest first; a circle of managers ends the chain. */
async function managersOf(db: Db, personId: string, levels: number): Promise<readonly Person[]> {
  const chain: Person[] = [];
  let next = (await findPerson(db, personId))?.managerId ?? null;
  while (next !== null && chain.length < levels && !chain.some(({ id }) => id === next)) {
    const manager = await findPerson(db, next);
    if (!manager) break;
    chain.push(manager);
    next = manager.managerId;
  }
  return chain;
}
