import { isInsider } from '../../domain/people/people';
import type { Db } from '../knex';
import { toPerson, type UserRow } from './people';

/** People of ours who are called so by name or address. A name that several share names none of them. */
export async function peopleNamed(db: Db, words: readonly string[]): Promise<readonly string[]> {
  const said = [...new Set(words.map((word) => word.trim().toLowerCase()))];
  const rows = await db<UserRow>('users')
    .where({ active: true })
    .andWhereRaw('(lower(email) = any(?) or lower(name) = any(?))', [said, said])
    .orderBy('id');
  const people = rows.map(toPerson).filter(isInsider);
  const isAlone = (name: string): boolean =>
    people.filter((one) => one.name.toLowerCase() === name.toLowerCase()).length === 1;
  return people.filter(({ email, name }) => said.includes(email.toLowerCase()) || isAlone(name)).map(({ id }) => id);
}
