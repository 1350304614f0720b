import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import type { Route } from '../../api/route';
import { apiRoutes } from '../../api/routes';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { anOpening } from '../builders';
import { type TestDatabase, testDatabase } from '../database';
import { rowsOf } from '../dump';
import { leastOf } from './least-body';
import { plantChildren, TABLES } from './nested-things';
import { servicesOver, signedIn, type SignedIn } from './world';

/** A thing of one engagement is not found below another one, on any route that names both. */
jest.setTimeout(600_000);
const WORD = 'Elsewhere-word';
const STATES = ['IN_SERVICE', 'VENDOR_SELECTION', 'CONTRACTING', 'EXITING'] as const;

/** Parts that name nothing with an id of its own: keys, periods and numbers are read within their engagement. */
const NATURAL: Readonly<Record<string, string>> = {
  gate: 'needs',
  period: '2026-10',
  year: '2026',
  version: '1',
  code: 'SCOPE',
  key: 'uptime',
  dimension: 'capability',
};

/** Nothing is looked up where no settlement has been approved. */
const UNSETTLED = 'post /engagements/{id}/settlement/disputes/{disputeId}/resolve: 409';
/** Its file would have to be in the store of documents. */
const FILES = '/engagements/{id}/kpis/{key}/evidence/{fileId}/content';

const partsOf = ({ path }: Route): readonly string[] =>
  [...path.matchAll(/(\w+)\/\{(\w+)\}/g)].slice(1).map(([, before = '', part = '']) => (part === 'item' ? `${before}/{item}` : part)); // prettier-ignore
const nested = (routes: readonly Route[]): readonly Route[] =>
  routes.filter((one) => one.path.startsWith('/engagements/{id}/') && partsOf(one).some((part) => !(part in NATURAL)));

let database: TestDatabase;
let server: Server;
let admin: SignedIn;
const own = uuidv7();
const other = uuidv7();
let children: ReadonlyMap<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  admin = await signedIn(database.db, { roles: ['admin', 'legal', 'finance', 'security'] });
  const services = servicesOver(database.db);
  server = createApp({ services, routes: apiRoutes(services) }).listen(0, '127.0.0.1');
  const body = anOpening({ ownerId: admin.person.id, roles: {} });
  await inTransaction(database.db, async (trx) => {
    for (const id of [own, other]) await insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() });
  });
  children = await plantChildren(database.db, other, WORD);
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await database.drop();
});

const rowsNow = (): Promise<string> => rowsOf(database.db);

const all = (): readonly Route[] => nested(apiRoutes(servicesOver(database.db)));
const filled = (path: string): string =>
  path.replace('{id}', own).replace(/(\w+)\/\{(\w+)\}/g, (_all, before: string, part: string) => {
    const id = children.get(part) ?? children.get(`${before}/{${part}}`) ?? NATURAL[part];
    return `${before}/${id ?? ''}`;
  });

async function call(route: Route): Promise<{ readonly status: number; readonly said: string }> {
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const method = route.method.toUpperCase();
  const body = method === 'GET' || method === 'DELETE' ? null : JSON.stringify(route.body ? leastOf(route.body) : {});
  const headers = { authorization: admin.authorization, ...(body && { 'content-type': 'application/json' }) };
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${filled(route.path)}`, {
    method,
    headers,
    ...(body && { body }),
  });
  return { status: answer.status, said: await answer.text() };
}

test('every part of a path below an engagement is known here, so that a new route is tried as well', () => {
  const parts = new Set(apiRoutes(servicesOver(database.db)).filter(({ path }) => path.startsWith('/engagements/{id}/')).flatMap(partsOf)); // prettier-ignore
  expect([...parts].filter((part) => !(part in TABLES) && !(part in NATURAL))).toEqual([]);
});

test('what belongs to another engagement is answered 404 on every route, tells nothing and is not changed', async () => {
  const routes = all();
  const seen = new Map<string, Set<number>>();
  for (const state of STATES) {
    await database.db('engagements').where({ id: own }).update({ state });
    const before = await rowsNow();
    for (const route of routes) {
      const { status, said } = await call(route);
      const name = `${route.method} ${route.path}`;
      seen.set(name, (seen.get(name) ?? new Set()).add(status));
      expect([name, status < 300, said.includes(WORD)]).toEqual([name, false, false]);
    }
    expect(await rowsNow()).toBe(before);
  }
  const elsewise = [...seen].flatMap(([name, found]) => (found.has(404) ? [] : [`${name}: ${[...found].join(' ')}`]));
  expect(elsewise).toEqual([UNSETTLED]);
  process.stdout.write(`${routes.length * STATES.length} cells of ids of another engagement, 0 found\n`);
});

test('the same things are found below the engagement that they belong to', async () => {
  for (const table of Object.values(TABLES)) await database.db(table).update({ engagement_id: own });
  const missing: string[] = [];
  for (const route of all().filter(({ method, path }) => method === 'get' && path !== FILES)) {
    const { status } = await call(route);
    if (status === 404) missing.push(route.path);
  }
  expect(missing).toEqual([]);
});
