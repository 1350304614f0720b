import { counting, type Matter } from './changes';
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

/** Whether a person counts as having a role in a matter. */
export const countsAs = (role: Role, { roles, changes }: Standing, matter: Matter): boolean =>
  counting(
    roles.includes(role),
    changes
      .filter((change) => change.role === role)
      .map(({ given, ...change }) => ({ ...change, before: !given, after: given })),
    matter,
  );

/** What a person was given and what was taken away, from some roles to others. */
export const rolesChanged = (
  before: readonly Role[],
  after: readonly Role[],
): readonly Pick<RoleChange, 'role' | 'given'>[] => [
  ...after.filter((role) => !before.includes(role)).map((role) => ({ role, given: true })),
  ...before.filter((role) => !after.includes(role)).map((role) => ({ role, given: false })),
];
