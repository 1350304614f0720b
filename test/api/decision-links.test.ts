import { v7 as uuidv7 } from 'uuid';
import { insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { aPerson } from '../builders';
import { HOUR } from '../domain/approval-builders';
import { type Asking, LinkWorld } from './link-world';
import { faultsIn, focusedIn, hiddenOf } from './page-form';

let world: LinkWorld;
beforeAll(async () => {
  world = await LinkWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(() => {
  world.away = false;
  world.notices.length = 0;
  world.restart();
});

const isUntouched = ({ id, state }: Asking): boolean => world.stateOf(id)?.version === state.version;
const approve = { decision: 'approve' };
const MINUTE = 60_000;

test('the page shows what is decided, in text that stays text', async () => {
  const asking = await world.ask();
  const { text } = await world.get(asking.link(asking.asked[0])).expect(200);
  expect(text).toContain('Pay &lt;Oceanic&gt;');
  expect(text).toContain('1,000.00 CNY');
});

test('the page draws the way so far with the people on it, and leads to no file of all of it', async () => {
  const asking = await world.ask();
  const { text } = await world.get(asking.link(asking.asked[0])).expect(200);
  const drawings = [...text.matchAll(/<svg class="flow"[\s\S]*?<\/svg>/g)].map(([drawing]) => drawing);
  expect(drawings).toHaveLength(2);
  for (const drawing of drawings) expect(drawing).toMatch(/Ann &lt;b&gt;: to decide[\s\S]*Bo: to decide/);
  expect(text).not.toMatch(/\/(?:diagram|bpmn)"/);
});

test.each([
  ['without a choice', {}, 'Choose one of the options'],
  ['with a choice that does not exist', { decision: 'delegate' }, 'Choose one of the options'],
  ['to reject without a reason', { decision: 'reject' }, 'at least two characters'],
])('a form %s changes nothing', async (_what, fields, words) => {
  const asking = await world.ask();
  const { text, status } = await world.send(asking.link(asking.asked[0]), fields);
  expect([status, text.includes(words)]).toEqual([422, true]);
  expect(text.match(/ autofocus/g)).toHaveLength(1);
  expect(text).not.toContain('class="alert"');
  expect(isUntouched(asking)).toBe(true);
});

test('what became of a link is told about the gate in the reader’s own language', async () => {
  const owner = aPerson();
  await insertPerson(world.database.db, owner, world.now);
  const engagement = { title: 'Hotline', serviceType: 'customer-service', ownerId: owner.id, timeZone: 'UTC' } as const;
  const body = { ...engagement, currency: 'CNY', roles: {}, needs: { statement: 'Answer calls' } };
  const id = uuidv7();
  await inTransaction(world.database.db, (trx) =>
    insertEngagement(trx, { id, body, criticality: 'general', now: world.now }),
  );
  const subject = { type: 'gate-contract', title: 'As it was submitted', data: {} };
  const asking = await world.ask({}, { engagementId: id, subject });
  const link = asking.link(asking.asked[0]);
  await world.send(link, approve);
  const { text } = await world.get(`${link}?lang=zh-CN`).expect(200);
  expect(text).toMatch(/Hotline[^<]*合同|合同[^<]*Hotline/);
  expect(text).not.toContain('As it was submitted');
});

test('a reason that is too short or too long has the focus, and stands there as it was typed', async () => {
  const asking = await world.ask();
  for (const comment of ['x', `${'x'.repeat(10_000)}END`]) {
    const { text } = await world.send(asking.link(asking.asked[0]), { decision: 'reject', comment });
    expect(focusedIn(text)).toEqual(['comment']);
    expect(faultsIn(text)).toHaveLength(1);
    expect(text).toContain(`>${comment}</textarea>`);
  }
  expect(isUntouched(asking)).toBe(true);
});

describe('the hidden field of the form', () => {
  test('is needed: a form that we did not make decides nothing', async () => {
    const asking = await world.ask();
    const { text } = await world.post(asking.link(asking.asked[0]), approve).expect(422);
    expect(text).toContain('Please submit again');
    expect(text).toMatch(/value="approve" checked/);
    expect(isUntouched(asking)).toBe(true);
  });

  test('belongs to one link: that of another person decides nothing', async () => {
    const asking = await world.ask();
    const [first, second] = asking.asked;
    const { text } = await world.get(asking.link(second));
    await world.post(asking.link(first), { ...hiddenOf(text), ...approve }).expect(422);
    expect(isUntouched(asking)).toBe(true);
  });

  test('is good for half an hour', async () => {
    const asking = await world.ask();
    const path = asking.link(asking.asked[0]);
    const fields = { ...hiddenOf((await world.get(path)).text), ...approve };
    world.now += 30 * MINUTE;
    await world.post(path, fields).expect(422);
    expect(isUntouched(asking)).toBe(true);
    world.now -= 1;
    await world.post(path, fields).expect(200);
    expect(isUntouched(asking)).toBe(false);
  });
});

test('a comment that comes too late stands on the page that says so, and nowhere else', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  await world.send(path, { ...approve, comment: 'Fine' });
  const { status, text } = await world.send(path, { decision: 'reject', comment: 'Too <dear>' });
  expect(status).toBe(409);
  expect(text).toContain('<blockquote>Too &lt;dear&gt;</blockquote>');
  const again = await world.send(path, { ...approve, comment: 'Fine' });
  expect(again.text).not.toContain('<blockquote>');
  expect((await world.get(path)).text).not.toContain('dear');
});

test('a link acts until the last moment before its expiry', async () => {
  const asking = await world.ask();
  const [first, second] = asking.asked;
  const atEnd = asking.link(first, { expiresAt: world.now });
  const justBefore = asking.link(second, { expiresAt: world.now + 1 });
  expect((await world.send(atEnd, approve)).status).toBe(410);
  expect(isUntouched(asking)).toBe(true);
  expect((await world.send(justBefore, approve)).status).toBe(200);
});

test('a link to an address that the person no longer has says only that it is dead', async () => {
  const asking = await world.ask();
  const [person] = asking.asked;
  const path = asking.link(person);
  await world.moveHouse(person);
  const { status, text } = await world.send(path, approve);
  expect([status, text.includes('no longer acts')]).toEqual([410, true]);
  expect(text).not.toContain('Oceanic');
  expect(isUntouched(asking)).toBe(true);
});

test('forms of other sites and other kinds of bodies are refused', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  const fields = { ...hiddenOf((await world.get(path)).text), ...approve };
  await world.post(path, fields).set('sec-fetch-site', 'cross-site').expect(403);
  await world.post(path, fields).set('sec-fetch-site', 'same-site').expect(403);
  await world.post(path, fields).set('origin', 'https://evil.example').expect(403);
  await world.post(path).type('json').send(JSON.stringify(fields)).expect(415);
  expect(isUntouched(asking)).toBe(true);
  await world.post(path, fields).set({ 'sec-fetch-site': 'same-origin', origin: 'null' }).expect(200);
});

test('while the engine is away nothing is lost and the same form works afterwards', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  const fields = { ...hiddenOf((await world.get(path)).text), ...approve };
  world.away = true;
  await world.post(path, fields).expect(503).expect('retry-after', /\d/);
  expect(isUntouched(asking)).toBe(true);
  world.away = false;
  await world.post(path, fields).expect(200);
});

test('asking for a new link while the engine is away costs none of the three', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0], { expiresAt: world.now - HOUR });
  world.away = true;
  for (let press = 0; press < 4; press += 1) expect((await world.send(path, {}, '/renew')).status).toBe(503);
  world.away = false;
  for (let press = 0; press < 3; press += 1) expect((await world.send(path, {}, '/renew')).status).toBe(200);
  expect((await world.send(path, {}, '/renew')).status).toBe(429);
  world.now += HOUR;
  expect((await world.send(path, {}, '/renew')).status).toBe(200);
  expect(world.notices).toHaveLength(4);
});

test('a link alone does not act for somebody while another person is signed in', async () => {
  const asking = await world.ask();
  const [first, second] = asking.asked;
  const path = asking.link(first);
  const other = await world.signIn(second);
  const { text } = await world.get(path).set('cookie', other).expect(200);
  await world
    .post(path, { ...hiddenOf(text), ...approve })
    .set('cookie', other)
    .expect(403);
  expect(isUntouched(asking)).toBe(true);
});
