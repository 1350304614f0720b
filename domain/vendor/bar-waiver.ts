import type { Refusal } from '../errors';
import { hasRole, type Person } from '../people/people';

interface AskedWaiver {
  readonly askedBy: string;
  readonly confirmedBy: string | null;
}

/** Why somebody may not confirm a waiver of the minimum bar: it takes a second person who manages or supervises, once. */
export function confirmObjection(
  { askedBy, confirmedBy }: AskedWaiver,
  person: Pick<Person, 'id' | 'roles'>,
): Refusal | null {
  if (askedBy === person.id || !hasRole(person, 'admin', 'manager', 'executive', 'legal'))
    return { code: 'FORBIDDEN', message: 'A second person who manages or supervises must confirm the waiver.' };
  return confirmedBy === null ? null : { code: 'STATE_CONFLICT', message: 'The waiver is confirmed already.' };
}
