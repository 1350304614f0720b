import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { insertMonthCost } from '../../db/stores/management-costs';
import { insertVendor } from '../../db/stores/vendor-master';
import { insertToken } from '../../db/stores/tokens';
import { insertPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { MonthCost } from '../../domain/delivery/ledger-schema';
import { aPerson, aVendor } from '../builders';
import { browser, HOTLINE, LI, pageWorld, type PageWorld } from './page-world';

let world: PageWorld;
let cookie: string;
const vendor = aVendor({ ownerId: LI.id, name: 'Nord <GmbH>', country: 'DE' });
const at = new Date(Date.UTC(2026, 10, 24, 8));
beforeAll(async () => {
  world = await pageWorld();
  const { db } = world.database;
  await inTransaction(db, async (trx) => {
    await insertVendor(trx, vendor, at.getTime());
    await trx('engagements').where({ id: HOTLINE }).update({ state: 'IN_SERVICE', vendor_id: vendor.id, live_on: '2026-01-01' }); // prettier-ignore
    const terms = { start: '2026-01-01', initialMonths: 12, renewal: 'none', notice: { months: 1, days: 0 }, monthlyFee: { amount: '1000.00', currency: 'CNY' } }; // prettier-ignore
    await trx('contracts').insert({ engagement_id: HOTLINE, terms: JSON.stringify(terms), version: 1, updated_at: at });
    await trx('alarms').insert({ id: uuidv7(), engagement_id: HOTLINE, rule: 'EXIT_NOT_READY', subject: 'exit', severity: 'red', state: 'open', evidence: '{}', ack_due_at: at, opened_at: at, updated_at: at }); // prettier-ignore
    await insertMonthCost(trx, HOTLINE, { cost: closed('2026-10'), now: at.getTime() });
  });
  cookie = await browser(world).signIn(LI);
});
afterAll(() => world.database.drop());

const closed = (month: string): MonthCost =>
  MonthCost.parse({
    ...{ month, closed: true, hours: 3, unpricedHours: 0, waitingHours: 0, tasks: 0, lines: [], ratioBp: 750 },
    ...{ planBp: null, overPlan: null, cost: cny('75.00'), vendorSpend: cny('1000.00') },
  });
const cny = (amount: string) => ({ amount, currency: 'CNY' });
/** The page with its addresses as a browser reads them. */
const page = async (query = '') => {
  const answer = await browser(world)
    .get(`/portfolio${query}${query ? '&' : '?'}lang=en`, cookie)
    .expect(200);
  return answer.text.replaceAll('&#x3D;', '=');
};

test('the portfolio shows where it burns, what ends, whom one depends on and what it costs, each with its reason', async () => {
  const html = await page();
  expect(html).toContain(`<a href="/engagements/${HOTLINE}?part=exit#exit"><span class="heat red">`);
  expect(html).toContain(`<a href="/engagements/${HOTLINE}?part=contract#contract"><span class="heat amber">`);
  expect(html).toMatch(/ends on .*2027/);
  expect(html).toContain(`<a href="/vendors/${vendor.id}">Nord &lt;GmbH&gt;</a>`);
  expect(html).toContain('7.5%');
  expect(html.match(/<svg viewBox/g)).toHaveLength(2);
  expect(html).toContain('aria-current="page">Portfolio</a>');
});

test('each figure leads to its lines, and a filter goes along to the sheets', async () => {
  const html = await page('?country=DE');
  expect(html).toContain('/portfolio?country=DE&amp;part=exit&amp;level=red#heat');
  expect(html).toContain('/api/v1/portfolio/export?country=DE&amp;table=ending&amp;format=csv');
  expect(await page('?country=DE&part=exit&level=red')).toContain(`/engagements/${HOTLINE}?part=exit#exit`);
  const none = await page('?country=FR');
  expect(none).not.toContain(HOTLINE);
  expect(none).toContain('No engagement fits.');
  // The map alone is narrowed by a level: contracts that end stay in their own table.
  expect(await page('?part=exit&level=green')).not.toContain(`/engagements/${HOTLINE}?part=exit#exit`);
});

test('a filter that nobody knows asks for everything', async () => {
  expect(await page('?country=Atlantis&owner=me&level=pink&from=-5')).toContain(HOTLINE);
});

test('people who do not oversee engagements neither see the page nor its entry', async () => {
  const legal = aPerson({ roles: ['legal'] });
  const { db } = world.database;
  await insertPerson(db, legal, at.getTime());
  await insertToken(db, { id: uuidv7(), userId: legal.id, name: 't', secret: `token-of-${legal.id}`, expiresAt: null, now: at.getTime() }); // prettier-ignore
  const theirs = await browser(world).signIn(legal);
  await browser(world).get('/portfolio', theirs).expect(403);
  expect((await browser(world).get('/engagements', theirs).expect(200)).text).not.toContain('href="/portfolio"');
  expect((await browser(world).get('/engagements', cookie).expect(200)).text).toContain('href="/portfolio"');
  await request(world.app).get('/portfolio').expect(303);
});
