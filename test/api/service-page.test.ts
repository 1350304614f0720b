import { v7 as uuidv7 } from 'uuid';
import { insertCorrection } from '../../db/stores/kpi-corrections';
import { inTransaction } from '../../db/transaction';
import { uptime } from './kpi-world';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const issue = (part: object = {}) => ({
  title: 'Nobody answers at night',
  severity: 'major',
  assignee: 'vendor',
  description: 'Fourteen calls went unanswered.',
  ...part,
});
const raise = async (part: object = {}): Promise<string> =>
  (await world.call('post', '/issues', issue(part)).expect(201)).body.id;
const read = async (id: string) => (await world.call('get', `/issues/${id}`).expect(200)).body;
const types = async () => (await world.trail()).map(({ type }) => type).filter((type) => type.startsWith('issue.'));

describe('the vendor behind its link', () => {
  test('sees only its issues and no names, in its language, and changes nothing by reading', async () => {
    await world.begin({ locale: 'zh-CN' });
    await raise();
    await raise({ title: 'Among ourselves', assignee: 'us' });
    const path = await world.link();
    const before = await world.trail();
    const { text } = await world.page(path).expect(200);
    expect(text).toContain('Nobody answers at night');
    expect(text).toContain('委托方');
    expect(text).not.toContain('Among ourselves');
    expect(text).not.toContain('Olga');
    expect((await world.page(`${path}?lang=en`)).text).toContain('Client');
    expect(await world.trail()).toEqual(before);
  });

  test('answers, and its time is measured and told to us', async () => {
    const id = await raise();
    const path = await world.link();
    world.now = Date.parse('2027-03-01T11:00:00Z');
    await world.act(path, { act: 'answer', issue: id, text: '<b>Soon</b>' });
    expect(await read(id)).toMatchObject({
      state: 'answered',
      answeredAt: '2027-03-01T11:00:00.000Z',
      remarks: [{}, { side: 'vendor', actorId: null, step: 'answer', text: '<b>Soon</b>' }],
    });
    await world.settle();
    const [letter] = await world.post();
    expect(letter?.to.address).toBe(world.people.service.person.email);
    expect(letter?.text).toContain('<b>Soon</b>');
    expect(letter?.html).not.toContain('<b>Soon');
    const { page } = await world.browse('owner', `/engagements/${world.id}/follow-up`);
    expect(page.text).toContain('&lt;b&gt;Soon');
    expect(page.text).toContain('2 h on average');
    expect((await types()).at(-1)).toBe('issue.answer');
  });

  test('raises an issue of its own, closes it, and cannot touch what does not concern it', async () => {
    const hidden = await raise({ title: 'Among ourselves', assignee: 'us' });
    await raise();
    const path = await world.link();
    await world.act(path, { act: 'raise', title: 'No badges', severity: 'minor', description: 'Please issue them.' });
    const [, , own] = (await world.call('get', '/issues')).body.items;
    expect(own).toMatchObject({ raisedBy: 'vendor', assignee: 'us', state: 'open' });
    await world.act(path, { act: 'answer', issue: own.id, text: 'Hello' }, 409);
    await world.act(path, { act: 'comment', issue: hidden, text: 'Hello' }, 404);
    await world.act(path, { act: 'comment', issue: 'x', text: 'Hello' }, 422);
    await world.act(path, { act: 'close', issue: own.id, text: '' }, 422);
    const refused = await world.act(path, { act: 'raise', title: 'Kept <title>', severity: 'minor' }, 422);
    expect(refused.text).toContain('value="Kept &lt;title&gt;"');
    await world.act(path, { act: 'close', issue: own.id, text: 'Not needed any more.', nonce: 'x' }, 403);
    await world.act(path, { act: 'close', issue: own.id, text: 'Not needed any more.' });
    expect((await read(own.id)).state).toBe('closed');
    expect((await read(hidden)).remarks).toHaveLength(1);
  });

  test('meets one and the same page at every link that we did not make, and a word when it has run out', async () => {
    await raise();
    const path = await world.link();
    const [head = ''] = path.split('.');
    const bodies = [];
    for (const wrong of [`${path}x`, `${head}.abc.${'A'.repeat(43)}`, '/i/x', '/i/%ff'])
      bodies.push((await world.page(wrong).expect(404)).text.replace(/value="[^"]*"/g, ''));
    expect(new Set(bodies).size).toBe(1);
    const moved = { contact_email: `new-${world.id}@example.com` };
    await world.database.db('vendors').where({ id: world.vendorId }).update(moved);
    await world.page(path).expect(404);
    await world.database
      .db('vendors')
      .where({ id: world.vendorId })
      .update({ contact_email: `v-${world.id}@example.com` });
    world.now += 200 * 86_400_000;
    await world.page(path).expect(410);
  });
});

test('people of ours raise and close issues on the page of the service, and lose nothing that they typed', async () => {
  const path = `/engagements/${world.id}/follow-up`;
  const { send, get } = await world.browse('owner', path);
  const typed = { act: 'raise', title: 'Slow portal', severity: 'minor', assignee: 'vendor', description: '' };
  expect((await send(typed).expect(422)).text).toContain('value="Slow portal"');
  await send({ ...typed, description: 'It takes a minute.' }).expect(303);
  const [raised] = (await world.call('get', '/issues')).body.items;
  expect((await send({ act: 'answer', issue: raised.id, text: 'We do' }).expect(422)).text).toContain('role="alert"');
  await send({ act: 'close', issue: raised.id, text: 'It is fast now.' }).expect(303);
  expect((await get(path)).text).toContain('closed');
  expect((await read(raised.id)).state).toBe('closed');
  const stranger = await world.browse('stranger', path);
  expect(stranger.page.text).not.toContain('<form method="post" action="/engagements');
});

test('a value that waits for a second person is confirmed on the page, by anybody but who proposed it', async () => {
  await world.call('put', '/kpis', [uptime]).expect(200);
  const id = uuidv7();
  const nobody = { decidedBy: null, decidedAt: null, comment: null };
  const said = { value: 98, status: null, inputs: null, evidence: null, reason: 'The meter was wrong.' };
  const proposed = { proposedBy: world.people.service.person.id, proposedAt: new Date(world.now).toISOString() };
  const about = { id, key: 'uptime', period: '2027-02', kind: 'override', side: 'us', state: 'proposed' } as const;
  await inTransaction(world.database.db, (trx) =>
    insertCorrection(trx, world.id, { ...about, ...said, ...proposed, ...nobody }),
  );
  const path = `/engagements/${world.id}/follow-up`;

  const own = await world.browse('service', path);
  expect(own.page.text).toContain('The meter was wrong.');
  expect((await own.send({ act: 'confirm', correction: id, text: 'Mine' }).expect(422)).text).toContain('role="alert"');
  expect((await world.call('get', '/kpis/uptime/values?period=2027-02')).body.items).toEqual([]);

  const { send, get } = await world.browse('owner', path);
  await send({ act: 'confirm', correction: id, text: '' }).expect(303);
  expect((await get(path)).text).not.toContain('The meter was wrong.');
  expect((await world.call('get', '/kpis/uptime/values?period=2027-02')).body.items).toMatchObject([{ value: 98 }]);
  expect((await world.trail()).at(-1)).toMatchObject({ type: 'kpi.correction-confirm' });
});
