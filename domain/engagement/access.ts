import type { Refusal } from '../errors';
import { isGranted } from '../people/key-scopes';
import { hasRole, isInsider, type Person } from '../people/people';
import type { EngagementRoles } from './schema';

export type EngagementAct = 'read' | 'edit' | 'report' | 'accept' | 'evaluate' | 'close';

/** What access depends on: who holds which role in the engagement. */
export interface Team {
  readonly ownerId: string;
  readonly sponsorId: string | null;
  readonly roles: EngagementRoles;
}

type Who = Pick<Person, 'id' | 'roles' | 'grant'>;

const ours = ({
  roles: { vendorRep: _theirs, ...roles },
  ownerId,
  sponsorId,
}: Team): readonly (string | null | undefined)[] => [...Object.values(roles), ownerId, sponsorId];
const isOnTeam = (person: Who, team: Team): boolean => isInsider(person) && ours(team).includes(person.id);
const isTheirs = (person: Who, { roles }: Team): boolean => roles.vendorRep === person.id;

/** The one answer to "may this person do that to this engagement", for every channel. */
const rules: Readonly<Record<EngagementAct, (person: Who, team: Team) => boolean>> = {
  read: (person) => isInsider(person),
  edit: (person, team) => hasRole(person, 'admin', 'manager') || isOnTeam(person, team),
  // Figures of the service come from both sides.
  report: (person, team) => rules.edit(person, team) || isTheirs(person, team),
  // What a vendor has delivered is accepted by those who answer for the service.
  accept: (person, team) => rules.close(person, team) || (isInsider(person) && person.id === team.roles.serviceManager),
  evaluate: (person, team) => hasRole(person, 'evaluator') || rules.edit(person, team),
  close: (person, team) => hasRole(person, 'admin') || person.id === team.ownerId || person.id === team.sponsorId,
};

export const engagementAccess = (act: EngagementAct, person: Who, team: Team): Refusal | null =>
  (person.grant ? isGranted(person.grant, act) : rules[act](person, team))
    ? null
    : { code: 'FORBIDDEN', message: 'You have no role in this engagement that allows this.' };
