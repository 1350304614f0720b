import { agendaActivities } from '../../activities/agenda';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { inTransaction } from '../../db/transaction';
import { focusedIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(async () => {
  await world.begin();
  const kpis = [kpi('uptime'), kpi('quality')];
  await inTransaction(world.database.db, (trx) => saveKpis(trx, world.id, { kpis, contractVersion: 1 }));
});
afterAll(() => world.close());

const kpi = (key: string) =>
  ({
    key,
    name: `The ${key}`,
    unit: '%',
    direction: 'maximise',
    weightBp: 5000,
    frequency: 'monthly',
    source: 'vendor',
    floor: 80,
    target: 95,
    red: 85,
  }) as const;

const day = (text: string): void => {
  world.now = Date.parse(`${text}T10:00:00Z`);
};

/** The values of a period come in, and its collection closes. */
async function close(period: string, values: Readonly<Record<string, number>>): Promise<void> {
  const { id, now } = world;
  const empty = { revision: 1, status: null, inputs: null, evidence: null, recordedBy: null, recordedAt: now };
  await inTransaction(world.database.db, async (trx) => {
    for (const [key, value] of Object.entries(values)) await insertValue(trx, id, { key, period, value, ...empty });
  });
  const item = { key: `kpi-close:${period}`, kind: 'kpi-close', at: now, facts: { period } } as const;
  const { performAgenda } = agendaActivities({ db: world.database.db });
  world.orders.push(...(await performAgenda({ engagementId: id, items: [item], now })).mails);
}

const contents = {
  rootCause: ['Calls at night are not answered.', 'There is one agent at night.'],
  measures: [
    { title: 'Two more agents', side: 'vendor', person: 'Wu', due: '2027-03-31' },
    { title: 'Open the forecast', side: 'us', person: 'Zacharias', due: '2027-03-20' },
  ],
  milestones: [{ kpi: 'uptime', targetValue: 90, from: '2027-03-01', to: '2027-03-31' }],
};
const PATH = '/improvement-plans';
const open = async (body: object = { kpis: ['uptime'], ...contents }) =>
  (await world.call('post', PATH, body).expect(201)).body.id as string;
const step = (id: string, word: string, body: object = {}, who: 'owner' | 'service' | 'stranger' = 'owner') =>
  world.call('post', `${PATH}/${id}/${word}`, body, who);
const plans = async () => (await world.call('get', PATH).expect(200)).body.items;
const read = async (id: string) => (await world.call('get', `${PATH}/${id}`).expect(200)).body;
const types = async () =>
  (await world.trail()).map(({ type }) => type).filter((type) => type.startsWith('improvement'));
const said = (kind: string) => world.orders.filter((order) => order.kind === kind).map(({ facts }) => facts['word']);

describe('a plan', () => {
  test('opens after two red periods, runs with the vendor, and is closed by two periods on target', async () => {
    await close('2027-01', { uptime: 84, quality: 99 });
    expect(await plans()).toEqual([]);
    await close('2027-02', { uptime: 83, quality: 99 });
    const [plan] = await plans();
    expect(plan).toMatchObject({
      number: 1,
      trigger: 'kpi',
      kpis: ['uptime'],
      state: 'open',
      openedBy: null,
      due: '2027-07-01',
      evidence: {
        opening: [
          { period: '2027-01', value: 84, target: 95 },
          { period: '2027-02', value: 83 },
        ],
        closing: [],
      },
    });
    expect(await world.settle()).toContain('improvement:opened');
    expect([said('improvement'), said('vendor-improvement')]).toEqual([['opened'], ['opened']]);
    await step(plan.id, 'agree').expect(409);
    await step(plan.id, 'update', contents).expect(200);
    await step(plan.id, 'agree').expect(200);
    await step(plan.id, 'update', { rootCause: ['Something else.'] }).expect(409);

    const path = await world.link();
    const { text } = await world.page(path).expect(200);
    expect(text).toContain('Two more agents');
    expect(text).not.toContain('Zacharias');
    const report = { act: 'progress', plan: plan.id, measure: '1', text: 'Hired two.', done: '1' };
    await world.act(path, { ...report, text: '' }, 422);
    await world.act(path, { ...report, measure: '2' }, 404);
    await world.act(path, report);
    expect(await read(plan.id)).toMatchObject({
      state: 'running',
      measures: [{ progress: [{ side: 'vendor', actorId: null, text: 'Hired two.' }] }, { progress: [], doneAt: null }],
    });

    day('2027-04-12');
    await close('2027-03', { uptime: 96, quality: 99 });
    expect(await read(plan.id)).toMatchObject({ state: 'running', milestones: [{ state: 'on-target', value: 96 }] });
    day('2027-05-12');
    await close('2027-04', { uptime: 95, quality: 70 });
    expect(await read(plan.id)).toMatchObject({
      state: 'closed',
      evidence: {
        closing: [
          { period: '2027-03', value: 96 },
          { period: '2027-04', value: 95 },
        ],
      },
    });
    await world.settle();
    await world.post();
    expect(world.letters.filter(({ subject }) => subject.includes('targets met'))).toHaveLength(2);
    expect(await types()).toEqual([
      'improvement.opened',
      'improvement.update',
      'improvement.agree',
      'improvement.update',
      'improvement.closed',
    ]);
    expect(await world.alarms('IMPROVEMENT_FAILED')).toEqual([]);
  });

  test('opens once where a whole period scores below 50, for all that missed its target', async () => {
    await close('2027-01', { uptime: 81, quality: 82 });
    await close('2027-02', { uptime: 81, quality: 82 });
    expect(await plans()).toMatchObject([{ trigger: 'standing', kpis: ['quality', 'uptime'] }]);
  });

  test('fails past its day: an alarm, and the owner assesses whether the service goes on', async () => {
    const id = await open({ kpis: ['uptime'], due: '2027-03-31', ...contents });
    await step(id, 'agree').expect(200);
    await world.until('2027-03-21T10:00');
    expect(said('improvement')).toEqual(['opened', 'agreed', 'measure-recall', 'recall', 'measure-late']);
    expect(said('vendor-improvement')).not.toContain('measure-late');
    await world.until('2027-04-01T10:00');
    expect(await read(id)).toMatchObject({ state: 'failed' });
    expect(await world.alarms('IMPROVEMENT_FAILED')).toMatchObject([{ severity: 'red', state: 'open' }]);
    const items = await world.database.db('action_items').where({ engagement_id: world.id, kind: 'exit-assessment' });
    expect(items).toMatchObject([{ assignee_id: world.people.owner.person.id, state: 'open' }]);
    expect(said('improvement').at(-1)).toBe('failed');
    await close('2027-03', { uptime: 99, quality: 99 });
    expect((await read(id)).state).toBe('failed');
  });

  test('stays silent while the service is suspended', async () => {
    await open({ kpis: ['uptime'], due: '2027-03-31' });
    await world.database.db('engagements').where({ id: world.id }).update({ state: 'SUSPENDED' });
    expect(await world.until('2027-04-02T10:00')).not.toContain('improvement:failed');
    expect(await plans()).toMatchObject([{ state: 'open' }]);
  });

  test('is given up by two people', async () => {
    const id = await open();
    await step(id, 'agree').expect(200);
    await step(id, 'cancel', {}).expect(422);
    const reason = { reason: 'The line is closed down.' };
    expect((await step(id, 'cancel', reason).expect(200)).body).toMatchObject({ state: 'agreed', cancelling: reason });
    await step(id, 'cancel', reason).expect(403);
    expect((await step(id, 'cancel', reason, 'service').expect(200)).body).toMatchObject({ state: 'cancelled' });
    await step(id, 'cancel', reason).expect(409);
  });

  test('lives once for the same KPIs, and is made once under one key', async () => {
    const send = () => world.call('post', PATH, { kpis: ['uptime'] }).set('idempotency-key', `once-${world.id}`);
    expect((await send().expect(201)).body).toEqual((await send().expect(201)).body);
    await world.call('post', PATH, { kpis: ['uptime'] }).expect(409);
    await open({ kpis: ['quality', 'uptime'] });
    const first = await world.call('get', `${PATH}?limit=1`).expect(200);
    const second = await world.call('get', `${PATH}?limit=1&cursor=${first.body.next}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ number: 2 }], next: null });
    expect((await world.call('get', `${PATH}?state=failed`)).body.items).toEqual([]);
  });

  test.each([
    ['kpis', { kpis: [] }],
    ['kpis.0', { kpis: ['unknown'] }],
    ['rootCause', { kpis: ['uptime'], rootCause: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'] }],
    ['milestones.0.kpi', { kpis: ['uptime'], milestones: [{ ...contents.milestones[0], kpi: 'quality' }] }],
    ['milestones.0.to', { kpis: ['uptime'], milestones: [{ ...contents.milestones[0], to: '2027-02-01' }] }],
    ['due', { kpis: ['uptime'], due: '2027-02-01' }],
  ])('names %s when it is wrong', async (path, body) => {
    const answer = await world.call('post', PATH, body).expect(422);
    expect(answer.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path }] });
    expect(await plans()).toEqual([]);
  });

  test('is for the people of the engagement, one engagement apart from the other', async () => {
    const id = await open();
    await step(id, 'agree', {}, 'stranger').expect(403);
    await world.begin();
    await world.call('get', `${PATH}/${id}`).expect(404);
    await step(id, 'agree').expect(404);
    await world.begin({ state: 'CONTRACTING' });
    await world.call('post', PATH, { kpis: ['uptime'] }).expect(409);
  });
});

test('a refusal opens the form of the measure that it is about and no other, with what was typed in it', async () => {
  const us = { side: 'us', person: 'Olga', due: '2027-03-20' };
  const measures = [
    { title: 'First', ...us },
    { title: 'Second', ...us },
  ];
  const id = await open({ kpis: ['uptime'], ...contents, measures });
  await step(id, 'agree').expect(200);
  const { send } = await world.browse('owner', `/engagements/${world.id}/follow-up`);
  const form = /<details class="side-form" open><summary>.*\n<form[\s\S]*?<\/form>/g;
  const { text } = await send({ act: 'progress', plan: id, measure: '2', text: 'x', done: '1' }).expect(422);
  const opened = text.match(form) ?? [];
  expect(opened).toHaveLength(1);
  expect(opened[0]).toContain('name="measure" value="2"');
  expect(opened[0]).toContain('name="done" value="1" checked');
  expect(text.match(/>x<\/textarea>/g)).toHaveLength(1);
  expect(focusedIn(text)).toEqual(['text']);
  const given = await send({ act: 'plan-cancel', plan: id, text: 'y' }).expect(422);
  expect(given.text.match(form)).toHaveLength(1);
  expect(given.text.match(/>y<\/textarea>/g)).toHaveLength(1);
  expect(await read(id)).toMatchObject({
    cancelling: null,
    measures: [{ progress: [] }, { progress: [], doneAt: null }],
  });
});

test('people of ours agree on a plan, tell of it and give it up on the page', async () => {
  const id = await open();
  const path = `/engagements/${world.id}/follow-up`;
  const { page, send, get } = await world.browse('owner', path);
  expect(page.text).toContain('The uptime');
  await send({ act: 'plan-agree', plan: id }).expect(303);
  const report = { act: 'progress', plan: id, measure: '2', text: '' };
  expect((await send(report).expect(422)).text).toContain('role="alert"');
  await send({ ...report, text: 'It is open.', done: '1' }).expect(303);
  await send({ act: 'plan-cancel', plan: id, text: 'Not needed.' }).expect(303);
  expect((await get(path)).text).toContain('Not needed.');
  expect(await read(id)).toMatchObject({ state: 'running', measures: [{}, { progress: [{ text: 'It is open.' }] }] });
});
