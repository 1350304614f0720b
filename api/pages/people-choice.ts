import { colleagues } from '../../db/read/people';
import { findPeople } from '../../db/stores/people';
import type { Db } from '../../db/knex';
import type { PeopleChoice } from '../../templates/request-form-data';

const SHOWN = 50;

interface Wanted {
  readonly many: boolean;
  /** Part of a name or address. */
  readonly q: string;
  readonly chosenIds: readonly string[];
  readonly mayBeNamed: (id: string) => boolean;
}

/** Colleagues who can be named, by name; those chosen before stay in the list whatever it is narrowed to. */
export async function chooseColleagues(db: Db, { many, q, chosenIds, mayBeNamed }: Wanted): Promise<PeopleChoice> {
  const found = await colleagues(db, { q, limit: SHOWN + 1 });
  const fitting = found.slice(0, SHOWN).filter(({ id }) => mayBeNamed(id) && !chosenIds.includes(id));
  const chosen = await known(db, chosenIds);
  const people = [...chosen, ...fitting].map(({ id, name, email }) => ({
    id,
    name,
    detail: email,
    chosen: chosenIds.includes(id),
  }));
  return { many, people, q, searchable: q !== '' || found.length > SHOWN };
}

/** Exactly these people. */
export async function chooseAmong(db: Db, ids: readonly string[], chosenIds: readonly string[]): Promise<PeopleChoice> {
  const people = (await findPeople(db, ids)).map(({ id, name, email }) => ({
    id,
    name,
    detail: email,
    chosen: chosenIds.includes(id),
  }));
  return { many: true, people, q: '', searchable: false };
}

const known = (db: Db, ids: readonly string[]) =>
  findPeople(
    db,
    ids.filter((id) => UUID.test(id)),
  );
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
