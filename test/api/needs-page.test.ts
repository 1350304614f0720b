import { GATE_STATES } from '../../domain/engagement/statuses';
import { formIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin({ state: GATE_STATES.needs[0] }));
afterAll(() => world.close());

const form = (): string => `/engagements/${world.id}/forms/needs`;
const needs = async () => (await world.call('get', '').expect(200)).body.needs;
const patch = (body: object) => world.call('patch', '/needs', body);

test('the budget is read as money, in the currency of the plan', async () => {
  await patch({ budgetCents: 123_450, currency: 'USD' }).expect(200);
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain('1,234.50 USD');
  expect(page.text).not.toContain('123,450');
});

test('somebody who was named and has left keeps nobody from saying the rest; nobody who has left is named anew', async () => {
  const gone = world.people.stranger.person.id;
  await patch({ sponsorId: gone }).expect(200);
  const users = () => world.database.db('users').where({ id: gone });
  await users().update({ active: false });
  const { page, send } = await world.browse('owner', form());
  await send({ ...Object.fromEntries(formIn(page.text, form())), statement: 'Answer.' }).expect(303);
  expect(await needs()).toMatchObject({ statement: 'Answer.', sponsorId: gone });
  const refused = await patch({ ownerId: gone }).expect(422);
  expect(refused.body.errors).toMatchObject([{ path: 'needs.ownerId' }]);
  await users().update({ active: true });
});
