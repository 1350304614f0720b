import { agendaActivities } from '../../activities/agenda';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const PATH = '/milestones';
const criteria = [{ key: 'live', text: 'All seats are live' }];
const delivery = { note: 'It is live.' };
async function plan(due = '2027-03-31'): Promise<string> {
  const { body } = await world.call('post', PATH, { title: 'First phase', due, criteria }).expect(201);
  return (body as { id: string }).id;
}
const deliver = (id: string, who: 'owner' | 'service' = 'owner') =>
  world.call('post', `${PATH}/${id}/deliver`, delivery, who).expect(200);

test('the list goes on by its cursor, and says how many were delivered in time', async () => {
  const first = await plan();
  const second = await plan('2027-03-10');
  await deliver(first);
  const page = (await world.call('get', `${PATH}?limit=1`)).body;
  const next = (await world.call('get', `${PATH}?limit=1&cursor=${page.next}`)).body;
  expect([page.items[0].id, next.items[0].id, next.next]).toEqual([first, second, null]);
  const punctuality = (await world.call('get', `${PATH}/punctuality?from=2027-03-01&to=2027-04-01`)).body;
  expect(punctuality).toMatchObject({ due: 2, onTime: 1, shareBp: 5000, meanDaysLate: 0 });
  expect((await world.call('get', `${PATH}/punctuality`)).body).toMatchObject({ due: 0, shareBp: null });
});

test('people of ours plan a milestone, note its delivery and judge it on the page', async () => {
  const path = `/engagements/${world.id}/follow-up`;
  const { send, get } = await world.browse('owner', path);
  const form = { act: 'milestone-plan', milestoneTitle: 'Handover', due: '2027-03-31', criteria: 'Done\nWritten down' };
  expect((await send({ ...form, due: '2027-01-01' }).expect(422)).text).toContain('Written down');
  await send(form).expect(303);
  const [{ id }] = (await world.call('get', PATH)).body.items;
  await deliver(id, 'service');
  const verdict = { act: 'milestone-reject', milestone: id, 'met-0': '1', 'reason-1': '' };
  expect((await send({ ...verdict, 'reason-0': 'x' }).expect(422)).text).toContain('role="alert"');
  await send({ ...verdict, 'reason-1': 'Nothing is written.' }).expect(303);
  expect((await get(path)).text).toContain('Nothing is written.');
  await send({ act: 'milestone-deliver', milestone: id, text: 'Now it is.', on: '' }).expect(303);
  await send({ act: 'milestone-accept', milestone: id, 'met-0': '1', 'met-1': '1' }).expect(422);
  expect((await world.call('get', `${PATH}/${id}`)).body).toMatchObject({
    state: 'delivered',
    rounds: [{ outcome: 'rejected' }, { outcome: null }],
  });
  const engagement = await get(`/engagements/${world.id}?part=all`);
  expect(engagement.text).toContain('Milestones: 1 open, 0 overdue');
});

test('a KPI over milestones that names no inputs of its own is fed by the product, and owed by nobody', async () => {
  const on_time = { key: 'on_time', name: 'Milestones in time', unit: '%', direction: 'maximise', weightBp: 10_000 };
  const formula = {
    source: 'formula',
    formula: '{milestones_on_time} / {milestones_due} * 100',
    floor: 0,
    target: 100,
  };
  await world.call('put', '/kpis', [{ ...on_time, ...formula }] as never).expect(200);
  const first = await plan();
  await plan('2027-03-10');
  await deliver(first);
  const { performAgenda } = agendaActivities({ db: world.database.db });
  const perform = (kind: 'kpi-reminder' | 'kpi-close', period: string) =>
    performAgenda({
      engagementId: world.id,
      items: [{ key: `${kind}:${period}`, kind, at: world.now, facts: { period, due: '2027-04-07' } }],
      now: world.now,
    });
  for (const period of ['2027-02', '2027-03']) {
    await perform('kpi-reminder', period);
    await perform('kpi-close', period);
  }
  const card = async (period: string) => (await world.call('get', `/scorecards/${period}`)).body;
  expect(await card('2027-03')).toMatchObject({ status: 'rated', kpis: [{ value: 50, score: 50 }] });
  expect(await card('2027-02')).toMatchObject({ status: 'no_activity', kpis: [{ status: 'no_activity' }] });
  const owed = await world.database.db('action_items').where({ engagement_id: world.id, kind: 'kpi-value' });
  expect(owed).toEqual([]);
});
