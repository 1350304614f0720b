import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { DomainError } from '../../domain/errors';
import { formIn } from './page-form';
import { HOTLINE, LI, pageWorld, type PageWorld, Visitor } from './page-world';

const NEW = '/new-engagement';
const GATE = `/engagements/${HOTLINE}/forms/gate-needs`;

let world: PageWorld;
let li: Visitor;
const begun: { id: string; args: unknown }[] = [];
const asked: { update: string; arg: unknown }[] = [];
let refusal: DomainError | null = null;
beforeAll(async () => {
  world = await pageWorld({
    gateway: {
      startAndUpdate: ({ id, args }) => Promise.resolve(void begun.push({ id, args }) as never),
      update: ({ update, arg }) => {
        if (refusal) return Promise.reject(refusal);
        asked.push({ update, arg });
        return Promise.resolve({ requestId: '018f4c1e-0000-7000-8000-0000000000f1' } as never);
      },
    },
  });
  li = await Visitor.of(world);
});
beforeEach(async () => {
  begun.length = 0;
  asked.length = 0;
  refusal = null;
  await li.as('manager');
});
afterAll(() => world.database.drop());

test('a manager starts an engagement by a form, for themselves or for somebody else', async () => {
  expect((await li.get('/engagements').expect(200)).text).toContain(`href="${NEW}"`);
  const { text } = await li.get(NEW).expect(200);
  const fields = formIn(text, NEW);
  expect([fields.get('ownerId'), fields.get('timeZone')]).toEqual([LI.email, LI.timeZone]);
  const typed = { title: 'Night hotline', serviceType: 'customer-service', currency: 'eur' };
  const done = await li.send(text, NEW, typed);
  const id = (fields.get('id') ?? '').slice(0, 36);
  expect([done.status, done.headers['location']]).toEqual([303, `/engagements/${id}`]);
  expect(begun).toMatchObject([
    {
      id: `engagement-${id}`,
      args: [{ id, opening: { channel: 'page', actorId: LI.id, body: { ...typed, currency: 'EUR', ownerId: LI.id } } }],
    },
  ]);
});

test('a form that is sent twice starts one engagement', async () => {
  const { text } = await li.get(NEW).expect(200);
  for (const _time of [1, 2]) await li.send(text, NEW, { title: 'Night hotline' });
  expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
});

test('an id that nobody gave out, or that was given to somebody else, starts and touches nothing', async () => {
  const { text } = await li.get(NEW).expect(200);
  const own = formIn(text, NEW).get('id') ?? '';
  for (const id of [HOTLINE, `${HOTLINE}${own.slice(36)}`, own.slice(0, -2), '']) {
    const refused = await li.send(text, NEW, { title: 'Night hotline', id });
    expect([refused.status, formIn(refused.text, NEW).get('title')]).toEqual([422, 'Night hotline']);
    expect(formIn(refused.text, NEW).get('id')).not.toBe(id);
  }
  expect(begun).toEqual([]);
});

test('whoever sends other words after a try that had started after all is told so', async () => {
  const { text } = await li.get(NEW).expect(200);
  const id = (formIn(text, NEW).get('id') ?? '').slice(0, 36);
  const body = { title: 'Hotline', serviceType: 'it', ownerId: LI.id, timeZone: LI.timeZone, currency: 'CNY', roles: {}, needs: {} } as const; // prettier-ignore
  await inTransaction(world.database.db, (trx) =>
    insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() }),
  );
  const other = await li.send(text, NEW, { title: 'Night hotline' });
  expect([other.status, other.text.includes('look there first')]).toEqual([422, true]);
  expect(formIn(other.text, NEW).get('title')).toBe('Night hotline');
  expect((await li.send(text, NEW, { title: 'Hotline' })).headers['location']).toBe(`/engagements/${id}`);
});

test('what is wrong stands beside its field, everything typed is there again, and nothing is started', async () => {
  const { text } = await li.get(NEW).expect(200);
  const typed = { title: '', ownerId: 'nobody@example.com', timeZone: 'Mars/North', currency: 'CNY' };
  const refused = await li.send(text, NEW, typed);
  expect(refused.status).toBe(422);
  const again = formIn(refused.text, NEW);
  for (const [name, value] of Object.entries(typed)) expect([name, again.get(name)]).toEqual([name, value]);
  expect(again.get('id')).toBe(formIn(text, NEW).get('id'));
  const owned = await li.send(refused.text, NEW, { title: 'Night hotline', timeZone: 'Asia/Shanghai' });
  expect([owned.status, owned.text.includes('is not an active person')]).toEqual([422, true]);
  expect(begun).toEqual([]);
});

test('others find no form, and what they send is refused', async () => {
  const { text } = await li.get(NEW).expect(200);
  await li.as('evaluator');
  expect((await li.get('/engagements').expect(200)).text).not.toContain(NEW);
  await li.get(NEW).expect(403);
  expect((await li.send(text, NEW, { title: 'Night hotline' })).status).toBe(403);
  expect(begun).toEqual([]);
});

test('the page of an engagement leads to the gate that it waits for, which is submitted with a word', async () => {
  const page = await li.get(`/engagements/${HOTLINE}`).expect(200);
  expect(page.text).toContain(`href="${GATE}"`);
  const { text } = await li.get(GATE).expect(200);
  const done = await li.send(text, GATE, { comment: 'As agreed.', acknowledge: 'MGMT_COST_UNDERESTIMATED' });
  expect([done.status, done.headers['location']]).toEqual([303, `/engagements/${HOTLINE}?part=needs#needs`]);
  const body = { comment: 'As agreed.', acknowledge: ['MGMT_COST_UNDERESTIMATED'] };
  expect(asked[0]).toMatchObject({
    update: 'submitGate',
    arg: { gate: 'needs', body, actorId: LI.id, channel: 'page' },
  });
});

test('all that a gate still asks for is said at once, and what was typed stays', async () => {
  const missing = [
    { path: 'needs.scopeIn', message: 'say what is in scope' },
    { path: 'needs.swot', message: 'weigh strengths and weaknesses' },
  ];
  refusal = new DomainError('GATE_INCOMPLETE', 'Something is missing.', missing);
  const { text } = await li.get(GATE).expect(200);
  const refused = await li.send(text, GATE, { comment: 'As agreed.' });
  expect(refused.status).toBe(422);
  for (const { message } of missing) expect(refused.text).toContain(message);
  expect(formIn(refused.text, GATE).get('comment')).toBe('As agreed.');
});

test('a gate that is open already is not offered again, and a state without a gate offers none', async () => {
  const { db } = world.database;
  const engagement = () => db('engagements').where({ id: HOTLINE });
  const offered = async () => / href="[^"]*\/forms\/(gate-[a-z]+|go-live)"/.exec((await li.get(`/engagements/${HOTLINE}`)).text)?.[1]; // prettier-ignore
  const seen: unknown[] = [];
  for (const state of ['VENDOR_SELECTION', 'CONTRACTING', 'TRANSITION_IN', 'IN_SERVICE', 'EXITING', 'CLOSED']) {
    await engagement().update({ state });
    seen.push(await offered());
  }
  expect(seen).toEqual(['gate-award', 'gate-contract', 'go-live', 'gate-renewal', undefined, undefined]);
  await engagement().update({ state: 'NEEDS_ANALYSIS', open_gate: 'needs' });
  expect(await offered()).toBeUndefined();
});
