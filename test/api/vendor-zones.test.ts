import request from 'supertest';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

/** What is on record of the vendor. */
const vendorIs = (columns: object) => world.database.db('vendors').where({ id: world.vendorId }).update(columns);
/** The vendor is told of an issue; its mail and its page behind it. */
async function told() {
  const issue = { title: 'No answer', severity: 'major', assignee: 'vendor', description: 'Fourteen calls.' };
  await world.call('post', '/issues', issue).expect(201);
  const path = await world.link();
  return { mail: world.letters.at(-1)?.text ?? '', page: (await world.page(path).expect(200)).text };
}

// The issue is to be answered by 09:00 UTC on the next day.
test.each([
  ['on record', { time_zone: 'America/New_York' }, '04:00 (GMT-5)'],
  ['of its country, where nothing is on record', { country: 'CN' }, '17:00 (GMT+8)'],
  ['of the service, where its country has several', { country: 'US' }, '09:00 (UTC)'],
])('a contact reads times in the zone %s, with the name of the zone', async (_what, columns, time) => {
  await vendorIs(columns);
  const { mail, page } = await told();
  expect(mail).toContain(time);
  expect(page).toContain(time);
});

test('the zone of a contact is an IANA name, comes with the vendor, and is taken away again', async () => {
  const { authorization } = world.people.owner;
  const call = (method: 'post' | 'patch', path: string, body: object) => {
    const agent = request(world.app);
    return agent[method](`/api/v1/vendors${path}`).set('authorization', authorization).send(body);
  };
  const { body } = await call('post', '', { name: `Moon ${world.id}`, timeZone: 'Mars/Olympus' }).expect(422);
  expect(body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path: 'timeZone' }] });
  const made = await call('post', '', { name: `Moon ${world.id}`, timeZone: 'Asia/Tokyo' }).expect(201);
  expect(made.body).toMatchObject({ timeZone: 'Asia/Tokyo' });
  const changed = await call('patch', `/${made.body.id}`, { timeZone: null }).expect(200);
  expect(changed.body).toMatchObject({ timeZone: null });
});

test('shared hours count by the contact where the vendor has no representative', async () => {
  await vendorIs({ time_zone: 'Europe/Berlin' });
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain('Wu, Europe/Berlin');
});
