import { everyAccount } from '../../domain/people/accounts';
import type { Person, Role } from '../../domain/people/people';
import type { Matter } from '../../domain/people/changes';
import { countsAs, type Standing } from '../../domain/people/role-changes';
import type { Db } from '../knex';
import { accountsOf } from '../stores/accounts';
import { activeByRole, findPeople, findPerson } from '../stores/people';
import { recentRoleChanges } from '../stores/role-changes';
import { dutyRules } from './duty-rules';

/** A matter in which changes by those with a part in it wait for so many hours; 0 is never. */
export interface WaitingMatter extends Matter {
  readonly hours: number;
}

/** A matter with every account of those who have a part in it, and for how long what they change waits. */
export async function waitingMatter(db: Db, { partyIds, now }: Matter): Promise<WaitingMatter> {
  const { newRoleHours: hours } = await dutyRules(db);
  if (hours === 0) return { partyIds, now, hours };
  return { now, hours, partyIds: [...everyAccount(partyIds, await accountsOf(db, partyIds))] };
}

/** Active people who count as having a role in a matter, by id: the one place that says so of a role. */
export async function holdersOf(db: Db, role: Role, matter: WaitingMatter): Promise<readonly Person[]> {
  const holders = await activeByRole(db, role);
  if (matter.hours === 0) return holders;
  const changes = await recentRoleChanges(db, { ...matter, role });
  const changed = (await findPeople(db, [...changes.keys()])).filter(({ active }) => active);
  const rest = holders.filter(({ id }) => !changes.has(id));
  const counting = changed.filter(({ id, roles }) => countsAs(role, { roles, changes: changes.get(id) ?? [] }, matter));
  return [...rest, ...counting].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** How somebody's roles stand; null where each of them counts everywhere. */
export async function standingOf(db: Db, userId: string): Promise<Standing | null> {
  const { newRoleHours: hours } = await dutyRules(db);
  if (hours === 0) return null;
  const { rows } = await db.raw<{ rows: { now: Date }[] }>('select now()');
  const now = rows[0]?.now.getTime() ?? 0;
  const changes = (await recentRoleChanges(db, { hours, userId, now })).get(userId);
  if (!changes) return null;
  const person = await findPerson(db, userId);
  return person && { roles: person.roles, changes };
}
