import type { Team } from '../domain/engagement/access';
import { checkRoles } from '../domain/engagement/team';
import { DomainError } from '../domain/errors';
import type { Db } from '../db/knex';
import { teamRules } from '../db/read/team-rules';
import { findPeople } from '../db/stores/people';

/** Everybody on a team is an active person, and nobody holds two roles that exclude each other. */
export async function checkTeam(db: Db, team: Team): Promise<void> {
  await checkActive(db, team);
  checkRoles(team, await teamRules(db));
}

async function checkActive(db: Db, { ownerId, sponsorId, roles }: Team): Promise<void> {
  const named = Object.entries({
    ownerId,
    sponsorId,
    ...Object.fromEntries(Object.entries(roles).map(([role, id]) => [`roles.${role}`, id])),
  });
  const wanted = named.flatMap(([path, id]) => (id ? [{ path, id }] : []));
  const found = await findPeople(
    db,
    wanted.map(({ id }) => id),
  );
  const active = found.filter((person) => person.active).map(({ id }) => id);
  const errors = wanted
    .filter(({ id }) => !active.includes(id))
    .map(({ path }) => ({ path, message: 'is not an active person' }));
  if (errors.length > 0)
    throw new DomainError('INVALID_FIELDS', 'Somebody named here is not an active person.', errors);
}
