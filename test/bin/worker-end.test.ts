import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server } from 'node:net';
import { ended } from '../../bin/parts/processes';
import { OWN_PROGRAMS, ROOT } from '../../bin/parts/programs';
import { type TestDatabase, testDatabase } from '../database';

let database: TestDatabase;
let road: Server;
let worker: ChildProcess | undefined;

jest.setTimeout(180_000);

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  road.close();
  await database.drop();
});

/** The way to Temporal, on which is seen when a worker begins to speak with it. */
async function roadTo(address: string, taken: () => void): Promise<string> {
  const [host, port] = address.split(':');
  road = createServer((client) => {
    const server = createConnection({ host: host ?? '', port: Number(port) });
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  road.once('connection', taken);
  await once(road, 'listening');
  return `127.0.0.1:${(road.address() as AddressInfo).port}`;
}

test('a worker that is asked to end while it starts ends in order, and takes no work before', async () => {
  const address = await roadTo(process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '', () => worker?.kill('SIGTERM'));
  worker = spawn(process.execPath, [...OWN_PROGRAMS.flags, OWN_PROGRAMS.pathOf('worker')], {
    cwd: ROOT,
    stdio: 'ignore',
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: address,
      SMTP_URL: 'smtp://127.0.0.1:9',
      TENURE_SECRET: 's'.repeat(32),
      TENURE_CODEC_KEYS: 'k'.repeat(32),
    },
  });
  const late = setTimeout(() => worker?.kill('SIGKILL'), 120_000);
  await ended(worker);
  clearTimeout(late);
  expect([worker.exitCode, worker.signalCode]).toEqual([0, null]);
});
