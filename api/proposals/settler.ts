import type { Settler } from '../../domain/duties/proposal';
import type { Proposal } from '../../domain/duties/proposal-schema';
import { hasRole, type Person } from '../../domain/people/people';
import { standingOf } from '../../db/read/role-holders';
import type { Db } from '../../db/knex';
import { accountsOf } from '../../db/stores/accounts';

/** Somebody as who they settle a proposal. */
export const settlerOf = async (
  db: Db,
  person: Person,
  { proposedById }: Pick<Proposal, 'proposedById'>,
): Promise<Omit<Settler, 'tokenById'>> => ({
  id: person.id,
  admin: hasRole(person, 'admin'),
  standing: await standingOf(db, person.id),
  askerIds: [proposedById, ...((await accountsOf(db, [proposedById]))[proposedById] ?? [])],
});
