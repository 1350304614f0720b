import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../bin/parts/ports';

const ROOT = resolve(__dirname, '..', '..');
let dataDir: string;
beforeEach(() => (dataDir = join(mkdtempSync(join(tmpdir(), 'tenure-start-')), 'data')));
afterEach(() => rmSync(resolve(dataDir, '..'), { recursive: true, force: true }));

interface End {
  readonly code: number | null;
  readonly said: string;
}

/** Runs the launcher where it must refuse. */
async function start(env: Readonly<Record<string, string>>): Promise<End> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/start.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TENURE_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, said };
}

async function taken(): Promise<{ readonly port: number; readonly server: Server }> {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, () => done()));
  return { port, server };
}

test('a port in use is one sentence and a non-zero exit', async () => {
  const { port, server } = await taken();
  const { code, said } = await start({ PORT: String(port) });
  server.close();

  expect(said).toBe(`✘ Port ${port} is in use: stop what uses it or set PORT to another one.\n`);
  expect(code).toBe(1);
  expect(readdirSync(dataDir)).not.toContain('postgres');
});

test('a data directory that cannot be used is named', async () => {
  writeFileSync(dataDir, 'not a directory');
  const { code, said } = await start({ PORT: String(await freePort()) });

  expect(said).toMatch(`✘ The data directory ${dataDir} (TENURE_DATA_DIR) cannot be used: ENOTDIR`);
  expect(said.split('\n')).toHaveLength(2);
  expect(code).toBe(1);
});

test('an unreachable Temporal is named', async () => {
  const port = await freePort();
  const { code, said } = await start({
    PORT: String(await freePort()),
    DATABASE_URL: process.env['TENURE_TEST_DATABASE_URL'] ?? '',
    TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
  });

  expect(said).toBe(
    `✘ Temporal at 127.0.0.1:${port} (TEMPORAL_ADDRESS) cannot be reached: Failed to connect before the deadline.\n`,
  );
  expect(code).toBe(1);
  expect(readdirSync(dataDir)).not.toContain('postgres');
});

test('a wrong setting is named before anything starts', async () => {
  const { code, said } = await start({ DATABASE_URL: 'mysql://localhost/tenure' });

  expect(said).toBe('✘ DATABASE_URL must start with postgres:// or postgresql://\n');
  expect(code).toBe(1);
});

test('an unreachable database is named without its password', async () => {
  const port = await freePort();
  const { code, said } = await start({
    PORT: String(await freePort()),
    DATABASE_URL: `postgres://tenure:hidden-word@127.0.0.1:${port}/tenure`,
  });

  expect(said).toMatch(
    new RegExp(`^✘ PostgreSQL at 127.0.0.1:${port}/tenure \\(DATABASE_URL\\) cannot be used: .*\n$`),
  );
  expect(said).not.toContain('hidden-word');
  expect(code).toBe(1);
});

test('production names every setting that is too weak for it, and starts nothing', async () => {
  const { code, said } = await start({ NODE_ENV: 'production' });

  expect(said).toBe(
    '✘ TENURE_SECRET is required when NODE_ENV=production. TENURE_CODEC_KEYS is required when NODE_ENV=production. ' +
      'PUBLIC_URL must be an https address when NODE_ENV=production: links in mails carry the right to decide.\n',
  );
  expect(code).toBe(1);
  expect(existsSync(dataDir)).toBe(false);
});
