import { DomainError, type Issue } from '../errors';
import type { Team } from './access';
import type { TeamRole, TeamRules } from './team-schema';

/**
 * A management team of our own, and nobody who both orders the service and releases its money. Whom the vendor sends is
 * the vendor's business: without a representative, its mails go to the owner.
 */
export const SHIPPED_TEAM_RULES: TeamRules = {
  required: ['owner', 'sponsor', 'contractManager', 'serviceManager', 'security', 'finance', 'hr'],
  conflicts: [
    ['owner', 'finance'],
    ['vendorRep', 'owner'],
    ['vendorRep', 'sponsor'],
    ['vendorRep', 'finance'],
    ['vendorRep', 'contractManager'],
    ['vendorRep', 'serviceManager'],
    ['vendorRep', 'security'],
    ['vendorRep', 'legal'],
  ],
};

/** Who holds each role; the owner and the sponsor hold theirs whether or not the list of roles says so. */
const holdersOf = ({ ownerId, sponsorId, roles }: Team, role: TeamRole): readonly string[] =>
  [roles[role], role === 'owner' ? ownerId : undefined, role === 'sponsor' ? sponsorId : undefined].filter(
    (id) => typeof id === 'string',
  );

const issue = (role: TeamRole, message: string): Issue => ({ path: `roles.${role}`, message });

/** Roles that nobody holds yet. */
export const missingRoles = (team: Team, { required }: TeamRules): readonly Issue[] =>
  required.filter((role) => holdersOf(team, role).length === 0).map((role) => issue(role, 'nobody holds this role'));

/** Pairs of roles that one person holds and may not. */
export const roleConflicts = (team: Team, { conflicts }: TeamRules): readonly Issue[] =>
  conflicts.flatMap(([first, second]) => {
    const firsts = holdersOf(team, first);
    const both = holdersOf(team, second).some((id) => firsts.includes(id));
    return both ? [issue(second, `the same person is ${first}`)] : [];
  });

/** Throws `ROLE_CONFLICT` naming every pair that one person may not hold. */
export function checkRoles(team: Team, rules: TeamRules): void {
  const errors = roleConflicts(team, rules);
  if (errors.length > 0)
    throw new DomainError('ROLE_CONFLICT', errors.map(({ path, message }) => `${path}: ${message}`).join('; '), errors);
}

/** Throws `TEAM_INCOMPLETE` naming every role that is still open. */
export function checkComplete(team: Team, rules: TeamRules): void {
  const errors = missingRoles(team, rules);
  if (errors.length > 0)
    throw new DomainError('TEAM_INCOMPLETE', 'The team must be complete before the transition begins.', errors);
}
