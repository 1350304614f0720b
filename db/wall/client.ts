import PostgresClient, { type Statement } from 'knex/lib/dialects/postgres';
import type pg from 'pg';
import { inStatementSpan } from '../statement-span';
import { beginFor, currentScope, type Scope, WALL_ROLES } from './scope';

/** Of which outsider the transaction is that is open on a connection, or ours. */
const open = new WeakMap<pg.Client, Scope | 'ours'>();
/** With whose rights the last statement of an outsider's transaction was carried out. */
const taken = new WeakMap<pg.Client, 'theirs' | 'ours'>();
/** Connections over which the role of an outsider can be taken; on others the product goes on without this wall. */
const walled = new WeakSet<pg.Client>();

/**
 * Every statement of the product passes here. Those that are made on behalf of an outsider (`within`) are carried out by the role
 * of outsiders, in a transaction, whatever function made them: nobody has to remember it.
 */
export class WalledClient extends PostgresClient {
  override _query(connection: pg.Client, statement: Statement): Promise<Statement> {
    return inStatementSpan(statement.sql, () => this.askWalled(connection, statement));
  }

  private askWalled(connection: pg.Client, statement: Statement): Promise<Statement> {
    const scope = walled.has(connection) ? currentScope() : undefined;
    const send = (one: Statement): Promise<Statement> => super._query(connection, one);
    const held = open.get(connection);
    const asked = { connection, statement, send };
    if (isBegin(statement)) return begin(asked, scope ?? 'ours');
    if (held !== undefined) return goOn(asked, { scope, held });
    return scope && scope !== 'ours' ? alone(asked, scope) : send(statement);
  }

  override _stream(...given: readonly unknown[]): Promise<unknown> {
    if (currentScope() !== undefined) throw new Error('An outsider’s reads are not streamed: read them in portions.');
    return super._stream(...given);
  }
}

interface Asked {
  readonly connection: pg.Client;
  readonly statement: Statement;
  readonly send: (statement: Statement) => Promise<Statement>;
}

async function begin({ connection, statement, send }: Asked, scope: Scope | 'ours'): Promise<Statement> {
  const begun = await send(scope === 'ours' ? statement : { ...statement, sql: beginFor(scope) });
  open.set(connection, scope);
  taken.set(connection, 'theirs');
  return begun;
}

interface Held {
  readonly scope: Scope | 'ours' | undefined;
  readonly held: Scope | 'ours';
}

async function goOn({ connection, statement, send }: Asked, { scope, held }: Held): Promise<Statement> {
  if (FRAME.test(statement.sql)) {
    if (END.test(statement.sql)) open.delete(connection);
    // Back at a savepoint the role is the one of then.
    else if (BACK.test(statement.sql)) taken.delete(connection);
  } else if (held !== 'ours') await take(connection, held, scope === 'ours' ? 'ours' : 'theirs');
  // A transaction that was begun with our rights would answer an outsider with them.
  else if (scope && scope !== 'ours') throw new Error('A transaction of ours was used for an outsider.');
  return send(statement);
}

async function take(connection: pg.Client, { role }: Scope, whose: 'theirs' | 'ours'): Promise<void> {
  if (taken.get(connection) === whose) return;
  await connection.query(`set local role ${whose === 'ours' ? 'none' : WALL_ROLES[role]}`);
  taken.set(connection, whose);
}

/** A statement outside a transaction gets one of its own. */
async function alone({ connection, statement, send }: Asked, scope: Scope): Promise<Statement> {
  await connection.query(beginFor(scope));
  try {
    const answered = await send(statement);
    await connection.query('commit');
    return answered;
  } catch (error) {
    await connection.query('rollback').catch(() => undefined);
    throw error;
  }
}

const FRAME = /^(commit|rollback|savepoint|release)\b/i;
const END = /^(commit|rollback)(;|$)/i;
const BACK = /^rollback to/i;
const isBegin = ({ sql }: Statement): boolean => /^begin;?$/i.test(sql);

/** Whether this connection may take the roles, and this database has rights for them. */
const STANDS = `
  select count(*) = 1 as stands from pg_roles
   where rolname = 'tenure_vendor'
     and case when current_setting('server_version_num')::integer >= 160000 then pg_has_role(oid, 'set') end
     and has_any_column_privilege(oid, to_regclass('engagements'), 'select')`;

/** Asked of each new connection, so that a wall that is put up later holds without a restart. */
export async function notice(connection: pg.Client): Promise<void> {
  const { rows } = await connection.query<{ stands: boolean }>(STANDS);
  if (rows[0]?.stands) walled.add(connection);
}
