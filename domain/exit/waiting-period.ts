import type { Refusal } from '../errors';
import { hasRole, type Person, type Role } from '../people/people';

/** Who may confirm that data goes after another number of days. */
export const WAITING_CONFIRMERS = ['admin', 'manager', 'legal', 'security', 'executive'] as const satisfies Role[];

/** The one place that says why somebody may not confirm what a person has proposed; null is yes. */
export function waitingObjection({ askedBy }: { readonly askedBy: string }, person: Person): Refusal | null {
  if (!hasRole(person, ...WAITING_CONFIRMERS))
    return { code: 'FORBIDDEN', message: 'Your roles do not allow you to confirm a waiting period.' };
  return askedBy === person.id ? { code: 'FORBIDDEN', message: 'A second person must confirm the waiver.' } : null;
}
