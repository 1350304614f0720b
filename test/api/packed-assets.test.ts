import { once } from 'node:events';
import { createServer, get as httpGet, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { DRAFTS, ICON, KEYS, LIVE, PASSKEYS, SESSION, STYLE } from '../../api/pages/assets';
import { HOTLINE, pageWorld, type PageWorld, Visitor } from './page-world';

let world: PageWorld;
let li: Visitor;
let server: Server;
let port = 0;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
  await li.as('admin');
  server = createServer(world.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.database.drop();
});

/** As it comes over the network: nothing is unpacked. */
async function raw(path: string, accepted?: string): Promise<{ head: IncomingMessage; body: Buffer }> {
  const headers = {
    accept: 'text/html',
    cookie: li.cookie,
    ...(accepted !== undefined && { 'accept-encoding': accepted }),
  };
  const [head] = (await once(httpGet({ port, path, headers }), 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of head) parts.push(part as Buffer);
  return { head, body: Buffer.concat(parts) };
}
const BROWSER = 'gzip, deflate, br, zstd';

test.each([STYLE, LIVE, KEYS, DRAFTS, SESSION, PASSKEYS, ICON])(
  '$href is packed as its reader can unpack it',
  async (asset) => {
    const packed = await raw(asset.href, BROWSER);
    expect(packed.head.headers).toMatchObject({
      'content-encoding': 'br',
      'content-length': String(packed.body.length),
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(brotliDecompressSync(packed.body).equals(asset.content)).toBe(true);
    expect(packed.body.length).toBeLessThan(asset.content.length);

    const zipped = await raw(asset.href, 'gzip, deflate');
    expect(zipped.head.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body).equals(asset.content)).toBe(true);
  },
);

test.each([undefined, '', 'identity', 'zstd', 'br;q=0, gzip;q=0'])(
  'who unpacks nothing (%s) has it plain',
  async (accepted) => {
    const { head, body } = await raw(STYLE.href, accepted);
    expect(head.headers).toMatchObject({ vary: 'accept-encoding', 'content-length': String(STYLE.content.length) });
    expect(head.headers).not.toHaveProperty('content-encoding');
    expect(body.equals(STYLE.content)).toBe(true);
  },
);

test.each(['/inbox?q=', `/engagements/${HOTLINE}`, '/portfolio', '/sign-in', '/nothing-here', '/api/v1/me'])(
  'what holds a secret beside what somebody else chose is never packed: %s',
  async (path) => {
    const { head } = await raw(path, BROWSER);
    expect(head.headers).not.toHaveProperty('content-encoding');
  },
);

test('a stream of events is sent as it happens', async () => {
  const asked = httpGet({ port, path: '/live/inbox', headers: { cookie: li.cookie, 'accept-encoding': BROWSER } });
  const [head] = (await once(asked, 'response')) as [IncomingMessage];
  const [first] = (await once(head, 'data')) as [Buffer];
  asked.destroy();
  expect(head.headers).not.toHaveProperty('content-encoding');
  expect(first.toString()).toContain('retry: ');
});
