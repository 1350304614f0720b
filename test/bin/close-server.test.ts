import { once } from 'node:events';
import { Agent, createServer, get, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { closeServer, LINGER_MS } from '../../bin/parts/close-server';

const ANSWER_MS = 40;
let server: Server;
/** A server that has stopped listening tells it no more. */
let port = 0;
let asked = 0;
let begun = 0;
let isOpen = true;

beforeEach(async () => {
  [asked, begun, isOpen] = [0, 0, true];
  server = createServer((_request, response) => {
    begun += 1;
    setTimeout(() => response.end('here'), ANSWER_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((done) => server.close(done));
});

/** By a connection that is kept, as browsers and balancers of load do. */
function ask(agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, agent }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'));
  });
}

/** One question after the other, without a pause, until nobody listens any more; answers what came of them. */
async function askOn(): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const heard: string[] = [];
  while (isOpen) {
    asked += 1;
    heard.push(await ask(agent));
  }
  agent.destroy();
  return heard;
}

test('a server that is closed ends although somebody goes on asking, and every answer that was begun comes whole', async () => {
  const talking = [askOn(), askOn(), askOn()];
  while (asked < 9) await new Promise((turn) => setImmediate(turn));
  await closeServer(server);
  expect(server.listening).toBe(false);
  isOpen = false;
  const heard = (await Promise.all(talking)).flat();
  expect(heard.filter((answer) => answer === 'here')).toHaveLength(begun);
  expect(begun).toBeGreaterThanOrEqual(9);
  // The system drops whoever it had let in but not yet handed over: heard by nobody, so to be asked again without harm.
  const unheard = ['ECONNREFUSED', 'ECONNRESET'];
  expect(heard.filter((answer) => answer !== 'here' && !unheard.includes(answer))).toEqual([]);
});

test('whoever asks while the process is held up is answered, although the time to linger has passed meanwhile', async () => {
  const caller = connect(port, '127.0.0.1');
  const QUESTION = 'GET / HTTP/1.1\r\nHost: here\r\n\r\n';
  caller.write(QUESTION);
  await once(caller, 'data');
  const closing = closeServer(server);
  caller.write(QUESTION);
  holdUp(LINGER_MS + 100);
  const [answer] = (await once(caller, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 [^]*connection: close[^]*here$/i);
  await closing;
  expect(begun).toBe(2);
});

function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
