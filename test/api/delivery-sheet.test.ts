import { signedIn } from './world';
import { ReceiverWorld } from './receiver-world';

let world: ReceiverWorld;
beforeAll(async () => {
  world = await ReceiverWorld.open();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const sheet = async (id: string, query = ''): Promise<readonly string[]> => {
  const answer = await world.call('get', `/webhooks/${id}/deliveries/export?format=csv${query}`).expect(200);
  expect(answer.headers['content-disposition']).toBe('attachment; filename="deliveries.csv"');
  return answer.text.trim().split(/\r?\n/);
};

test('deliveries are had as a sheet, narrowed down as the list is, and it holds no formula', async () => {
  const { id } = await world.webhook();
  const other = await world.webhook();
  await world.happens();
  await world.happens('incident.changed');
  await world.deliver();
  const [first] = await world.deliveries(id);
  const change = { state: 'dead', last_error: '=1+1', attempts: 3 };
  await world.database.db('deliveries').where({ id: first!.id }).update(change);

  const [head, ...lines] = await sheet(id);
  expect(head).toMatch(/Created,Event,Event id,State,Tries,Answer,Error,Next try,Sent$/);
  expect(lines).toHaveLength(2);
  const [line] = await sheet(id, '&state=dead').then(([, ...rest]) => rest);
  expect(line).toMatch(new RegExp(`^\\d{4}-[^,]+Z,incident.[a-z]+,${first!.eventId},given up,3,200,'=1\\+1,,`));
  expect(await sheet(other.id, '&state=dead')).toHaveLength(1);
  const file = await world.call('get', `/webhooks/${id}/deliveries/export`).expect(200);
  expect(file.headers['content-type']).toContain('spreadsheetml');
});

test('the sheet of a webhook is for administrators, and of one that is not there nothing', async () => {
  const { id } = await world.webhook();
  const manager = await signedIn(world.database.db, { roles: ['manager'] });
  const path = `/webhooks/${id}/deliveries/export`;
  await world.call('get', path).set({ authorization: manager.authorization }).expect(403);
  await world.call('get', path.replace(id, manager.person.id)).expect(404);
});
