import type { Db } from '../knex';

export interface DatabaseFacts {
  readonly version: string;
  readonly bytes: number;
}

export async function databaseFacts(db: Db): Promise<DatabaseFacts> {
  const { rows } = await db.raw<{ rows: DatabaseFacts[] }>(
    `select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes`,
  );
  return rows[0] ?? { version: '', bytes: 0 };
}
