import type { Refusal } from '../errors';
import { isGranted } from '../people/key-scopes';
import { hasRole, isInsider, type Person, worksHere } from '../people/people';
import type { EngagementRoles } from './schema';

export type EngagementAct = 'read' | 'know' | 'edit' | 'report' | 'accept' | 'evaluate' | 'close';

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
const isOnTeam = (person: Who, team: Team): boolean => worksHere(person) && ours(team).includes(person.id);
const isTheirs = (person: Who, { roles }: Team): boolean => roles.vendorRep === person.id;

/** The one answer to "may this person do that to this engagement", for every channel. */
const rules: Readonly<Record<EngagementAct, (person: Who, team: Team) => boolean>> = {
  read: (person) => isInsider(person),
  // What concerns the vendor of a service is open to its representative too.
  know: (person, team) => rules.read(person, team) || isTheirs(person, team),
  edit: (person, team) => hasRole(person, 'admin', 'manager') || isOnTeam(person, team),
  // Figures of the service come from both sides.
  report: (person, team) => rules.edit(person, team) || isTheirs(person, team),
  // What a vendor has delivered is accepted by those who answer for the service.
  accept: (person, team) => rules.close(person, team) || (worksHere(person) && person.id === team.roles.serviceManager),
  evaluate: (person, team) => hasRole(person, 'evaluator') || rules.edit(person, team),
  close: (person, team) =>
    hasRole(person, 'admin') || (worksHere(person) && (person.id === team.ownerId || person.id === team.sponsorId)),
};

const HIDDEN: Refusal = { code: 'NOT_FOUND', message: 'There is no such engagement.' };
const FORBIDDEN: Refusal = { code: 'FORBIDDEN', message: 'You have no role in this engagement that allows this.' };

/** Why a person may not do that, or null. Who may not even know of an engagement learns nothing of its being there. */
export function engagementAccess(act: EngagementAct, person: Who, team: Team): Refusal | null {
  if (person.grant) return isGranted(person.grant, act) ? null : FORBIDDEN;
  if (rules[act](person, team)) return null;
  return rules.know(person, team) ? FORBIDDEN : HIDDEN;
}
