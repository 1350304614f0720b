import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Db } from '../knex';
import { inTransaction, type Trx } from '../transaction';
import { WALL_ROLES } from './scope';
import { type Rights, WALLED_TABLES, type WalledTable } from './tables';

/** Whether the wall stands after it was put up, or what keeps it from standing. */
export type Raised = 'stands' | 'no-role' | 'old-server';

/** Roles belong to the whole server: what its administrator runs where the product may not make any. */
export const createStatement = (role: string): string => `create role ${role} nologin`;

/** Not inherited: the product takes the role for one transaction, or its own reads would be walled as well. */
export const grantStatement = (role: string, login: string): string =>
  `grant ${role} to ${login} with inherit false, set true`;

/**
 * Puts up the wall as `WALLED_TABLES` describes it, after every migration; a wall of the same description stays as it is.
 * Where roles cannot be made, the product goes on without it.
 */
export async function raiseWall(db: Db): Promise<Raised> {
  const { rows } = await db.raw<{ rows: { version: number }[] }>(
    `select current_setting('server_version_num')::integer as version`,
  );
  if ((rows[0]?.version ?? 0) < OLDEST_SERVER) return 'old-server';
  if (!(await hasRoles(db))) return 'no-role';
  await inTransaction(db, build);
  return 'stands';
}

/** Membership without inheritance is known since PostgreSQL 16. */
const OLDEST_SERVER = 160_000;

async function hasRoles(db: Db): Promise<boolean> {
  for (const role of Object.values(WALL_ROLES)) {
    const { rows } = await db.raw<{ rows: unknown[] }>('select 1 from pg_roles where rolname = ?', [role]);
    if (rows.length === 0 && !(await tried(db, createStatement(role)))) return false;
    const may = await db.raw<{ rows: { may: boolean }[] }>(`select pg_has_role('${role}', 'set') as may`);
    if (!may.rows[0]?.may && !(await tried(db, grantStatement(role, 'current_user')))) return false; // prettier-ignore
  }
  return true;
}

const REFUSED = '42501';
/** Another process may have made it at the same moment. */
const THERE = ['42710', '23505'];

async function tried(db: Db, sql: string): Promise<boolean> {
  try {
    await db.raw(sql);
    return true;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    if (THERE.includes(error.code ?? '')) return true;
    if (error.code === REFUSED) return false;
    throw error;
  }
}

async function build(trx: Trx): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(7360113)');
  const statements = wallStatements();
  const mark = createHash('sha256').update(statements.join(';')).digest('hex');
  if ((await markOf(trx)) === mark) return;
  for (const sql of statements) await trx.raw(sql.replaceAll('?', '\\?'));
  await trx.raw(`comment on function wall_ids(text) is '${mark}'`);
}

async function markOf(trx: Trx): Promise<string | null> {
  const { rows } = await trx.raw<{ rows: { mark: string | null }[] }>(
    `select obj_description(to_regprocedure('wall_ids(text)'), 'pg_proc') as mark`,
  );
  return rows[0]?.mark ?? null;
}

/** What the scope of the transaction names; nothing where there is none. */
const WALL_IDS = `
  create or replace function wall_ids(name text) returns uuid[] language sql stable parallel safe as
  $$ select coalesce(nullif(current_setting('tenure.' || name, true), ''), '{}')::uuid[] $$`;

export const wallStatements = (): readonly string[] => [
  WALL_IDS,
  ...Object.values(WALL_ROLES).flatMap((role) => [
    `revoke all on all tables in schema public from ${role}`,
    `grant usage on schema public to ${role}`,
  ]),
  ...Object.entries(WALLED_TABLES).flatMap(([table, walled]) => statementsOf(table, walled)),
];

function statementsOf(table: string, walled: WalledTable): readonly string[] {
  const role = WALL_ROLES.vendor;
  return [
    `alter table ${table} enable row level security`,
    // For the product itself nothing changes, whether or not it owns the table.
    `drop policy if exists wall_open on ${table}`,
    `create policy wall_open on ${table} using (true)`,
    ...policiesOf(walled).flatMap(([command, condition]) => [
      `drop policy if exists wall_${command} on ${table}`,
      `create policy wall_${command} on ${table} as restrictive for ${command} to ${role} ${condition}`,
    ]),
    ...grantsOf(walled.vendor).map((right) => `grant ${right} on ${table} to ${role}`),
  ];
}

/** A restrictive policy for each command: what no line allows stays closed, whatever is granted by mistake. */
const policiesOf = ({ rows, seen = rows, vendor }: WalledTable): readonly (readonly [string, string])[] => [
  ['select', `using (${seen})`],
  ['insert', `with check (${rows})`],
  // Who may only hold a row passes the first condition and never the second.
  ['update', `using (${rows}) with check (${vendor.hold ? 'false' : rows})`],
  ['delete', `using (${rows})`],
];

function grantsOf({ read, change, add, remove, hold }: Rights): readonly string[] {
  return [
    withColumns('select', read),
    ...(change ? [withColumns('update', change)] : []),
    ...(hold ? [withColumns('update', hold)] : []),
    ...(add ? ['insert'] : []),
    ...(remove ? ['delete'] : []),
  ];
}

const withColumns = (right: string, columns: string): string =>
  columns === '*' ? right : `${right} (${columns.split(' ').join(', ')})`;
