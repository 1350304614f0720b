import { v7 as uuidv7 } from 'uuid';
import { scheduleMeeting } from '../../domain/review/meeting';
import { lastContactOf } from '../../db/read/last-contact';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(async () => {
  await world.begin();
  await world.database.db('engagements').where({ id: world.id }).update({ live_on: '2027-03-01' });
});
afterAll(() => world.close());

const plan = (part: object = {}) => ({
  cadence: 'monthly',
  channels: ['call', 'meeting'],
  contacts: [
    { name: 'Li', side: 'us', email: 'li@example.com', role: 'Service manager' },
    { name: 'Wu', side: 'vendor', email: 'wu@example.com', role: 'Account manager' },
  ],
  escalation: [
    { level: 1, contact: 'wu@example.com', afterBusinessDays: 2 },
    { level: 2, personId: world.people.owner.person.id, afterBusinessDays: 5 },
  ],
  ...part,
});
const contact = (part: object = {}) => ({
  on: '2027-03-01',
  channel: 'call',
  summary: 'Shifts were discussed.',
  participants: ['Li', 'Wu'],
  ...part,
});
const responsiveness = async () => (await world.call('get', '/responsiveness').expect(200)).body;

describe('a communication plan', () => {
  test('is set, read with its version and written into the trail', async () => {
    const before = await world.call('get', '/communication-plan').expect(200);
    expect(before.body).toMatchObject({ origin: 'derived', version: 0, updatedAt: null });
    const { body, headers } = await world.call('put', '/communication-plan', plan()).expect(200);
    expect(body).toMatchObject({ origin: 'written', version: 1, plan: { cadence: 'monthly' } });
    await world.call('put', '/communication-plan', plan()).set('if-match', '"7"').expect(412);
    await world
      .call('put', '/communication-plan', plan({ cadence: 'weekly' }))
      .set('if-match', headers['etag'] ?? '')
      .expect(200);
    expect((await world.call('get', '/communication-plan')).body).toMatchObject({
      version: 2,
      plan: { cadence: 'weekly' },
    });
    const types = (await world.trail()).map(({ type }) => type);
    expect(types).toEqual(['communication-plan.set', 'communication-plan.set']);
  });

  test('names active people and belongs to the people of the engagement', async () => {
    const nobody = plan({ escalation: [{ level: 1, personId: uuidv7(), afterBusinessDays: 1 }] });
    const { body } = await world.call('put', '/communication-plan', nobody).expect(422);
    expect(body.errors).toMatchObject([{ path: 'escalation.0.personId' }]);
    await world.call('put', '/communication-plan', plan(), 'stranger').expect(403);
    expect((await world.call('get', '/communication-plan')).body.version).toBe(0);
  });
});

describe('contacts', () => {
  test('are logged once, listed newest first in pages, and never of a day to come', async () => {
    const once = () => world.call('post', '/contacts', contact()).set('idempotency-key', `c-${world.id}`);
    const [one, two] = [await once().expect(201), await once().expect(201)];
    expect(two.body).toEqual(one.body);
    await world.call('post', '/contacts', contact({ channel: 'mail' })).expect(201);
    const first = await world.call('get', '/contacts?limit=1').expect(200);
    expect(first.body.items).toMatchObject([{ channel: 'mail' }]);
    const second = await world.call('get', `/contacts?limit=1&cursor=${first.body.next}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ channel: 'call' }], next: null });
    const { body } = await world.call('post', '/contacts', contact({ on: '2027-03-02' })).expect(422);
    expect(body.errors).toMatchObject([{ path: 'on' }]);
    await world.call('post', '/contacts', contact({ participants: [] })).expect(422);
    await world.call('post', '/contacts', contact(), 'stranger').expect(403);
  });

  test('are of many kinds: the newest of all counts', async () => {
    const { db } = world.database;
    const newest = async () => (await lastContactOf(db, world.id))?.kind ?? null;
    expect(await newest()).toBeNull();
    await world.call('post', '/contacts', contact()).expect(201);
    expect(await newest()).toBe('contact');
    world.now += 3_600_000;
    const issue = { title: 'Nights', severity: 'minor', assignee: 'vendor', description: 'Nobody answers.' };
    const { body } = await world.call('post', '/issues', issue).expect(201);
    expect(await newest()).toBe('contact');
    const path = await world.link();
    await world.act(path, { act: 'answer', issue: body.id, text: 'We will see.' });
    expect(await newest()).toBe('issue');
    const definition = { key: 'k', source: 'vendor' };
    await db('kpis').insert({ engagement_id: world.id, key: 'k', position: 0, definition, contract_version: 1 });
    const value = { engagement_id: world.id, key: 'k', period: '2027-03', revision: 1, value: 1 };
    await db('kpi_values').insert({ ...value, recorded_at: new Date(world.now + 1_000) });
    expect(await newest()).toBe('kpi');
    const meeting = { ...scheduleMeeting(uuidv7()), state: 'held', heldAt: world.now + 2_000 };
    const at = new Date(world.now);
    const review = { id: meeting.id, engagement_id: world.id, kind: 'monthly', period: '2027-03', state: 'held' };
    const detail = { meeting, pack: {} };
    await db('reviews').insert({ ...review, meeting_at: at, detail, version: 2, created_at: at, updated_at: at });
    expect(await newest()).toBe('meeting');
  });
});

describe('silence', () => {
  test('is an amber alarm after the days of the cadence, once, which the next contact closes', async () => {
    await world.call('put', '/communication-plan', plan()).expect(200);
    await world.until('2027-03-20T23:00');
    expect(await world.alarms('SILENCE')).toEqual([]);
    await world.until('2027-04-10T12:00');
    expect(await world.alarms('SILENCE')).toMatchObject([{ severity: 'amber', state: 'open' }]);
    await world.call('post', '/contacts', contact({ on: '2027-04-10' })).expect(201);
    await world.settle();
    expect(await world.alarms('SILENCE')).toMatchObject([{ state: 'closed' }]);
    expect(await responsiveness()).toMatchObject({
      lastContact: { kind: 'contact' },
      silentFrom: '2027-04-30T12:00:00.000Z',
    });
    await world.until('2027-05-01T00:00');
    expect(await world.alarms('SILENCE')).toMatchObject([{ state: 'open', reopened: 1 }]);
  });

  test('of a day long past does not end it', async () => {
    await world.until('2027-04-16T12:00');
    expect(await world.alarms('SILENCE')).toMatchObject([{ state: 'open' }]);
    await world.call('post', '/contacts', contact({ on: '2027-03-02' })).expect(201);
    await world.settle();
    expect(await world.alarms('SILENCE')).toMatchObject([{ state: 'open' }]);
  });

  test('does not come back at once when somebody closes the alarm', async () => {
    await world.until('2027-04-16T12:00');
    const closing = { state: 'closed', closed_at: new Date(world.now) };
    await world.database.db('alarms').where({ engagement_id: world.id, rule: 'SILENCE' }).update(closing);
    await world.until('2027-05-30T00:00');
    expect(await world.alarms('SILENCE')).toMatchObject([{ state: 'closed' }]);
    await world.until('2027-06-01T00:00');
    expect((await world.alarms('SILENCE')).at(-1)).toMatchObject({ state: 'open' });
  });

  test('counts neither in a suspension nor before service', async () => {
    await world.database.db('engagements').where({ id: world.id }).update({ state: 'SUSPENDED' });
    await world.until('2027-12-01T00:00');
    expect(await world.alarms('SILENCE')).toEqual([]);
    expect((await responsiveness()).silentFrom).toBeNull();
  });
});

test('responsiveness tells how long each side takes to answer', async () => {
  const issue = { title: 'Nights', severity: 'minor', assignee: 'vendor', description: 'Nobody answers.' };
  const { body } = await world.call('post', '/issues', issue).expect(201);
  const path = await world.link();
  world.now += 3 * 3_600_000;
  await world.act(path, { act: 'answer', issue: body.id, text: 'We will see.' });
  expect(await responsiveness()).toEqual({
    us: { n: 0, meanHours: null, medianHours: null, trend: null },
    vendor: { n: 1, meanHours: 3, medianHours: 3, trend: null },
    lastContact: { at: '2027-03-01T12:00:00.000Z', kind: 'issue' },
    silentFrom: '2027-04-15T12:00:00.000Z',
  });
});

test('people log a contact on the page of the service, and a refusal keeps what they typed', async () => {
  await world.call('put', '/communication-plan', plan()).expect(200);
  const path = `/engagements/${world.id}/follow-up`;
  const { page, send, get } = await world.browse('owner', path);
  expect(page.text).toContain('wu@example.com');
  const typed = { act: 'contact', issue: 'contact', on: '2027-03-09', channel: 'visit', participants: 'Li，Wu' };
  const refused = await send({ ...typed, summary: 'We met.' }).expect(422);
  expect(refused.text).toContain('value="Li，Wu"');
  await send({ ...typed, on: '2027-03-01', summary: 'We met.' }).expect(303);
  expect((await world.call('get', '/contacts')).body.items).toMatchObject([{ participants: ['Li', 'Wu'] }]);
  expect((await get(path)).text).toContain('We met.');
});
