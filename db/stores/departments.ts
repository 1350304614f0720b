import type { Department } from '../../domain/people/schema';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { toPerson, type UserRow } from './people';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly head_id: string | null;
}

const toDepartment = ({ id, name, head_id: headId }: Row): Department => ({ id, name, headId });

export async function saveDepartment(db: Db, { id, name, headId }: Department, now: number): Promise<void> {
  const columns = { name, head_id: headId, updated_at: new Date(now) };
  await db('departments')
    .insert({ id, ...columns })
    .onConflict('id')
    .merge(columns);
}

export async function findDepartment(db: Db, id: string): Promise<Department | null> {
  const row = await db<Row>('departments').where({ id }).first();
  return row ? toDepartment(row) : null;
}

export async function listDepartments(db: Db): Promise<readonly Department[]> {
  return (await db<Row>('departments').orderBy('id')).map(toDepartment);
}

/** Active members of a department. */
export async function membersOf(db: Db, departmentId: string): Promise<readonly Person[]> {
  const rows = await db<UserRow>('users').where({ department_id: departmentId, active: true }).orderBy('id');
  return rows.map(toPerson);
}
