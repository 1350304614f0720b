import type { OurPace } from '../../domain/delivery/our-pace-schema';
import type { Relationship } from '../../domain/engagement/relationship-schema';
import { faultsIn, focusedIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());

/** A service that began with the year, at the end of its first quarter. */
async function serve(part: Parameters<ServiceWorld['begin']>[0] = {}): Promise<void> {
  await world.begin(part);
  const begun = { live_on: '2027-01-04', created_at: new Date('2027-01-04T09:00Z') };
  await world.database.db('engagements').where({ id: world.id }).update(begun);
  await world.until('2027-03-31T23:00');
  world.orders.length = 0;
}
beforeEach(() => serve());

const GIVEN = { act: 'rate', issue: 'rating', payment: '5', decisions: '4', clarity: '3', scope: '5' };
const poor = { ...GIVEN, scope: '2', 'scope-comment': 'It <b>grows</b>.', 'rating-remark': 'Good people.' };
const read = async () => (await world.call('get', '/our-score').expect(200)).body as OurPace;
const rounds = async () => (await read()).ratings.rounds;
/** What was asked of the vendor since it was looked at last, as the mails say it. */
const asked = () =>
  world.orders.splice(0).flatMap(({ kind, facts }) => (kind === 'vendor-rating' ? [facts['word']] : []));
const askedBy = async (day: string) => {
  await world.until(day);
  return asked();
};
/** The way to the form, out of the mail that asks for the rating. */
async function form(): Promise<string> {
  await world.until('2027-04-01T09:00');
  return world.link();
}

test('the vendor is asked on the first business day after a quarter, twice again while it is silent, and no more', async () => {
  expect(await askedBy('2027-04-01T08:59')).toEqual([]);
  expect(await askedBy('2027-04-01T09:00')).toEqual(['invitation']);
  expect(await askedBy('2027-04-08T09:00')).toEqual(['reminder']);
  expect(await askedBy('2027-04-15T09:00')).toEqual(['reminder']);
  expect(await rounds()).toMatchObject([
    { quarter: '2027-Q1', state: 'running', closesOn: '2027-04-22', answered: false },
  ]);
  expect(await askedBy('2027-04-23T09:00')).toEqual([]);
  expect(await rounds()).toMatchObject([{ state: 'closed', answered: false, mean: null }]);
  expect(await world.alarms('VENDOR_RATING')).toEqual([]);
  expect(await askedBy('2027-07-01T09:00')).toEqual(['invitation']);
});

test('whoever has answered hears no more of it, and changes the answer until the round closes', async () => {
  const path = await form();
  await world.act(path, poor);
  await world.act(path, { ...GIVEN, scope: '4' });
  expect((await world.page(path)).text).toContain('name="scope" value="4" required checked');
  world.orders.length = 0;
  expect(await askedBy('2027-04-15T09:00')).toEqual([]);
  await world.until('2027-04-23T00:00');
  expect(await rounds()).toMatchObject([{ answered: true, mean: 4, marks: { scope: { score: 4, comment: null } } }]);
  expect((await world.page(path)).text).not.toContain('type="radio"');
  await world.act(path, GIVEN, 409);
  expect(await rounds()).toMatchObject([{ marks: { scope: { score: 4 } } }]);
});

test('nobody of ours sees an answer that may still change, neither in the API nor in the trail', async () => {
  await world.act(await form(), poor);
  const { ratings } = await read();
  expect(ratings).toMatchObject({
    mean: null,
    trend: null,
    rounds: [{ answered: true, mean: null, marks: null, remark: null }],
  });
  const given = (await world.trail()).filter(({ type }) => type === 'rating.given');
  expect(given).toMatchObject([{ channel: 'email', payload: { quarter: '2027-Q1', vendorId: world.vendorId } }]);
  expect(JSON.stringify(given)).not.toContain('grows');
});

test('a mark of two raises one amber alarm with the close, which the next round without any closes', async () => {
  await world.act(await form(), poor);
  expect(await world.alarms('VENDOR_RATING')).toEqual([]);
  await world.until('2027-04-23T00:00');
  expect(await world.alarms('VENDOR_RATING')).toMatchObject([
    { severity: 'amber', state: 'open', evidence: { quarter: '2027-Q1', scopeMark: 2 } },
  ]);
  expect(world.orders.filter(({ kind }) => kind === 'alarm').map(({ recipientId }) => recipientId)).toEqual([
    world.people.owner.person.id,
  ]);
  await world.until('2027-07-01T09:00');
  await world.act(await world.link(), GIVEN);
  await world.until('2027-07-23T00:00');
  expect(await world.alarms('VENDOR_RATING')).toMatchObject([{ state: 'closed' }]);
  expect((await read()).ratings).toMatchObject({ mean: 3.88, trend: 'up', rounds: [{ mean: 4.25 }, { mean: 3.5 }] });
});

test('a form without a mark saves nothing and keeps what was typed', async () => {
  const path = await form();
  const { text } = await world.act(path, { ...poor, payment: '' }, 422);
  expect(text).toContain('class="question fault"');
  expect(text).toContain('value="It &lt;b&gt;grows&lt;/b&gt;."');
  expect(text).toContain('Good people.');
  await world.act(path, { ...poor, payment: '6' }, 422);
  expect(await rounds()).toMatchObject([{ answered: false }]);
});

test('a comment that is too long is refused and shown whole, and the first field that is wrong has the focus', async () => {
  const path = await form();
  const comment = `${'x'.repeat(2_000)}END`;
  const first = await world.act(path, { ...GIVEN, 'clarity-comment': comment, 'rating-remark': comment }, 422);
  expect(first.text.split(comment)).toHaveLength(3);
  expect(focusedIn(first.text)).toEqual(['clarity-comment']);
  expect(faultsIn(first.text)).toEqual(['must have at most 2000 characters', 'must have at most 2000 characters']);
  const { text } = await world.act(path, { ...GIVEN, decisions: '', 'payment-comment': comment }, 422);
  expect(focusedIn(text)).toEqual(['payment-comment']);
  expect(text).toContain('<fieldset class="question fault"><legend>');
  expect(text.match(/class="question fault"/g)).toHaveLength(1);
  const unmarked = await world.act(path, { ...GIVEN, decisions: '' }, 422);
  expect(focusedIn(unmarked.text)).toEqual(['question fault']);
  expect(await rounds()).toMatchObject([{ answered: false }]);
});

test('another vendor of the service neither sees the answer nor changes it', async () => {
  await world.act(await form(), poor);
  const { db } = world.database;
  const [first] = await db('vendors').where({ id: world.vendorId });
  const other = { ...first, id: world.id, contact_email: `v-other-${world.id}@example.com` };
  await db('vendors').insert({ ...other, certificates: '[]', reference_checks: '[]' });
  await db('engagements').where({ id: world.id }).update({ vendor_id: world.id });
  await world.call('post', '/issues', { title: 'Hello', severity: 'minor', assignee: 'vendor', description: 'Who?' });
  const path = await world.link();
  expect((await world.page(path).expect(200)).text).not.toContain('type="radio"');
  await world.act(path, GIVEN, 409);
});

test('the form reads in the language of the contact, and the page of ours shows what came of it', async () => {
  await serve({ locale: 'zh-CN' });
  const path = await form();
  expect(world.letters.at(-1)?.subject).toContain('请评价我方表现');
  expect((await world.page(path)).text).toContain('服务范围是否稳定');
  await world.act(path, poor);
  const follow = `/engagements/${world.id}/follow-up`;
  const before = await world.browse('owner', follow);
  expect(before.page.text).not.toContain('grows');
  await world.until('2027-04-23T00:00');
  const { page } = await world.browse('owner', `${follow}?lang=zh-CN`);
  expect(page.text).toContain('我方表现');
  expect(page.text).toContain('It &lt;b&gt;grows&lt;/b&gt;.');
});

test('a suspended service opens no round, and one that nobody could open in time asks nobody', async () => {
  const state = (to: string) => world.database.db('engagements').where({ id: world.id }).update({ state: to });
  await state('SUSPENDED');
  expect(await askedBy('2027-04-30T09:00')).toEqual([]);
  await state('IN_SERVICE');
  expect(await askedBy('2027-05-03T09:00')).toEqual([]);
  expect(await rounds()).toEqual([]);
  expect(await askedBy('2027-07-01T09:00')).toEqual(['invitation']);
});

test('a service that is suspended while a round runs is reminded of nothing, and the round closes all the same', async () => {
  expect(await askedBy('2027-04-01T09:00')).toEqual(['invitation']);
  await world.database.db('engagements').where({ id: world.id }).update({ state: 'SUSPENDED' });
  expect(await askedBy('2027-04-30T09:00')).toEqual([]);
  expect(await rounds()).toMatchObject([{ quarter: '2027-Q1', state: 'closed', answered: false }]);
});

test('the relationship is made of what is known of it, with the rating among it', async () => {
  const relationship = async () => (await world.call('get', '/relationship').expect(200)).body as Relationship;
  const before = await relationship();
  expect(before.parts.map(({ part, weightBp }) => [part, weightBp])).toEqual([
    ['performance', 0],
    ['issues', 0],
    ['contact', 10_000],
    ['satisfaction', 0],
  ]);
  await world.act(await form(), GIVEN);
  await world.until('2027-04-23T00:00');
  const after = await relationship();
  expect(after.satisfaction).toEqual({ users: null, vendor: 81.25 });
  expect(after.parts).toMatchObject([
    { value: null },
    { value: null },
    { weightBp: 5000 },
    { value: 81.25, weightBp: 5000 },
  ]);
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain('Relationship');
});
