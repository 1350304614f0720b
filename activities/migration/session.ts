import pg from 'pg';
import type { PostgresPlace } from '../../domain/exit/place';
import { CopySocket } from './copy-socket';

/**
 * Values are compared as text on both sides, so both sessions must write them the same way; names are looked up in the
 * catalogue only; a row that a policy would hide is an error, because a copy without it would be called complete.
 */
const SETTINGS = {
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  intervalstyle: 'iso_8601',
  extra_float_digits: '1',
  bytea_output: 'hex',
  lc_monetary: 'C',
  client_encoding: 'UTF8',
  search_path: 'pg_catalog',
  row_security: 'off',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  // A span that is sorted fits into it, so that nothing is written to disk for it.
  work_mem: '32MB',
} as const;

const CLOSING_MS = 2_000;

/** One connection to a database of an exit. */
export interface Session {
  readonly client: pg.Client;
  /** First column of the first row, or null. */
  readonly value: (sql: string) => Promise<string | null>;
  readonly rows: <T extends object>(sql: string, values?: readonly unknown[]) => Promise<readonly T[]>;
  readonly run: (sql: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function openSession(place: PostgresPlace): Promise<Session> {
  const client = new pg.Client({
    host: place.host,
    port: place.port,
    database: place.database,
    user: place.user,
    password: place.password,
    ssl: place.tls === 'off' ? false : { rejectUnauthorized: place.tls === 'verify' },
    application_name: 'tenure-exit',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // With TLS the bytes come from another one.
    ...(place.tls === 'off' && { stream: () => new CopySocket() }),
    // Bigints stay text here: sums and keys may be larger than a number can hold.
    types: { getTypeParser: () => (text: unknown) => text },
  });
  // The query that meets a lost connection fails; the event alone would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select set_config(name, value, false) from unnest($1::text[], $2::text[]) as s (name, value)', [
      Object.keys(SETTINGS),
      Object.values(SETTINGS),
    ]);
    return sessionOf(client);
  } catch (error) {
    await close(client);
    throw error;
  }
}

const sessionOf = (client: pg.Client): Session => ({
  client,
  value: async (sql) => {
    const { rows } = await client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
    return rows[0]?.[0] ?? null;
  },
  rows: async <T extends object>(sql: string, values: readonly unknown[] = []) =>
    (await client.query<T>(sql, [...values])).rows,
  run: async (sql) => (await client.query(sql)).rowCount ?? 0,
  close: () => close(client),
});

/** A connection in the middle of a copy does not answer a polite goodbye: after a moment it is cut. */
async function close(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => cut(client), CLOSING_MS);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}

function cut(client: pg.Client): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  connection.stream.destroy();
}

/** Runs the work in a transaction of this session. */
export async function inSession<T>(session: Session, begin: string, work: () => Promise<T>): Promise<T> {
  await session.run(begin);
  try {
    const result = await work();
    await session.run('commit');
    return result;
  } catch (error) {
    await session.run('rollback').catch(() => undefined);
    throw error;
  }
}

export const SNAPSHOT = 'begin isolation level repeatable read, read only';
