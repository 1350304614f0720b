import { isInsider, type Locale, type Person, type Role } from '../../domain/people/people';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly time_zone: string;
  readonly roles: Role[];
  readonly manager_id: string | null;
  readonly department_id: string | null;
  readonly active: boolean;
  readonly digest: boolean;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const toPerson = (row: UserRow): Person => ({
  id: row.id,
  email: row.email,
  name: row.name,
  locale: row.locale,
  timeZone: row.time_zone,
  roles: row.roles,
  managerId: row.manager_id,
  departmentId: row.department_id,
  active: row.active,
  digest: row.digest,
});

const toColumns = (person: Omit<Person, 'id'>) => ({
  email: person.email,
  name: person.name,
  locale: person.locale,
  time_zone: person.timeZone,
  roles: [...person.roles],
  manager_id: person.managerId,
  department_id: person.departmentId,
  active: person.active,
  digest: person.digest,
});

export async function insertPerson(db: Db, person: Person, now: number): Promise<void> {
  const at = new Date(now);
  await db('users')
    .insert({ id: person.id, ...toColumns(person), created_at: at, updated_at: at })
    .onConflict('id')
    .ignore();
}

/** Answers the new version. */
export async function updatePerson(db: Db, person: Person, now: number): Promise<number> {
  const [row] = await db<UserRow>('users')
    .where({ id: person.id })
    .update({ ...toColumns(person), version: db.raw('version + 1'), updated_at: new Date(now) })
    .returning('version');
  if (!row) throw new Error(`person ${person.id} was not written`);
  return row.version;
}

/** Who takes over what a person who left had to do. */
export async function nameSuccessor(db: Db, id: string, successorId: string | null): Promise<void> {
  await db('users').where({ id }).update({ successor_id: successorId });
}

export async function findPerson(db: Db, id: string): Promise<Person | null> {
  const row = await db<UserRow>('users').where({ id }).first();
  return row ? toPerson(row) : null;
}

export interface KeptPerson {
  readonly person: Person;
  /** Counts changes. */
  readonly version: number;
}

const toKept = (row: UserRow): KeptPerson => ({ person: toPerson(row), version: row.version });

export async function keptPerson(db: Db, id: string): Promise<KeptPerson | null> {
  const row = await db<UserRow>('users').where({ id }).first();
  return row ? toKept(row) : null;
}

/** Held to the end of the transaction, because a change writes every field of a person. */
export async function lockPerson(trx: Trx, id: string): Promise<KeptPerson | null> {
  const row = await trx<UserRow>('users').where({ id }).forUpdate().first();
  return row ? toKept(row) : null;
}

export async function findPeople(db: Db, ids: readonly string[]): Promise<readonly Person[]> {
  if (ids.length === 0) return [];
  const rows = await db<UserRow>('users').whereIn('id', [...ids]);
  return rows.map(toPerson);
}

export async function findByEmail(db: Db, email: string): Promise<Person | null> {
  const row = await db<UserRow>('users').whereRaw('lower(email) = lower(?)', [email]).first();
  return row ? toPerson(row) : null;
}

/** Everybody of the organisation, for choosing one of them. */
export async function activeInsiders(db: Db): Promise<readonly Person[]> {
  const rows = await db<UserRow>('users').where({ active: true }).orderBy('name').limit(500);
  return rows.map(toPerson).filter(isInsider);
}

export async function activeByRole(db: Db, role: Role): Promise<readonly Person[]> {
  const rows = await db<UserRow>('users')
    .where({ active: true })
    .andWhereRaw('roles @> ?::text[]', [[role]])
    .orderBy('id');
  return rows.map(toPerson);
}
