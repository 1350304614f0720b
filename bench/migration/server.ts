import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { databaseAccount } from '../../bin/parts/account';
import { freePort } from '../../bin/parts/ports';
import { until } from '../../bin/parts/processes';
import { createSupervisor } from '../../bin/parts/supervise';
import type { Part } from '../../bin/parts/part';

const DEBIAN = '/usr/lib/postgresql';

/** Directory with the server and client programs of one installed PostgreSQL. */
export function programs(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const places = [...versions.map((version) => join(DEBIAN, version, 'bin')), '/usr/local/bin', '/usr/bin'];
  const found = places.find((place) =>
    ['initdb', 'postgres', 'pg_dump', 'psql'].every((name) => existsSync(join(place, name))),
  );
  if (!found) throw new Error('initdb, postgres, pg_dump and psql are needed together: apt install postgresql');
  return found;
}

/** A PostgreSQL server with its own data, started again when it is killed. */
export interface Server {
  /** Address of the database `data`. */
  readonly url: string;
  readonly sql: (...statements: readonly string[]) => Promise<pg.QueryResult>;
  /** Drops the database and makes an empty one. */
  readonly empty: () => Promise<void>;
  /** Ends the server as a fault would; it comes back by itself. */
  readonly kill: () => void;
  readonly stop: () => Promise<void>;
}

const FLAGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_wal_size=4GB', 'shared_buffers=256MB'];

/** Of the installed PostgreSQL, or with the programs of another one. */
export async function startServer(name: string, bin = programs()): Promise<Server> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), `tenure-bench-${name}-`));
  const supervisor = createSupervisor({ dataDir: directory, say: () => undefined, firstDelayMs: 200 });
  const stop = async (): Promise<void> => {
    await supervisor.stopAll();
    rmSync(directory, { recursive: true, force: true });
  };
  const address = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const empty = async (): Promise<void> => {
    await sql(address('postgres'), 'drop database if exists data with (force)', 'create database data', 'checkpoint');
  };
  try {
    await supervisor.start(partOf({ name, bin, port, directory, address: address('postgres') }));
    await empty();
  } catch (error) {
    await stop();
    throw error;
  }
  const kill = (): void => {
    const pid = supervisor.processOf(name);
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, 'SIGKILL');
  };
  return { url: address('data'), sql: (...statements) => sql(address('data'), ...statements), empty, kill, stop };
}

interface Place {
  readonly name: string;
  readonly bin: string;
  readonly port: number;
  readonly directory: string;
  readonly address: string;
}

function partOf({ name, bin, port, directory, address }: Place): Part {
  const account = databaseAccount();
  if (account.ids.uid !== undefined) chownSync(directory, account.ids.uid, account.ids.gid ?? account.ids.uid);
  const data = join(directory, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'];
  execFileSync(join(bin, 'initdb'), initdb, { ...account.ids, cwd: '/', stdio: 'ignore' });
  const args = ['-D', data, '-p', String(port), ...FLAGS.flatMap((flag) => ['-c', flag])];
  return {
    name,
    mark: data,
    spawn: () => spawn(join(bin, 'postgres'), args, { ...account.ids, cwd: '/', detached: true, stdio: 'ignore' }),
    ready: (child) => until(() => answers(address), { limitMs: 60_000, sentence: `${name} did not start.`, child }),
    stopSignal: 'SIGINT',
    stopLimitMs: 60_000,
  };
}

const answers = (url: string): Promise<boolean> =>
  sql(url, 'select 1').then(
    () => true,
    () => false,
  );

export async function sql(url: string, ...statements: readonly string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let result = await client.query('select 1');
    for (const statement of statements) result = await client.query(statement);
    return result;
  } finally {
    await client.end().catch(() => undefined);
  }
}
