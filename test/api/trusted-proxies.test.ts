import type { Express } from 'express';
import request from 'supertest';
import { createApp } from '../../api/app';
import { wholePages } from '../../api/whole-pages';
import { loadConfig } from '../../config';
import { testDatabase, type TestDatabase } from '../database';
import { servicesOver } from './world';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const NOW = Date.UTC(2026, 10, 24, 8);
/** As many invalid links as one sender may try within a minute. */
const INVALID = 30;

/** The product as it is set up behind so many proxies. */
function behind(hops: number): Express {
  const { trustProxy } = loadConfig({ TENURE_TRUST_PROXY: String(hops) }, '/nowhere');
  const services = servicesOver(database.db, () => NOW);
  const whole = { ...services, config: { ...services.config, trustProxy } };
  return createApp({ services: whole, routes: [], pages: wholePages(whole) });
}

const knock = async (app: Express, forwardedFor: readonly string[]): Promise<number> =>
  (await request(app).get('/v/made-up').set('x-forwarded-for', forwardedFor.join(', '))).status;

/** What somebody writes into the header, another each time; the proxies write behind it from whom they have the call. */
const forged = (n: number): string => `203.0.113.${n}`;
const MALLORY = '198.51.100.7';
const NEIGHBOUR = '198.51.100.8';
const OUTER_PROXY = '10.0.0.2';

/** The header as it arrives at the innermost proxy's neighbour, ours. */
const headerOf = (hops: number, from: string, n: number): readonly string[] =>
  [
    [forged(n), from],
    [forged(n), from],
    [forged(n), from, OUTER_PROXY],
  ][hops] ?? [];

test.each([1, 2])(
  'behind %d proxies the sender is whom the outermost one had the call from, whatever was forged',
  async (hops) => {
    const app = behind(hops);
    for (let n = 1; n <= INVALID; n += 1) expect(await knock(app, headerOf(hops, MALLORY, n))).toBe(404);

    expect(await knock(app, headerOf(hops, MALLORY, 99))).toBe(429);
    expect(await knock(app, headerOf(hops, NEIGHBOUR, 1))).toBe(404);
  },
);

test('behind no proxy the sender is who is connected, and the header says nothing', async () => {
  const app = behind(0);
  for (let n = 1; n <= INVALID; n += 1) expect(await knock(app, [forged(n)])).toBe(404);

  expect(await knock(app, [MALLORY])).toBe(429);
  expect((await request(app).get('/v/made-up')).status).toBe(429);
});

test('a number that is too small counts the proxy, and one that is too large what was forged: neither is the sender', async () => {
  const [tooSmall, tooLarge] = [behind(1), behind(2)];
  for (let n = 1; n <= INVALID; n += 1) await knock(tooSmall, headerOf(2, MALLORY, n));
  for (let n = 1; n <= INVALID; n += 1) await knock(tooLarge, headerOf(1, MALLORY, n));

  expect(await knock(tooSmall, headerOf(2, NEIGHBOUR, 1))).toBe(429);
  expect(await knock(tooLarge, headerOf(1, MALLORY, 99))).toBe(404);
});

test.each(['-1', '6', '1.5', 'true', 'loopback'])('TENURE_TRUST_PROXY=%s is refused at the start', (value) => {
  expect(() => loadConfig({ TENURE_TRUST_PROXY: value }, '/nowhere')).toThrow(/TENURE_TRUST_PROXY/);
});
