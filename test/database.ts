import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { shipCalendars } from '../db/bootstrap';
import { type Db, openDatabase } from '../db/knex';
import { migrate } from '../db/migrate';

export interface TestDatabase {
  readonly url: string;
  readonly db: Db;
  /** Closes the pool and removes the database; for `afterAll`. */
  readonly drop: () => Promise<void>;
}

const POOL = 10;
/** Whoever waits for a connection on a busy machine is not refused by that alone. */
const WAIT_MS = 60_000;
const LOCK = 7_360_112;

/** A database of its own for a test file, with the newest schema and the calendars: copied from a template that is migrated once. */
export const testDatabase = (): Promise<TestDatabase> =>
  makeDatabase(async (client, name) => {
    const template = await migratedTemplate(client);
    await whenUnused(() => client.query(`create database ${name} template ${template}`));
  });

/** An empty database without any table, for tests of migrations and of data that moves. */
export const emptyDatabase = (): Promise<TestDatabase> =>
  makeDatabase((client, name) => client.query(`create database ${name}`));

async function makeDatabase(create: (client: pg.Client, name: string) => Promise<unknown>): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator((client) => create(client, name));
  const db = openDatabase(urlOf(name), POOL, WAIT_MS);
  refuseTwoAtOnce(db);
  const drop = async (): Promise<void> => {
    await db.destroy();
    await whenUnused(() => asAdministrator((client) => client.query(`drop database if exists ${name} with (force)`)));
  };
  return { url: urlOf(name), db, drop };
}

const FRAMES = /^(begin|commit|rollback|savepoint|release|set transaction)/i;

interface Sent {
  readonly __knexUid: string;
  readonly sql: string;
}

/** A connection answers one statement at a time: a transaction that sends a second one before fails here, with both. */
function refuseTwoAtOnce(db: Db): void {
  const running = new Map<string, string>();
  db.on('query', ({ __knexUid: connection, sql }: Sent) => {
    // Knex tells of no answer to those that frame a transaction.
    if (FRAMES.test(sql)) return;
    const first = running.get(connection);
    if (first !== undefined) throw new Error(`within one transaction, use together(): ${sql} was sent beside ${first}`);
    running.set(connection, sql);
  });
  db.on('query-response', (_answer: unknown, { __knexUid: connection }: Sent) => running.delete(connection));
  db.on('query-error', (_error: unknown, { __knexUid: connection }: Sent) => running.delete(connection));
}

function administratorUrl(): string {
  const url = process.env['TENURE_TEST_DATABASE_URL'];
  if (!url) throw new Error('TENURE_TEST_DATABASE_URL is not set: run `npm test`, or see the header of bin/test.ts');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(administratorUrl());
  url.pathname = `/${database}`;
  return url.toString();
}

async function asAdministrator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: administratorUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** One template per set of migrations and calendars; test files start at once, so the first one builds it and the others wait. */
async function migratedTemplate(client: pg.Client): Promise<string> {
  const name = `template_${contentHash()}`;
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) await buildTemplate(client, name);
    return name;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

/** Built under another name, so that a failed migration leaves no half-made template. */
async function buildTemplate(client: pg.Client, name: string): Promise<void> {
  const building = `${name}_building`;
  await client.query(`drop database if exists ${building} with (force)`);
  await client.query(`create database ${building}`);
  await migrate(urlOf(building));
  await fill(urlOf(building));
  await whenUnused(() => client.query(`alter database ${building} rename to ${name}`));
}

/** What every installation has after its first start, without people. */
async function fill(url: string): Promise<void> {
  const db = openDatabase(url, 1);
  try {
    await shipCalendars(db, Date.now());
  } finally {
    await db.destroy();
  }
}

function contentHash(): string {
  const hash = createHash('sha256');
  for (const folder of ['migrations', 'calendars', 'wall'].map((name) => join(__dirname, '..', 'db', name)))
    for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

/** In use by a connection, or by the server's own cleaning, which nobody but the server may end. */
const IN_USE: readonly (string | undefined)[] = ['55006', '42501'];

/** A closed connection is gone on the server a moment later; until then its database cannot be copied or dropped. */
async function whenUnused<T>(work: () => Promise<T>, attempts = 50): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (attempts <= 1 || !(error instanceof pg.DatabaseError) || !IN_USE.includes(error.code)) throw error;
    await sleep(100);
    return whenUnused(work, attempts - 1);
  }
}
