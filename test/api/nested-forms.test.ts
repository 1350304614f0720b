import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { formToken } from '../../api/pages/csrf';
import { FORMS } from '../../api/record-form/all';
import { VENDOR_FORMS } from '../../api/vendor-form/all';
import { wholePages } from '../../api/whole-pages';
import { insertEngagement } from '../../db/stores/engagements';
import { insertSession } from '../../db/stores/sessions';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { anOpening, aVendor } from '../builders';
import { type TestDatabase, testDatabase } from '../database';
import { rowsOf } from '../dump';
import { plant } from './children';
import { plantChildren } from './nested-things';
import { servicesOver, signedIn } from './world';

/** Forms that are about one thing, which `?of=` names: a thing of another engagement or vendor is not there. */
jest.setTimeout(300_000);
const WORD = 'Elsewhere-word';
const STATES = ['IN_SERVICE', 'VENDOR_SELECTION', 'CONTRACTING', 'EXITING'] as const;
const [own, other, secret] = [uuidv7(), uuidv7(), uuidv7()];

let database: TestDatabase;
let server: Server;
let csrf: string;
let vendors: readonly string[];
let children: readonly string[];
let assessment: string;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const { person } = await signedIn(db, { roles: ['admin', 'legal', 'finance', 'security'] });
  await insertSession(db, { userId: person.id, secret, now: Date.now() });
  const services = servicesOver(db);
  csrf = formToken(services, secret);
  server = createApp({ services, routes: [], pages: wholePages(services) }).listen(0, '127.0.0.1');
  const body = anOpening({ ownerId: person.id, roles: {} });
  const made = ['One', 'Other'].map((name) => aVendor({ name, ownerId: person.id }));
  vendors = made.map(({ id }) => id);
  await inTransaction(db, async (trx) => {
    for (const id of [own, other]) await insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() });
    for (const vendor of made) await insertVendor(trx, vendor, Date.now());
  });
  children = [...(await plantChildren(db, other, WORD)).values()];
  assessment = uuidv7();
  await plant(db, {
    table: 'vendor_assessments',
    id: assessment,
    of: 'vendor_id',
    parentId: vendors[1] ?? '',
    word: WORD,
  });
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await database.drop();
});

const rowsNow = (): Promise<string> => rowsOf(database.db);

async function ask(method: 'GET' | 'POST', path: string): Promise<{ readonly status: number; readonly said: string }> {
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const headers = { accept: 'text/html', cookie: `tenure_session=${secret}` };
  const body = method === 'POST' ? { body: new URLSearchParams({ csrf }) } : {};
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, redirect: 'manual', ...body });
  return { status: answer.status, said: await answer.text() };
}

/** Of these forms those that look up what `?of=` names: they do not find what is nowhere. */
async function aboutOne(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) if ((await ask('GET', `${path}?of=${uuidv7()}`)).status === 404) found.push(path);
  return found;
}

/** Answers to both methods other than 404, and those with a word that is not theirs. */
async function strays(paths: readonly string[], ids: readonly string[]): Promise<readonly string[]> {
  const calls = paths.flatMap((path) =>
    ids.flatMap((id) => (['GET', 'POST'] as const).map((method) => [method, `${path}?of=${id}`] as const)),
  );
  const found: string[] = [];
  for (const [method, path] of calls) {
    const { status, said } = await ask(method, path);
    if (status !== 404 || said.includes(WORD)) found.push(`${method} ${path}: ${status}`);
  }
  return found;
}

test('a thing of another engagement is found by no form of an engagement, and nothing of it is changed', async () => {
  const paths = Object.keys(FORMS).map((name) => `/engagements/${own}/forms/${name}`);
  const seen = new Set<string>();
  for (const state of STATES) {
    await database.db('engagements').where({ id: own }).update({ state });
    const before = await rowsNow();
    const forms = await aboutOne(paths);
    forms.forEach((path) => seen.add(path));
    expect(await strays(forms, children)).toEqual([]);
    expect(await rowsNow()).toBe(before);
  }
  expect(seen.size).toBeGreaterThan(8);
  process.stdout.write(`${seen.size} forms about one thing of an engagement, 0 of another one found\n`);
});

test('forms show the words of nothing that another engagement or vendor has', async () => {
  const found: string[] = [];
  const paths = [...Object.keys(FORMS).map((name) => `/engagements/${own}/forms/${name}`), ...Object.keys(VENDOR_FORMS).map((name) => `/vendors/${vendors[0] ?? ''}/forms/${name}`)]; // prettier-ignore
  for (const path of paths) {
    const { status, said } = await ask('GET', path);
    if (status >= 500 || said.includes(WORD)) found.push(`${path}: ${status}`);
  }
  expect(found).toEqual([]);
});

test('an assessment of another vendor is found by no form of a vendor, and nothing of it is changed', async () => {
  const forms = await aboutOne(Object.keys(VENDOR_FORMS).map((name) => `/vendors/${vendors[0] ?? ''}/forms/${name}`));
  const before = await rowsNow();
  expect(await strays(forms, [assessment])).toEqual([]);
  expect(await rowsNow()).toBe(before);
  expect(forms.length).toBeGreaterThan(2);
});
