/** Knex's own client for PostgreSQL, which its documentation has one extend; it comes without types. */
declare module 'knex/lib/dialects/postgres' {
  import type { Knex } from 'knex';
  import type pg from 'pg';

  interface Statement {
    sql: string;
    readonly bindings?: readonly unknown[];
  }

  export default class PostgresClient extends Knex.Client {
    _query(connection: pg.Client, statement: Statement): Promise<Statement>;
    _stream(...given: readonly unknown[]): Promise<unknown>;
  }
}
