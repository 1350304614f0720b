import { type Asking, LinkWorld } from './link-world';
import { hiddenOf } from './page-form';

let world: LinkWorld;
beforeAll(async () => {
  world = await LinkWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(() => {
  world.notices.length = 0;
  world.restart();
});

const MINUTE = 60_000;
const approve = { decision: 'approve' };
const isUntouched = ({ id, state }: Asking): boolean => world.stateOf(id)?.version === state.version;
const times = async (count: number, work: () => PromiseLike<{ status: number }>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let turn = 0; turn < count; turn += 1) statuses.push((await work()).status);
  return statuses;
};

test('after thirty invalid links in a minute their sender waits for the next minute', async () => {
  const asking = await world.ask();
  expect(await times(30, () => world.get('/a/made-up'))).toEqual(Array(30).fill(404));
  const blocked = await world.get('/a/made-up').expect(429);
  expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
  await world.get(asking.link(asking.asked[0])).expect(429);
  world.now += Number(blocked.headers['retry-after']) * 1_000;
  await world.get('/a/made-up').expect(404);
  await world.get(asking.link(asking.asked[0])).expect(200);
});

test('a link that is read more than sixty times a minute gets a light page; its form still decides', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  const fields = { ...hiddenOf((await world.get(path)).text), ...approve };
  expect(await times(59, () => world.get(path))).toEqual(Array(59).fill(200));
  await world.get(path).expect(429).expect('retry-after', /^\d+$/);
  await world.get(asking.link(asking.asked[1])).expect(200);
  await world.post(path, fields).expect(200);
});

test('the tenth refused form within an hour locks the links of a task, through every process, and tells the person', async () => {
  const asking = await world.ask();
  const [first, second] = asking.asked;
  const path = asking.link(first);
  const statuses = await times(10, () => {
    world.restart();
    return world.send(path, {});
  });
  expect(statuses).toEqual([...Array<number>(9).fill(422), 429]);
  expect(world.notices).toEqual([expect.stringMatching(/^notice-link-locked-/)]);
  const locked = await world.send(asking.link(first, { expiresAt: world.now + MINUTE }), approve);
  expect([locked.status, Number(locked.headers['retry-after']) > 3_000]).toEqual([429, true]);
  expect(isUntouched(asking)).toBe(true);
  expect((await world.get(asking.link(second))).status).toBe(200);
  world.now += 60 * MINUTE;
  expect((await world.send(path, approve)).status).toBe(200);
});

test('many refused forms at once are all counted', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  const fields = hiddenOf((await world.get(path)).text);
  await Promise.all(Array.from({ length: 15 }, () => world.post(path, fields)));
  await world.post(path, { ...fields, ...approve }).expect(429);
  expect(new Set(world.notices).size).toBe(1);
  expect(isUntouched(asking)).toBe(true);
});

test('the lock is for the link: its person may sign in and decide', async () => {
  const asking = await world.ask();
  const [first] = asking.asked;
  const path = asking.link(first);
  await times(10, () => world.send(path, {}));
  const cookie = await world.signIn(first);
  const { text } = await world.get(path).set('cookie', cookie).expect(200);
  await world
    .post(path, { ...hiddenOf(text), ...approve })
    .set('cookie', cookie)
    .expect(200);
});

test('six codes may be mailed for a task within an hour', async () => {
  const asking = await world.ask({ stepUp: true });
  const path = asking.link(asking.asked[0]);
  expect(await times(7, () => world.send(path, {}, '/code'))).toEqual([...Array<number>(6).fill(200), 429]);
  expect(world.notices).toHaveLength(6);
});
