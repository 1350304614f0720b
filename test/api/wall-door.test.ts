import express, { type Response } from 'express';
import request from 'supertest';
import { mailedPage, type MailedPage, OURS } from '../../api/links/mailed-page';
import { inTransaction } from '../../db/transaction';
import type { Scope } from '../../db/wall/scope';
import { testDatabase, type TestDatabase } from '../database';
import { makeVendor, type VendorWorld } from '../db/wall-world';
import { servicesOver } from './world';

let database: TestDatabase;
let own: VendorWorld;
let other: VendorWorld;
beforeAll(async () => {
  database = await testDatabase();
  [own, other] = [await makeVendor(database.db, 'own'), await makeVendor(database.db, 'other')];
});
afterAll(() => database.drop());

interface Link {
  readonly expiresAt: number;
}
type Asked = (res: Response) => Promise<unknown>;

/** What a page behind a link of these rows answers whose author forgot every condition. */
async function pageAsking(asked: Asked, scope: Scope | null): Promise<unknown> {
  const page: MailedPage<Link> = {
    letter: 'x',
    expired: 'vendor-expired',
    find: () => Promise.resolve({ expiresAt: Infinity }),
    scope: scope ? () => scope : OURS,
    show: async ({ res }) => void res.json(await asked(res)),
    act: () => Promise.resolve(),
  };
  const app = express().use(mailedPage(servicesOver(database.db), page));
  const answer = await request(app).get('/x/token');
  const body: unknown = answer.body;
  return answer.status === 200 ? body : answer.status;
}

const numbers = (): Promise<unknown> => Promise.resolve(database.db('engagements').orderBy('number').pluck('number'));

test('a page that forgets every condition shows the rows of its own link', async () => {
  expect(await pageAsking(numbers, OURS())).toEqual(['other', 'own']);
  expect(await pageAsking(numbers, own.scope)).toEqual(['own']);
  expect(await pageAsking(numbers, other.scope)).toEqual(['other']);
});

test('so do its transactions, reads side by side, and what it does after a wait', async () => {
  const inAll = async (): Promise<unknown> => {
    const held = await inTransaction(database.db, (trx) => trx('issues').pluck<string[]>('engagement_id'));
    const [bids, values] = await Promise.all([
      database.db('bids').pluck<string[]>('id'),
      database.db('kpi_values').pluck<string[]>('engagement_id'),
    ]);
    await new Promise((resolve) => setImmediate(resolve));
    return { held, bids, values, drafts: await database.db('kpi_drafts').pluck<string[]>('side') };
  };
  const { engagement, bid } = own.ids;
  expect(await pageAsking(inAll, own.scope)).toEqual({ held: [engagement], bids: [bid], values: [engagement], drafts: ['vendor'] }); // prettier-ignore
});

test('a page that asks for what no vendor may read fails, whatever it was going to show', async () => {
  expect(await pageAsking(() => Promise.resolve(database.db('score_sheets').count()), own.scope)).toBe(500);
  expect(await pageAsking(() => Promise.resolve(database.db('users').select('email')), own.scope)).toBe(500);
  expect(await pageAsking(() => Promise.resolve(database.db('vendors').select('due_diligence')), own.scope)).toBe(500);
});

test('visits of several vendors at once do not mix', async () => {
  const visits = await Promise.all(
    Array.from({ length: 30 }, (_, n) => pageAsking(numbers, n % 2 ? own.scope : other.scope)),
  );
  expect(visits).toEqual(Array.from({ length: 30 }, (_, n) => [n % 2 ? 'own' : 'other']));
});
