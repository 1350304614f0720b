import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { FaultProxy } from '../../chaos/proxy';

/** Says back what it hears, behind the word "heard". */
let server: Server;
const heard: string[] = [];
let proxy: FaultProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  heard.length = 0;
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      heard.push(data.toString());
      socket.write(`heard ${data.toString()}`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  proxy = new FaultProxy({ target: typeof address === 'object' && address ? address.port : 0, random: () => 0.5 });
  await proxy.listen();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  await new Promise((done) => server.close(done));
});

async function connect(): Promise<Socket> {
  const client = createConnection({ port: proxy.port, host: '127.0.0.1' });
  clients.push(client);
  await once(client, 'connect');
  return client;
}

async function ask(client: Socket, text: string): Promise<string> {
  client.write(text);
  const [answer] = (await once(client, 'data')) as [Buffer];
  return answer.toString();
}

/** How a connection ends: the code of its error, or that it ended quietly. */
const endOf = (client: Socket): Promise<string> =>
  new Promise((resolve) => {
    client.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    client.once('end', () => resolve('end'));
  });

test('what is sent passes both ways while nothing is amiss', async () => {
  expect(await ask(await connect(), 'one')).toBe('heard one');
});

test('a refused connection fails, an open one is cut, and both work again on the same port afterwards', async () => {
  const open = await connect();
  const { port } = proxy;
  const cut = endOf(open);
  await proxy.set({ kind: 'refuse' });
  expect(await cut).toBe('ECONNRESET');
  await expect(connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  await proxy.set({ kind: 'pass' });
  expect(proxy.port).toBe(port);
  expect(await ask(await connect(), 'again')).toBe('heard again');
});

test('whoever connects after it is aimed elsewhere comes there, and who is connected stays', async () => {
  const stays = await connect();
  await ask(stays, 'before');
  const elsewhere = createServer((socket) => socket.on('data', () => socket.write('elsewhere'))).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const address = elsewhere.address();
  proxy.aim(typeof address === 'object' && address ? address.port : 0);
  const comes = await connect();
  expect([await ask(stays, 'after'), await ask(comes, 'after')]).toEqual(['heard after', 'elsewhere']);
  comes.destroy();
  await new Promise((done) => elsewhere.close(done));
});

test('a blackhole holds back what is sent and gives it on when it ends', async () => {
  const client = await connect();
  await ask(client, 'first');
  await proxy.set({ kind: 'blackhole' });
  const answer = ask(client, 'lost');
  const late = await connect();
  expect(heard).toEqual(['first']);

  await proxy.set({ kind: 'pass' });
  expect(await answer).toBe('heard lost');
  expect(await ask(late, 'late')).toBe('heard late');
});

test('latency delays each way by its time and half of its jitter', async () => {
  const client = await connect();
  await proxy.set({ kind: 'latency', ms: 40, jitterMs: 20 });
  const from = performance.now();
  expect(await ask(client, 'slow')).toBe('heard slow');
  expect(performance.now() - from).toBeGreaterThanOrEqual(98);
});

test('a narrow line takes its time for each byte', async () => {
  const client = await connect();
  await proxy.set({ kind: 'bandwidth', bytesPerSecond: 100 });
  const from = performance.now();
  expect(await ask(client, 'abcd')).toBe('heard abcd');
  expect(performance.now() - from).toBeGreaterThanOrEqual(138);
});

test('a connection is reset once the server has sent so many bytes', async () => {
  const client = await connect();
  await proxy.set({ kind: 'reset', afterBytes: 12 });
  expect(await ask(client, 'ab')).toBe('heard ab');
  const ended = endOf(client);
  client.write('cd');
  expect(await ended).toBe('ECONNRESET');
  expect(heard).toEqual(['ab', 'cd']);
});

test('a half-closed connection ends for the client, whose words still reach the server', async () => {
  const client = await connect();
  client.resume();
  const ended = endOf(client);
  await proxy.set({ kind: 'half-close' });
  expect(await ended).toBe('end');
});

test('a dropped reply leaves the question with the server and the client without an answer', async () => {
  const client = await connect();
  await proxy.set({ kind: 'drop-reply', holdMs: 50 });
  const answers: string[] = [];
  client.on('data', (data) => answers.push(data.toString()));
  const ended = endOf(client);
  client.write('COMMIT');
  expect(await ended).toBe('ECONNRESET');
  expect(heard).toEqual(['COMMIT']);
  expect(answers).toEqual([]);
});

test('only the reply to what was named is dropped, and only so often', async () => {
  const client = await connect();
  await proxy.set({ kind: 'drop-reply', holdMs: 10, asked: 'COMMIT', times: 1 });
  expect(await ask(client, 'BEGIN')).toBe('heard BEGIN');
  const ended = endOf(client);
  client.write('COMMIT');
  expect(await ended).toBe('ECONNRESET');
  expect(proxy.drops).toBe(1);

  expect(await ask(await connect(), 'COMMIT')).toBe('heard COMMIT');
});
