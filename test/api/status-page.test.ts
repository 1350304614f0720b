import { Client } from '@temporalio/client';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineStatus } from '../../api/engine-status';
import { scannerAway } from '../../api/scan/clamd';
import { probeAll, wellnessOf, wording } from '../../api/status/probe';
import { probesOf } from '../../api/status/probes';
import { devServer, ownNamespace } from '../temporal';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';
import { noGateway, servicesOver } from './world';

const PATH = '/admin/status';
let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
});
beforeEach(() => li.as('admin'));
afterAll(() => world.database.drop());

const around = (now = Date.now()) => ({
  deps: { ...servicesOver(world.database.db), gateway: noGateway },
  now,
  say: wording('en', 'UTC', now),
});

test('parts that are away are ill with their section of the runbooks, and the others are told as they are', async () => {
  const parts = await probeAll(probesOf(around()));
  const by = new Map(parts.map((part) => [part.key, part]));
  expect(by.get('database')).toMatchObject({ wellness: 'well', error: null, runbook: null });
  expect(by.get('migrations')).toMatchObject({ wellness: 'well', facts: [{ key: 'pending', value: '0' }] });
  expect(by.get('engine')).toMatchObject({ wellness: 'ill', error: 'the engine is not part of this test' });
  expect(by.get('relay')).toMatchObject({ wellness: 'ill', runbook: 'Mail relay down' });
  expect(wellnessOf(parts)).toBe('ill');
});

test('every section that a part leads to is one of the runbooks', () => {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', 'runbooks.md'), 'utf8');
  const sections = new Set([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title));
  for (const { runbook } of probesOf(around())) expect(sections).toContain(runbook);
});

test('the scanner of uploads is well while it answers, ill while it does not, and told as missing where none is named', async () => {
  const foundWith = async (documents: object) => {
    const { deps, ...rest } = around();
    const one = probesOf({ ...rest, deps: { ...deps, documents: { ...deps.documents, ...documents } } });
    return (await probeAll(one.filter(({ key }) => key === 'scanner')))[0];
  };
  const scan = (version: () => Promise<string>) => ({ scan: { version, inspect: () => Promise.resolve() } });
  const well = { wellness: 'well', facts: [{ key: 'version', value: 'ClamAV 1' }] };
  expect(await foundWith(scan(() => Promise.resolve('ClamAV 1')))).toMatchObject(well);
  expect(await foundWith(scan(() => Promise.reject(scannerAway())))).toMatchObject({ wellness: 'ill' });
  expect(await foundWith({})).toMatchObject({ wellness: 'unknown', facts: [{ key: 'scanning' }], runbook: 'A scanner that is away' }); // prettier-ignore
});

test('mails that were given up make the outbox ill', async () => {
  const outbox = async () => {
    const probes = probesOf(around()).filter(({ key }) => key === 'outbox');
    return (await probeAll(probes))[0]?.wellness;
  };
  expect(await outbox()).toBe('well');
  const order = { kind: 'issue', recipient_id: LI.id, facts: '{}', due_at: new Date() };
  await world.database.db('mail_orders').insert({ ...order, key: 'failing', last_error: '421' });
  expect(await outbox()).toBe('unsure');
  await world.database.db('mail_orders').insert({ ...order, key: 'dead', next_at: null, last_error: '550' });
  expect(await outbox()).toBe('ill');
  await world.database.db('mail_orders').delete();
});

test('a part that does not answer holds up no other', async () => {
  const never = { key: 'database', look: () => new Promise<never>(() => undefined), runbook: 'No answer' };
  const [part] = await probeAll([never], 50);
  expect(part).toMatchObject({ wellness: 'ill', error: 'No answer within 0.05 s.', runbook: 'No answer' });
});

test('the engine tells its version and its queues, and that nobody serves them', async () => {
  const { connection, close } = await devServer();
  // In a namespace that no worker of another test has ever served.
  const client = new Client({ connection, namespace: await ownNamespace() });
  const { version, queues, nightly } = await engineStatus(client, connection).finally(close);
  expect(version).toMatch(/^\d+\.\d+/);
  expect(queues.map(({ name }) => name)).toEqual(['tenure', 'tenure-mail', 'tenure-migration']);
  for (const { pollers, seenAt, backlog } of queues) {
    expect([pollers, seenAt]).toEqual([0, null]);
    expect(backlog).toBeGreaterThanOrEqual(0);
  }
  expect(nightly).toBeNull();
});

test('administrators see it, and others do not', async () => {
  const { text } = await li.get(PATH).expect(200);
  expect(text).toContain('docs/runbooks.md</code> › Mail relay down');
  await li.as('manager', 'auditor');
  await li.get(PATH).expect(403);
});
