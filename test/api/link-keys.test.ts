import { createServer } from 'node:http';
import { auditTrail } from '../../db/read/audit';
import { requestStream } from '../../db/stores/audit';
import { createLinks } from '../../links';
import { hiddenOf } from './page-form';
import { decide, KEY, RunningLinks, visit } from './running-links';

const NEW_KEY = 'n'.repeat(32);
const approve = { decision: 'approve' };

let world: RunningLinks;
let api: string;
beforeAll(async () => {
  world = await RunningLinks.open();
  api = await world.serve();
});
afterAll(() => world.close());

describe('a new root key', () => {
  test('leaves links, open forms and codes in flight as they are, while the old one is still named', async () => {
    const request = await world.ask({}, { stepUp: true });
    const path = await world.linkOf(request, 'A');
    const form = hiddenOf((await visit(api + path)).text);
    await visit(`${api}${path}/code`, { fields: form });
    const { text } = await world.desk.relay.until((letter) => /^ {4}\d{6}$/m.test(letter.text));
    const code = /^ {4}(\d{6})$/m.exec(text)?.[1] ?? '';
    const rotated = await world.serve({ secrets: [NEW_KEY, KEY] });
    const { status } = await visit(rotated + path, { fields: { ...form, ...approve, code } });
    expect(status).toBe(200);
    expect((await request.view()).status).toBe('approved');
  });

  test('signs what is made from then on, and the old one is for reading only', () => {
    const target = {
      taskId: '018f4c1e-0000-7000-8000-000000000001',
      round: 1,
      recipientId: 'p',
      address: 'a',
      subjectHash: 'h',
      expiresAt: 1,
    };
    const both = createLinks([NEW_KEY, KEY], '');
    expect(both.forDecision(target)).toBe(createLinks([NEW_KEY], '').forDecision(target));
    expect(both.codeFor('c')).toBe(createLinks([NEW_KEY], '').codeFor('c'));
    expect(both.isCode('c', createLinks([KEY], '').codeFor('c'))).toBe(true);
    expect(createLinks([NEW_KEY], '').isCode('c', createLinks([KEY], '').codeFor('c'))).toBe(false);
  });

  test('makes every old link unknown once the old key is gone, and everybody gets a new link, once', async () => {
    const [one, two] = [await world.ask(), await world.ask()];
    const old = await world.linkOf(one, 'A');
    const bare = await world.serve({ secrets: [NEW_KEY] });
    Object.assign(world.desk.deps, { secrets: [NEW_KEY] });
    expect((await decide(bare + old, approve)).status).toBe(404);
    const admin = { authorization: `Bearer ${await world.token('ADMIN')}`, 'content-type': 'application/json' };
    const renew = () => fetch(`${bare}/api/v1/decision-links/renewals`, { method: 'POST', headers: admin, body: '{}' });
    const open = await world.database.db('request_tasks').where({ status: 'active' });
    for (let call = 0; call < 2; call += 1) {
      const answer = await renew();
      expect([answer.status, await answer.json()]).toEqual([202, { tasks: open.length }]);
    }
    const tasks = [await one.taskOf('A'), await one.taskOf('B'), await two.taskOf('A'), await two.taskOf('B')];
    for (const { id } of tasks)
      await world.desk.relay.until(({ subject, text }) => /new link/i.test(subject) && text.includes(`/a/${id}`));
    const mails = await world.database.db('mail_log').where({ kind: 'new-link' });
    expect(mails).toHaveLength(open.length);
    const fresh = await world.mailed('A', new RegExp(`new link[^]*/a/${tasks[0]?.id ?? ''}`, 'i'));
    expect((await decide(bare + fresh, approve)).status).toBe(200);
    Object.assign(world.desk.deps, { secrets: [KEY] });
  });

  test('is an administrator’s business', async () => {
    const headers = { authorization: `Bearer ${await world.token('A')}`, 'content-type': 'application/json' };
    const { status } = await fetch(`${api}/api/v1/decision-links/renewals`, { method: 'POST', headers, body: '{}' });
    expect(status).toBe(403);
  });
});

test('behind a proxy that takes a path off, the mailed link opens, looks right and decides', async () => {
  const request = await world.ask();
  const inner = await world.serve({ publicUrl: 'https://intranet.example/tenure' });
  const { origin, close } = await proxyBelow('/tenure', inner);
  const { id } = await request.taskOf('A');
  const path = await world.linkTo(id);
  const page = await visit(`${origin}/tenure${path}`);
  expect(page.text).toContain(`action="/tenure${path}"`);
  const style = /<link rel="stylesheet" href="([^"]+)"/.exec(page.text)?.[1] ?? '';
  expect((await visit(origin + style)).status).toBe(200);
  const signIn = await visit(`${origin}/tenure${path}/sign-in`);
  expect(signIn.headers.get('location')).toBe(`/tenure/sign-in?next=${encodeURIComponent(path)}`);
  const headers = { origin: 'https://intranet.example', 'sec-fetch-site': 'same-origin' };
  const { status } = await decide(`${origin}/tenure${path}`, approve, headers);
  expect([status, (await request.view()).status]).toEqual([200, 'approved']);
  await close();
});

test('a person reads by mail what was recorded in their name, and may say that it was not them', async () => {
  const request = await world.ask();
  const { id } = await request.taskOf('A');
  await decide(api + (await world.linkTo(id)), { ...approve, comment: 'Fine.' });
  const path = await world.mailed('A', new RegExp(`/a/${id}\\S*/report`));
  const page = await visit(api + path);
  expect([page.status, page.text.includes('Fine.')]).toEqual([200, true]);
  expect(await reportsOf(request.id)).toEqual([]);
  await visit(api + path, { fields: {} });
  expect(await reportsOf(request.id)).toEqual([]);
  for (let press = 0; press < 2; press += 1)
    expect((await visit(api + path, { fields: hiddenOf(page.text) })).status).toBe(200);
  const { to, text } = await world.desk.relay.until(({ subject }) => /did not decide/.test(subject));
  expect(to.address).toMatch(/^admin-/);
  expect(text).toContain('its execution has begun');
  expect(await reportsOf(request.id)).toHaveLength(1);
  expect((await request.view()).status).toBe('approved');
});

test('a report in time freezes the request through the same link, until an administrator annuls the decision', async () => {
  const request = await world.ask({}, { coolingOff: 'PT4H' });
  const { id } = await request.taskOf('A');
  await decide(api + (await world.linkTo(id)), approve);
  expect(await request.view()).toMatchObject({ status: 'pending', frozenSince: null });
  const path = await world.mailed('A', new RegExp(`/a/${id}\\S*/report`));
  const answer = await visit(api + path, { fields: hiddenOf((await visit(api + path)).text) });
  expect([answer.status, answer.text.includes('The request is frozen')]).toEqual([200, true]);
  const { frozenSince, reports } = await request.view();
  expect([frozenSince !== null, reports]).toMatchObject([
    true,
    [{ taskId: id, byId: world.desk.id('A'), outcome: null }],
  ]);
  for (const name of ['admin', 'r', 'a'])
    await world.desk.relay.until(
      ({ to, subject }) => to.address.startsWith(`${name}-`) && subject.startsWith('[Frozen]'),
    );

  const call = async (name: string, body: object) => {
    const headers = { authorization: `Bearer ${await world.token(name)}`, 'content-type': 'application/json' };
    const at = `${api}/api/v1/requests/${request.id}/actions`;
    const response = await fetch(at, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  };
  const withdrawn = await call('R', { action: 'withdraw' });
  expect([withdrawn.status, withdrawn.body['code']]).toEqual([409, 'REQUEST_FROZEN']);
  expect((await call('B', { action: 'annul', taskId: id, comment: 'because' })).status).toBe(403);
  const annulled = await call('ADMIN', { action: 'annul', taskId: id, comment: 'The mailbox was open.' });
  expect(annulled).toMatchObject({
    status: 200,
    body: { status: 'pending', frozenSince: null, coolingOffUntil: null },
  });
  expect((await visit(api + (await world.linkTo(id)))).status).toBe(410);
  const again = (await request.taskOf('A')).id;
  expect((await decide(api + (await world.linkTo(again)), { decision: 'reject', comment: 'Never mine.' })).status).toBe(
    200,
  );
  expect((await request.view()).status).toBe('rejected');
});

const reportsOf = async (id: string) =>
  (await auditTrail(world.database.db, requestStream(id), { after: 0, limit: 99 })).filter(
    ({ type }) => type === 'link.reported',
  );

/** What a proxy with `location /tenure/ { proxy_pass http://inner/; }` does. */
async function proxyBelow(prefix: string, inner: string) {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const headers = Object.entries(req.headers).filter(
        ([name]) => !['host', 'connection', 'content-length'].includes(name),
      );
      const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
      void fetch(inner + (req.url ?? '').slice(prefix.length), {
        method: req.method ?? 'GET',
        headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
        redirect: 'manual',
        ...body,
      }).then(async (answer) => {
        const passed = [...answer.headers].filter(
          ([name]) => !/^(content-encoding|content-length|transfer-encoding|connection)$/.test(name),
        );
        res.writeHead(answer.status, Object.fromEntries(passed)).end(Buffer.from(await answer.arrayBuffer()));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${port}`, close };
}
