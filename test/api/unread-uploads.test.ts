import { createServer, request as call, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceWorld } from './service-world';
import { csrfIn } from './page-form';
import request from 'supertest';

/** Nothing of a file is taken from who may not send it: the answer comes while most of the form has not been sent. */
let world: ServiceWorld;
let server: Server;
beforeAll(async () => {
  world = await ServiceWorld.open();
  await world.begin();
  server = createServer(world.app).listen(0, '127.0.0.1');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.close();
});

async function cookieOf(who: 'owner' | 'stranger'): Promise<string> {
  const agent = request.agent(world.app).set('accept', 'text/html');
  const form = await agent.get('/sign-in');
  const token = world.people[who].authorization.replace('Bearer ', '');
  const done = await agent
    .post('/sign-in')
    .type('form')
    .send({ csrf: csrfIn(form.text), token })
    .expect(303);
  return [done.headers['set-cookie']].flat().join('; ');
}

const BEGINNING = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nonly the beginning';

/** The status of an answer to a form of ten megabytes of which next to nothing comes. */
function begun(path: string, cookie: string): Promise<number | undefined> {
  const headers = {
    ...{ cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' },
    ...{ 'content-type': 'multipart/form-data; boundary=x', 'content-length': 10_000_000 },
  };
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = call(
      { host: '127.0.0.1', port, path, method: 'POST', headers, signal: AbortSignal.timeout(3_000) },
      (answer) => {
        resolve(answer.statusCode);
        sent.destroy();
      },
    );
    sent.once('error', reject);
    sent.write(BEGINNING);
  });
}

test.each([
  ['a document of an engagement', () => `/engagements/${world.id}/forms/document`, 403],
  ['evidence beside values', () => `/engagements/${world.id}/kpis/2026-10`, 403],
  ['a file of a request that they may not read', () => '/requests/018f4c1e-0000-7000-8000-00000000ffff/actions', 404],
  ['a document of what is no engagement', () => '/engagements/none/forms/document', 404],
  ['a list of vendors', () => '/vendors/import', 403],
])('%s is read from nobody who may not send it', async (_what, path, status) => {
  expect(await begun(path(), await cookieOf('stranger'))).toBe(status);
});
