import { insertScorecard } from '../../db/stores/scorecards';
import { inTransaction } from '../../db/transaction';
import { FormWorld } from './kpi-form-world';

let world: FormWorld;
beforeAll(async () => {
  world = await FormWorld.open();
});
afterAll(() => world.service.close());

const card = (period: string, value: number, score: number) => ({
  ...{ period, score, coverageBp: 10_000, provisional: false, standing: 'good', credits: [] },
  kpis: [{ key: 'calls', value, score, status: 'rated' as const }],
});
const lineOf = (html: string, name: string): string =>
  html.split('<tr>').find((row) => row.includes(`>${name} `)) ?? '';
const line = async (name: string): Promise<string> => {
  const { page } = await world.service.browse('owner', `/engagements/${world.service.id}?part=all`);
  return lineOf(page.text, name);
};

test('the engagement says of each KPI how it was judged last, whether that is better, and when it is owed next', async () => {
  await world.begin();
  const before = await line('calls');
  expect(before).toContain('datetime="2027-03-08');
  expect(before).not.toContain('role="img"');
  await world.service.call('post', '/kpis/calls/values', { period: '2027-02', value: 90 }).expect(201);
  expect(await line('calls')).toContain('datetime="2027-04-0');
  expect(await line('Our secret measure')).toContain('datetime="2027-03-08');
  await inTransaction(world.db, async (trx) => {
    const { id, now } = world.service;
    await insertScorecard(trx, id, { card: card('2027-01', 97, 100), now });
    await insertScorecard(trx, id, { card: card('2027-02', 90, 66.7), now });
  });
  const after = await line('calls');
  expect(after).toContain('66.7 <span role="img" aria-label="worse than before">↓</span>');
  expect(after).toContain('below target');
  expect(await line('Our secret measure')).toContain('datetime="2027-04-0');
});
