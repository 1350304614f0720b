import type { Person } from './people';

export const PASSWORD_LINK_MINUTES = 30;

interface Known {
  readonly person: Pick<Person, 'id' | 'email'>;
  /** When the password was set that the link replaces; 0 for none. */
  readonly changedAt: number;
  readonly expiresAt: number;
}

/** What a link that sets a password is bound to: with the password or the address changed it opens nothing. */
export const passwordTarget = ({ person, changedAt, expiresAt }: Known) => ({
  id: person.id,
  address: `${person.email}|${changedAt}`,
  expiresAt,
});
