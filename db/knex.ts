import knexFactory, { type Knex } from 'knex';
import pg from 'pg';
import { notice, WalledClient } from './wall/client';

/** bigint columns (money in minor units, sequence numbers, sizes) are exact below 2^53; beyond that reading must fail, not round. */
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for an exact integer`);
  return value;
});
/** Dates are calendar days without a zone: keep them as text. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export type Db = Knex;

/** One connection pool per process; who waits longer than `waitMs` for one of `max` connections is refused. A lost server is an error of the query that meets it, never of the process. */
export function openDatabase(url: string, max = 10, waitMs = 5_000): Db {
  const db = knexFactory({
    client: WalledClient,
    connection: {
      connectionString: url,
      application_name: 'tenure',
      statement_timeout: 30_000,
      connectionTimeoutMillis: 5_000,
    },
    pool: { min: 0, max, afterCreate: watchClient },
    acquireConnectionTimeout: waitMs,
  });
  return db;
}

function watchClient(client: pg.Client, done: (error: Error | null, client: pg.Client) => void): void {
  // Without a listener a dropped connection would end the whole process; the pool replaces it.
  client.on('error', () => undefined);
  notice(client).then(
    () => done(null, client),
    (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), client),
  );
}
