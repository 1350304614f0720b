import type { Role } from './people';

/** Somebody gave a person a role, or took it away. Instants in epoch milliseconds. */
export interface RoleChange {
  readonly role: Role;
  readonly given: boolean;
  readonly byId: string;
  /** From then on it counts everywhere. */
  readonly countsFrom: number;
}

/** A person's roles with the changes of them that do not count everywhere yet, oldest first. */
export interface Standing {
  readonly roles: readonly Role[];
  readonly changes: readonly RoleChange[];
}

export interface Matter {
  /** Whoever has a part in it. */
  readonly partyIds: readonly string[];
  readonly now: number;
}

/**
 * Whether a person counts as having a role in a matter: changes by those who have a part in it are as if they had not been made,
 * until their time has come.
 */
export function countsAs(role: Role, { roles, changes }: Standing, { partyIds, now }: Matter): boolean {
  const recent = changes.filter((change) => change.role === role && now < change.countsFrom);
  const [first] = recent;
  if (first === undefined) return roles.includes(role);
  const valid = recent.filter(({ byId }) => !partyIds.includes(byId));
  return valid.at(-1)?.given ?? !first.given;
}

/** What a person was given and what was taken away, from some roles to others. */
export const rolesChanged = (
  before: readonly Role[],
  after: readonly Role[],
): readonly Pick<RoleChange, 'role' | 'given'>[] => [
  ...after.filter((role) => !before.includes(role)).map((role) => ({ role, given: true })),
  ...before.filter((role) => !after.includes(role)).map((role) => ({ role, given: false })),
];
