import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { agedIssues } from '../../db/read/aged-issues';
import { ServiceWorld, START } from './service-world';

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
const step = (id: string, word: string, who: 'owner' | 'stranger' = 'owner') =>
  world.call('post', `/issues/${id}/${word}`, { comment: 'So it is.' }, who);
const read = async (id: string) => (await world.call('get', `/issues/${id}`).expect(200)).body;
const types = async () => (await world.trail()).map(({ type }) => type).filter((type) => type.startsWith('issue.'));

describe('issues', () => {
  test('are raised with clocks, numbered, listed in pages and written into the trail', async () => {
    const { body } = await world.call('post', '/issues', issue()).expect(201);
    expect(body).toMatchObject({
      number: 1,
      state: 'open',
      raisedBy: 'us',
      answerDueAt: '2027-03-02T09:00:00.000Z',
      resolveDueAt: '2027-03-15T09:00:00.000Z',
      overdue: null,
      remarks: [{ step: 'raise', side: 'us', text: 'Fourteen calls went unanswered.' }],
    });
    await raise({ title: 'Second' });
    const first = await world.call('get', '/issues?limit=1').expect(200);
    expect(first.body.items).toMatchObject([{ number: 1 }]);
    const second = await world.call('get', `/issues?limit=1&cursor=${first.body.next}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ number: 2, title: 'Second' }], next: null });
    expect((await world.call('get', '/issues?state=closed')).body.items).toEqual([]);
    expect(await types()).toEqual(['issue.raised', 'issue.raised']);
  });

  test('are raised once under one key', async () => {
    const send = () => world.call('post', '/issues', issue()).set('idempotency-key', `once-${world.id}`);
    const [one, two] = [await send().expect(201), await send().expect(201)];
    expect(two.body).toEqual(one.body);
    expect((await world.call('get', '/issues')).body.items).toHaveLength(1);
  });

  test.each([
    ['title', { title: '' }],
    ['severity', { severity: 'huge' }],
    ['assignee', { assignee: 'nobody' }],
    ['due', { due: '2027-02-26' }],
    ['due', { due: '2027-02-30' }],
    ['description', { description: 'x' }],
  ])('name %s when it is wrong', async (path, part) => {
    const { body } = await world.call('post', '/issues', issue(part)).expect(422);
    expect(body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path }] });
    expect((await world.call('get', '/issues')).body.items).toEqual([]);
  });

  test('are for the people of the engagement, in a running service, one engagement apart from the other', async () => {
    await world.call('post', '/issues', issue(), 'stranger').expect(403);
    const id = await raise();
    await step(id, 'close', 'stranger').expect(403);
    await world.begin();
    await world.call('get', `/issues/${id}`).expect(404);
    await step(id, 'close').expect(404);
    await step(uuidv7(), 'close').expect(404);
    await world.begin({ state: 'CONTRACTING' });
    await world.call('post', '/issues', issue()).expect(409);
  });

  test('of ours are answered, resolved, closed and opened again; what lies with the vendor is not answered by us', async () => {
    const id = await raise({ assignee: 'us', raisedBy: 'vendor' });
    world.now += 3_600_000;
    expect((await step(id, 'answer').expect(200)).body).toMatchObject({ state: 'answered', version: 2 });
    await step(id, 'answer').expect(409);
    await step(id, 'close').expect(409);
    await step(id, 'resolve').expect(200);
    await step(id, 'close').expect(200);
    await step(id, 'comment').expect(409);
    expect((await step(id, 'reopen').expect(200)).body).toMatchObject({ state: 'reopened', reopened: 1 });
    const words = ['raise', 'answer', 'resolve', 'close', 'reopen'];
    expect(await read(id)).toMatchObject({ remarks: words.map((word) => ({ step: word })) });
    const theirs = await raise();
    const { body } = await step(theirs, 'answer').expect(409);
    expect(body.code).toBe('STATE_CONFLICT');
    await world.call('post', `/issues/${theirs}/close`, {}).expect(422);
  });

  test('follow the clocks that an organisation sets', async () => {
    const admin = `/api/v1/settings/issue-rules`;
    const { authorization } = world.people.owner;
    const shipped = await request(world.app).get(admin).set({ authorization }).expect(200);
    expect(shipped.body).toMatchObject({ version: 1, origin: 'shipped', agedDays: 30 });
    const { version: _version, origin: _origin, ...body } = shipped.body;
    await request(world.app).put(admin).set({ authorization }).send(body).expect(403);
  });
});

describe('what falls due', () => {
  test('is said once each: news, reminder, late with an alarm that closes with the solution', async () => {
    const id = await raise();
    expect(await world.settle()).toEqual(['issue:news']);
    expect(await world.settle()).toEqual([]);
    expect(await world.until('2027-03-02T08:00')).toEqual(['issue:answer-recall']);
    expect(await world.alarms('ISSUE_OVERDUE')).toEqual([]);
    expect((await world.until('2027-03-02T10:00')).filter((one) => one.startsWith('issue'))).toEqual([
      'issue:answer-late',
    ]);
    await world.until('2027-03-20T10:00');
    expect(await world.alarms('ISSUE_OVERDUE')).toMatchObject([
      { severity: 'amber', subject: '#1 Nobody answers at night', state: 'open' },
    ]);
    expect(world.orders.filter(({ kind }) => kind === 'vendor-issue').map(({ facts }) => facts['word'])).toEqual([
      'news',
      'answer-recall',
      'answer-late',
      'resolve-recall',
      'resolve-late',
    ]);
    const path = await world.link();
    await world.act(path, { act: 'resolve', issue: id, text: 'We have hired two.' });
    expect(await world.alarms('ISSUE_OVERDUE')).toMatchObject([{ state: 'closed' }]);
    expect((await world.trail()).map(({ type }) => type)).toContain('alarm.settled');
  });

  test('is red where the issue is critical, and ours goes to whoever manages the service', async () => {
    await raise({ severity: 'critical', assignee: 'us' });
    await world.until('2027-03-01T14:00');
    expect(await world.alarms('ISSUE_OVERDUE')).toMatchObject([{ severity: 'red' }]);
    const own = world.orders.filter(({ kind }) => kind === 'issue');
    expect(own.map(({ facts, recipientId }) => [facts['word'], recipientId])).toEqual([
      ['answer-recall', world.people.service.person.id],
      ['answer-late', world.people.service.person.id],
    ]);
    expect(world.orders.filter(({ kind }) => kind === 'vendor-issue')).toEqual([]);
  });

  test('shows issues that are open for more than thirty days, longest first', async () => {
    const { db } = world.database;
    await raise();
    world.now += 5 * 86_400_000;
    await raise({ title: 'Second' });
    const resolved = await raise({ title: 'Third', assignee: 'us' });
    await step(resolved, 'resolve').expect(200);
    const names = async (day: number) =>
      (await agedIssues(db, world.id, START + day * 86_400_000)).map(({ number }) => number);
    expect(await names(30)).toEqual([]);
    expect(await names(31)).toEqual([1]);
    expect(await names(36)).toEqual([1, 2]);
  });
});
