import { v7 as uuidv7 } from 'uuid';
import type { OurPace } from '../../domain/delivery/our-pace-schema';
import { ServiceWorld, START } from './service-world';

const HOUR = 3_600_000;
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const read = async () => (await world.call('get', '/our-score').expect(200)).body as OurPace;

/** An issue that is put to a side and answered so many hours later on the same day. */
async function answered(assignee: 'us' | 'vendor', hours: number): Promise<void> {
  world.now = START;
  const body = { title: 'Who decides?', severity: 'minor', assignee, description: 'Nobody knows.' };
  const id: string = (await world.call('post', '/issues', body).expect(201)).body.id;
  world.now = START + hours * HOUR;
  await world.call('post', `/issues/${id}/answer`, { comment: 'We do.' }).expect(200);
}

test('issues that were put to us count by the median of the quarter in which we answered', async () => {
  for (const hours of [1, 2, 5]) await answered('us', hours);
  const { items, next } = await read();
  expect(items.map(({ quarter }) => quarter)).toEqual(['2027-Q1', '2026-Q4', '2026-Q3', '2026-Q2']);
  expect(items[0]).toMatchObject({ answers: { n: 3, medianHours: 2 }, decisions: { n: 0, medianHours: null } });
  expect([items[1]?.answers.n, next]).toEqual([0, null]);
});

test('is for people of ours', async () => {
  await world.call('get', '/our-score', undefined, 'stranger').expect(200);
  world.id = uuidv7();
  await world.call('get', '/our-score').expect(404);
});
