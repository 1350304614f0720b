import type { Candidate } from '../../domain/approval/events';
import type { Assignee, Step } from '../../domain/approval/schema';
import type { Origin } from '../../domain/approval/words';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { findPeople, findPerson } from '../stores/people';
import { type AppointedBySubject, countingIn, departmentIn, headIn, managerIn, membersIn } from './appointments';
import { holdersOf, type WaitingMatter } from './role-holders';

export interface Wanted {
  readonly db: Db;
  readonly step: Step;
  readonly roles: Readonly<Record<string, string>>;
  readonly requesterId: string;
  /** People whom the requester chose for this step. */
  readonly selected: readonly string[];
  /** People whom the approvers of the step before chose. */
  readonly chosen: readonly string[];
  /** What roles and appointments have to count in. */
  readonly matter: WaitingMatter;
}

/** Every active person whom a step's sources name, once each, in the order of the policy. */
export async function candidatesFor(wanted: Wanted): Promise<readonly Candidate[]> {
  const { step } = wanted;
  const byId = new Map<string, { readonly person: Person; readonly origin: Origin }>();
  for (const source of step.assignees) {
    const origin: Origin = 'role' in source ? 'role' : 'direct';
    const fresh = (await peopleOf(source, wanted)).filter(({ id }) => !byId.has(id));
    fresh.forEach((person) => byId.set(person.id, { person, origin }));
  }
  const managerIds = await managersThere(wanted, [...byId.values()]);
  return [...byId.values()].map(({ person, origin }) => ({
    personId: person.id,
    weight: step.weights?.[person.id] ?? 1,
    origin,
    managerId: managerIds.get(person.id) ?? null,
  }));
}

/** The managers of people, as far as they are active. */
async function managersThere(
  { db, matter }: Wanted,
  named: readonly { readonly person: Person }[],
): Promise<AppointedBySubject> {
  const current = new Map(named.map(({ person }) => [person.id, person.managerId]));
  const managerIds = await countingIn(db, 'manager', { current, matter });
  const managers = active(
    await findPeople(
      db,
      [...managerIds.values()].filter((id) => id !== null),
    ),
  );
  return new Map([...managerIds].filter(([, managerId]) => managers.some(({ id }) => id === managerId)));
}

async function peopleOf(source: Assignee, wanted: Wanted): Promise<readonly Person[]> {
  const { db, roles, selected, chosen, matter } = wanted;
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
  if ('department' in source) return membersOf(wanted, await departmentOf(wanted, source.department));
  if ('departmentHead' in source) return headOf(wanted, await departmentOf(wanted, source.departmentHead));
  if ('headChain' in source) return active(await managersAbove(wanted, source.headChain));
  source satisfies { manager: true };
  return active(await managersAbove(wanted, 1));
}

/** The department named, or the requester's own. */
const departmentOf = async ({ db, requesterId, matter }: Wanted, named: string | true): Promise<string | null> =>
  named === true ? departmentIn(db, requesterId, matter) : named;

const membersOf = async ({ db, matter }: Wanted, departmentId: string | null): Promise<readonly Person[]> =>
  departmentId === null ? [] : membersIn(db, departmentId, matter);

async function headOf({ db, matter }: Wanted, departmentId: string | null): Promise<readonly Person[]> {
  const headId = departmentId === null ? null : await headIn(db, departmentId, matter);
  return headId === null ? [] : active(await findPeople(db, [headId]));
}

const active = (people: readonly Person[]): readonly Person[] => people.filter((person) => person.active);
const inOrder = (ids: readonly string[], people: readonly Person[]): readonly Person[] =>
  ids.flatMap((id) => people.filter((person) => person.id === id));

/** The managers above the requester, nearest first; a circle of managers ends the chain. */
async function managersAbove({ db, requesterId, matter }: Wanted, levels: number): Promise<readonly Person[]> {
  const chain: Person[] = [];
  let next = await managerIn(db, await findPerson(db, requesterId), matter);
  while (next !== null && chain.length < levels && !chain.some(({ id }) => id === next)) {
    const manager = await findPerson(db, next);
    if (!manager) break;
    chain.push(manager);
    next = await managerIn(db, manager, matter);
  }
  return chain;
}
