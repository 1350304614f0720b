import type { Express } from 'express';
import request from 'supertest';
import { gateActivities } from '../../activities/gates';
import { pageRows } from '../../api/authorization/page-rows';
import type { Caller } from '../../api/authorization/rules';
import { apiRoutes } from '../../api/routes';
import { openApiRoute } from '../../api/routes/openapi';
import { linkBinding } from '../../db/read/link-task';
import { createLinks } from '../../links';
import { AuthorizationWorld } from './authorization-world';
import { changesBy, type Stamps } from './changes';
import { linkPagesOver, serviceLinksOf } from './mailed-links';
import { filled, taken } from './page-cells';
import { pathOf } from './route-cells';
import { ServiceWorld } from './service-world';
import { TenderWorld } from './tender-world';
import { servicesOver } from './world';

jest.setTimeout(300_000);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const METHODS = ['GET', 'HEAD'] as const;

/** What a reader leaves behind, and why. */
const STAMPS: Stamps = {
  'tokens.last_used_at': 'people see in their settings which of their tokens is still in use',
  'sessions.last_seen_at': 'a session ends when nobody has used it for a while',
};

describe('by people who may do most', () => {
  let world: AuthorizationWorld;
  beforeAll(async () => {
    world = await AuthorizationWorld.open();
  });
  afterAll(() => world.close());

  const readers = [
    { kind: 'ours', role: 'admin', tie: 'owner' },
    { kind: 'ours', role: 'manager', tie: 'owner' },
  ] as const satisfies readonly Caller[];

  const routes = () => {
    const all = apiRoutes(servicesOver(world.db));
    return [...all, openApiRoute(() => ({}), all)].filter(({ method }) => method === 'get');
  };
  const pages = Object.keys(pageRows).flatMap((name) => (name.startsWith('get ') ? [name.slice('get '.length)] : []));

  test.each(readers)('GET and HEAD of every route change no row, as $role', async (caller) => {
    const headers = await world.authorizationOf(caller);
    const paths = routes().map((route) => `/api/v1${pathOf(route, world.thingsOf(caller))}`);
    const statuses: number[] = [];
    const changes = await changesBy(world.db, STAMPS, async () => {
      for (const method of METHODS)
        for (const path of paths) statuses.push((await world.fetch(path, { method, headers })).status);
    });

    expect(changes).toEqual([]);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    // Much of what can be read is there.
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(paths.length);
  });

  test.each(readers)('GET and HEAD of every page change no row, as $role', async (caller) => {
    const session = await world.cookieOf(caller);
    await world.db('sessions').update({ last_seen_at: new Date(Date.now() - 2 * MINUTE) });
    const headers = { accept: 'text/html', cookie: session?.cookie ?? '' };
    const statuses: number[] = [];
    const changes = await changesBy(world.db, STAMPS, async () => {
      for (const method of METHODS)
        for (const path of pages) {
          const response = await world.fetch(filled(path, world.thingsOf(caller)), { method, headers });
          await taken(response);
          statuses.push(response.status);
        }
    });

    expect(changes).toEqual([]);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    // Much of what can be read is there.
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(pages.length);
  });

  test('GET and HEAD of a decision, its sign-in and its report change no row', async () => {
    const [task] = await world.db('request_tasks').where({ status: 'active' }).pluck<string[]>('id');
    const binding = await linkBinding(world.db, task ?? '');
    if (!binding || !task) throw new Error('nobody was asked');
    const link = createLinks(['k'.repeat(32)], '').forDecision({
      ...binding,
      taskId: task,
      expiresAt: Date.now() + HOUR,
    });
    const statuses: number[] = [];
    const changes = await changesBy(world.db, STAMPS, async () => {
      for (const method of METHODS)
        for (const path of [link, `${link}/report`, `${link}/sign-in`])
          statuses.push((await world.fetch(path, { method, headers: { accept: 'text/html' } })).status);
    });

    expect(changes).toEqual([]);
    expect(statuses).toEqual([200, 200, 303, 200, 200, 303]);
  });
});

/** Reads pages behind links, each by both methods; answers what was answered. */
async function readAll(app: Express, paths: readonly string[]): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const path of paths)
    for (const method of ['get', 'head'] as const)
      statuses.push((await request(app)[method](path).set('accept', 'text/html')).status);
  return statuses;
}

describe('by whoever holds a link', () => {
  test('GET and HEAD of a tender change no row', async () => {
    const world = await TenderWorld.open();
    const { vendorIds } = await world.begin();
    await world.publish(vendorIds);
    const path = await world.link('sun');
    const app = linkPagesOver(world.database.db, () => world.now);
    let statuses: readonly number[] = [];
    const changes = await changesBy(world.database.db, {}, async () => {
      statuses = await readAll(app, [path]);
    });
    await world.close();

    expect({ changes, statuses }).toEqual({ changes: [], statuses: [200, 200] });
  });

  test('GET and HEAD of the pages of a running service, a survey, a questionnaire and a password change no row', async () => {
    const world = await ServiceWorld.open();
    await world.begin();
    const survey = await surveyLink(world);
    await settle(world);
    const paths = [...(await serviceLinksOf(world)), survey];
    const app = linkPagesOver(world.database.db, () => world.now);
    let statuses: readonly number[] = [];
    const changes = await changesBy(world.database.db, {}, async () => {
      statuses = await readAll(app, paths);
    });
    await world.close();

    expect(changes).toEqual([]);
    expect(paths.map((path) => path.slice(0, 3)).sort()).toEqual(['/f/', '/i/', '/k/', '/m/', '/q/', '/s/', '/w/']);
    expect(statuses).toEqual(paths.flatMap(() => [200, 200]));
  });
});

async function surveyLink(world: ServiceWorld): Promise<string> {
  const invitees = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, email: `${name}@example.com` }));
  const asked = { title: 'How was it?', period: '2027-02', questions: ['csat'], closesOn: '2027-03-12', invitees };
  await world.call('post', '/surveys', asked).expect(201);
  await world.settle();
  const letters = await world.post();
  return (
    letters.map(({ text }) => /http:\/\/localhost(\/f\/\S+)/.exec(text)?.[1]).find((path) => path !== undefined) ?? ''
  );
}

/** A settlement that was approved, so that the vendor sees it. */
async function settle(world: ServiceWorld): Promise<void> {
  const { id: engagementId, now } = world;
  const { db } = world.database;
  await db('engagements').where({ id: engagementId }).update({ state: 'EXITING' });
  const lines = [{ kind: 'final_fee_prorata', money: { amount: '1500.00', currency: 'CNY' } }];
  await world.call('put', '/settlement', { lines }, 'service').expect(200);
  const gate = { gate: 'settlement', requestId: engagementId, choice: {} } as const;
  await gateActivities({ db }).applyGate({ engagementId, gate, outcome: 'approved', now });
}
