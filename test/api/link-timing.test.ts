import { loadConfig } from '../../config';
import { LinkWorld } from './link-world';
import { hiddenOf } from './page-form';

let world: LinkWorld;
beforeAll(async () => (world = await LinkWorld.open()));
afterEach(() => world.restart());
afterAll(() => world.database.drop());

const APPROVE = { decision: 'approve' };

async function asked() {
  const { link, asked: people, id } = await world.ask();
  return { id, path: link(people[0]) };
}
const decisions = async (id: string) =>
  (await world.database.db('request_tasks').where({ request_id: id }).whereNotNull('decision')).length;

test('a decision that comes at once is taken as it ships', async () => {
  const { id, path } = await asked();
  await world.send(path, APPROVE);
  expect(await decisions(id)).toBe(1);
});

test('where a setting asks for a second, one that comes sooner changes nothing, is told in words, and is taken when it is sent again', async () => {
  world.restart({ leastReadingMs: 1_000 });
  const { id, path } = await asked();
  const page = await world.get(path);
  world.now += 999;
  const early = await world.post(path, { ...hiddenOf(page.text), ...APPROVE });
  expect([early.status, await decisions(id)]).toEqual([422, 0]);
  expect(early.text).toContain('please confirm by sending it once more');
  expect(early.text).toContain('value="approve" checked');
  world.now += 1_000;
  await world.post(path, { ...hiddenOf(early.text), ...APPROVE });
  expect(await decisions(id)).toBe(1);
});

test('however often one is too quick, the link is not locked for it', async () => {
  world.restart({ leastReadingMs: 1_000 });
  const { id, path } = await asked();
  for (let time = 0; time < 12; time += 1) expect((await world.send(path, APPROVE)).status).toBe(422);
  const page = await world.get(path);
  world.now += 1_000;
  await world.post(path, { ...hiddenOf(page.text), ...APPROVE });
  expect(await decisions(id)).toBe(1);
});

test('the setting is in seconds, off as it ships, and a minute at most', () => {
  const least = (text: string) => loadConfig({ TENURE_LINK_LEAST_SECONDS: text }, '/nowhere').leastReadingMs;
  expect([least(''), least('1.5'), least('60')]).toEqual([0, 1_500, 60_000]);
  expect(() => least('61')).toThrow('TENURE_LINK_LEAST_SECONDS');
});
