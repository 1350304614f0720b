import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { createStatement, grantStatement } from '../../db/wall/raise';
import { WALL_ROLES } from '../../db/wall/scope';
import { databaseAccount, placeFor } from './account';
import { ensureCluster, forgetStranger } from './postgres-cluster';
import { postgresBinaries } from './postgres-binaries';
import { logFile, type Part, withLog } from './part';
import { stablePort } from './ports';
import { until } from './processes';
import type { Secrets } from './secrets';
import { StartFailure } from './failure';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly secrets: Pick<Secrets, 'database' | 'databaseOwner'>;
  /** False only for tests: data that may be lost needs no disk flushes. */
  readonly durable?: boolean;
  readonly port?: number;
}

export interface EmbeddedPostgres {
  readonly part: Part;
  /** The product's own database and role; the role owns no other rights. */
  readonly url: string;
  /** The administrator of the cluster, for tests of what the product may not do. */
  readonly ownerUrl: string;
  readonly directory: string;
}

interface Places {
  readonly dataDir: string;
  readonly directory: string;
}

const READY_MS = 60_000;
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/** Prepares a real PostgreSQL of our own: binaries, cluster, port. The part starts and restarts it. */
export async function embeddedPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, secrets } = options;
  const account = databaseAccount();
  const binaries = postgresBinaries(account);
  const directory = placeFor(account, join(dataDir, 'postgres'), `postgres-of-${dataDir.replaceAll(/[^\w.-]+/g, '_')}`);
  ensureCluster({ binaries, directory, account, password: secrets.databaseOwner });
  forgetStranger(directory);
  const port = options.port ?? (await stablePort(dataDir, 'postgres', 54_329));
  const url = (user: string, password: string, database: string) =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  const owner = url('postgres', secrets.databaseOwner, 'postgres');
  const flags = ['-D', directory, '-p', String(port), ...serverFlags(options.durable ?? true)];
  const part: Part = {
    name: 'postgres',
    mark: directory,
    spawn: () =>
      withLog(dataDir, 'postgres', (stdio) =>
        spawn(join(binaries, 'postgres'), flags, {
          ...account.ids,
          cwd: '/',
          detached: true,
          stdio,
          env: cleanEnvironment(),
        }),
      ),
    ready: async (child) => {
      await untilServing(owner, child, { dataDir, directory });
      await ensureDatabase(owner, secrets.database);
    },
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions and flushes.
    stopSignal: 'SIGINT',
    stopLimitMs: 20_000,
  };
  return { part, url: url('tenure', secrets.database, 'tenure'), ownerUrl: owner, directory };
}

const serverFlags = (durable: boolean): readonly string[] =>
  [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'log_min_messages=warning',
    ...(durable ? [] : FAST),
  ].flatMap((setting) => ['-c', setting]);

/** A PGDATA or PGPORT of the caller means another server, not ours. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));

async function untilServing(url: string, child: ChildProcess, { dataDir, directory }: Places): Promise<void> {
  const sentence = `PostgreSQL did not start; the reason is in ${logFile(dataDir, 'postgres')}.`;
  await until(() => answers(url, directory), { limitMs: READY_MS, sentence, child });
}

async function answers(url: string, directory: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // A wrong password does not mend itself by waiting.
    if (error instanceof pg.DatabaseError && error.code === '28P01')
      throw new StartFailure(
        `The embedded PostgreSQL refuses the password of secrets.json: restore that file, or remove ${directory} to begin anew without its data.`,
      );
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the product's role and database when they are not there. */
async function ensureDatabase(ownerUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const role = await client.query(`select 1 from pg_roles where rolname = 'tenure'`);
    if (role.rowCount === 0)
      await client.query(`create role tenure login createdb password ${client.escapeLiteral(password)}`);
    await makeWallRoles(client);
    const database = await client.query(`select 1 from pg_database where datname = 'tenure'`);
    if (database.rowCount === 0) await client.query('create database tenure owner tenure');
  } finally {
    await client.end();
  }
}

/** The roles of outsiders (`db/wall`), which the product takes and may not make. */
async function makeWallRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles');
  const known = new Set(rows.map(({ rolname }) => rolname));
  const missing = Object.values(WALL_ROLES).filter((role) => !known.has(role));
  for (const role of missing) {
    await client.query(createStatement(role));
    await client.query(grantStatement(role, 'tenure'));
  }
}
