import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';
import pg from 'pg';
import { embeddedPostgres, type EmbeddedPostgres } from '../../bin/parts/postgres';
import { freePort } from '../../bin/parts/ports';
import { ended } from '../../bin/parts/processes';
import { endLeftovers } from '../../bin/parts/run-files';
import { ensureSecrets } from '../../bin/parts/secrets';
import { createSupervisor, type Supervisor } from '../../bin/parts/supervise';

const said: string[] = [];
let dataDir: string;
let postgres: EmbeddedPostgres;
let supervisor: Supervisor;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tenure-postgres-'));
  chmodSync(dataDir, 0o711);
  postgres = await embeddedPostgres({ dataDir, secrets: ensureSecrets(dataDir), port: await freePort() });
  supervisor = createSupervisor({ dataDir, say: (line) => void said.push(line), firstDelayMs: 50 });
  await supervisor.start(postgres.part);
});

afterAll(async () => {
  await supervisor.stopAll();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a killed PostgreSQL is started again and keeps its rows', async () => {
  await query('create table kept (line text)');
  await query(`insert into kept values ('written before the kill')`);

  process.kill(supervisor.processOf('postgres') ?? 0, 'SIGKILL');
  await heard('postgres serves again.');

  expect(await query('select line from kept')).toEqual([{ line: 'written before the kill' }]);
});

test('the product connects as a role that owns its database and nothing else', async () => {
  const [role] = await query('select rolsuper, rolcreaterole from pg_roles where rolname = current_user');

  expect(role).toEqual({ rolsuper: false, rolcreaterole: false });
});

test('nobody gets in without the generated password', async () => {
  const url = new URL(postgres.url);
  url.password = 'guess';
  const client = new pg.Client({ connectionString: url.toString() });

  await expect(client.connect()).rejects.toThrow('password authentication failed');
});

test('generated secrets are private and stay the same', () => {
  const again = ensureSecrets(dataDir);

  expect(ensureSecrets(dataDir)).toEqual(again);
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o077).toBe(0);
});

test('what a killed launcher left running is ended, a stranger with its process id is not', async () => {
  const abandoned = postgres.part.spawn.bind(postgres.part);
  await supervisor.stopAll();
  const child = abandoned();
  await postgres.part.ready(child);
  const note = (name: string, pid: number, mark: string) =>
    writeFileSync(join(dataDir, 'run', `${name}.json`), JSON.stringify({ pid, mark }));
  note('postgres', child.pid ?? 0, postgres.part.mark);
  note('stranger', process.pid, '/somewhere/else/postgres');

  expect(await endLeftovers(dataDir)).toEqual(['postgres']);
  await ended(child);
});

async function query(sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function heard(line: string): Promise<void> {
  while (!said.includes(line)) await new Promise((resolve) => setTimeout(resolve, 20));
}
