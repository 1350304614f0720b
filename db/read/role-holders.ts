import { everyAccount } from '../../domain/people/accounts';
import type { Person, Role } from '../../domain/people/people';
import { countsAs, type Matter, type Standing } from '../../domain/people/role-changes';
import type { Db } from '../knex';
import { accountsOf } from '../stores/accounts';
import { activeByRole, findPeople, findPerson } from '../stores/people';
import { recentRoleChanges } from '../stores/role-changes';
import { dutyRules } from './duty-rules';

export type { Matter };

/** Active people who count as having a role in a matter, by id: the one place that says so of a role. */
export async function holdersOf(db: Db, role: Role, matter: Matter): Promise<readonly Person[]> {
  const holders = await activeByRole(db, role);
  const { newRoleHours: hours } = await dutyRules(db);
  if (hours === 0) return holders;
  const { now } = matter;
  const partyIds = [...everyAccount(matter.partyIds, await accountsOf(db, matter.partyIds))];
  const changes = await recentRoleChanges(db, { hours, role, now });
  const changed = (await findPeople(db, [...changes.keys()])).filter(({ active }) => active);
  const rest = holders.filter(({ id }) => !changes.has(id));
  const counting = changed.filter(({ id, roles }) =>
    countsAs(role, { roles, changes: changes.get(id) ?? [] }, { partyIds, now }),
  );
  return [...rest, ...counting].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether changes of roles wait at all before they count everywhere. */
export const rolesWait = async (db: Db): Promise<boolean> => (await dutyRules(db)).newRoleHours > 0;

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
