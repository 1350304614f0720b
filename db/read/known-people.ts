import type { Issue } from '../../domain/errors';
import { isInsider } from '../../domain/people/people';
import type { Db } from '../knex';
import { findPeople } from '../stores/people';

/** One issue for each field that names nobody of the organisation who is active. */
export async function unknownPeople(
  db: Db,
  named: readonly { readonly path: string; readonly id: string }[],
): Promise<readonly Issue[]> {
  const found = await findPeople(
    db,
    named.map(({ id }) => id),
  );
  const known = new Set(found.filter((person) => person.active && isInsider(person)).map(({ id }) => id));
  return named
    .filter(({ id }) => !known.has(id))
    .map(({ path }) => ({ path, message: 'names nobody of the organisation who is active' }));
}
