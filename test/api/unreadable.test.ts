import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { answerUnreadable } from '../../api/unreadable';

let server: Server;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = answerUnreadable(createServer((req, res) => void res.end(`${asked.push(req.url ?? '')}`)));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => void server.close(resolve)));

async function answerTo(sent: string): Promise<{ readonly head: string; readonly problem: unknown }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(sent);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, problem: JSON.parse(body) };
}

test('an address that is longer than HTTP allows is refused with a problem document', async () => {
  const { head, problem } = await answerTo(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`);

  expect(head).toMatch(/^HTTP\/1.1 431 Request Header Fields Too Large\r\n/);
  expect(head).toContain('Content-Type: application/problem+json');
  expect(problem).toMatchObject({
    status: 431,
    code: 'HEADERS_TOO_LARGE',
    detail: 'Address and headers may have 16 KB together.',
  });
  expect(asked).toEqual([]);
});

test('what is no HTTP at all is refused as malformed, and the next caller is served', async () => {
  const { head, problem } = await answerTo('HELO tenure\r\n\r\n');
  const next = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/next`);

  expect(head).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
  expect(problem).toMatchObject({ status: 400, code: 'MALFORMED', errors: [] });
  expect(await next.text()).toBe('1');
  expect(asked).toEqual(['/next']);
});
