import type { Locale, Person } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { listDepartments } from '../../db/stores/departments';
import { findPerson } from '../../db/stores/people';
import type { PersonChoices } from './person-fields';

export const choicesAround = async (
  db: Db,
  { managerId }: Pick<Person, 'managerId'>,
  locale: Locale,
): Promise<PersonChoices> => ({
  locale,
  departments: await listDepartments(db),
  manager: managerId === null ? null : await findPerson(db, managerId),
});
