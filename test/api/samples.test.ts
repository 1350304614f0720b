import { createActivities } from '../../activities';
import { MailCourier } from '../../activities/courier/mail-courier';
import { orderMails } from '../../db/stores/mail-orders';
import { inTransaction } from '../../db/transaction';
import { verifyAudit } from '../../db/read/audit';
import { until } from '../../bin/parts/processes';
import { findPerson, updatePerson } from '../../db/stores/people';
import type { Locale } from '../../domain/people/people';
import { SAMPLE_STORIES, SAMPLE_VENDORS, type SampleWords } from '../../domain/samples/words';
import { chinese } from '../../domain/samples/chinese';
import { english } from '../../domain/samples/english';
import { engagementWorkflowId } from '../../workflows/ids';
import { ApprovalWorld } from './approval-world';

/** Whether steps lose their answers once they are done, as they do when a worker is killed. */
let answersAreLost = false;
let losses = 0;

/** Every activity whose answer is lost is done again. */
function losing<T extends object>(activities: T): T {
  const lost = new Set<string>();
  const wrapped = Object.entries(activities).map(([name, run]: [string, (input: unknown) => Promise<unknown>]) => [
    name,
    async (input: unknown) => {
      const answer = await run(input);
      const key = `${name} ${JSON.stringify(input)}`;
      if (!answersAreLost || !OURS.includes(name) || lost.has(key)) return answer;
      lost.add(key);
      losses += 1;
      throw new Error('killed before it could answer');
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}
const OURS = ['makeSample', 'stopSamples', 'removeSampleRows', 'forgetSamples'];

let world: ApprovalWorld;
let own: string;
beforeAll(async () => {
  const people = { A: ['admin'], F: ['finance', 'legal', 'hr', 'security', 'executive'], M: ['manager'] } as const;
  world = await ApprovalWorld.open(people, (deps) => losing(createActivities(deps)));
  const body = { title: 'A real one', serviceType: 'it', ownerId: world.id('M') };
  own = String((await world.call('M', 'post', '/engagements').send(body).expect(201)).body.id);
});
afterAll(() => world.close());

const state = async (): Promise<string> => String((await world.call('A', 'get', '/samples').expect(200)).body.state);
const reach = (wanted: string): Promise<void> =>
  until(async () => (await state()) === wanted, { limitMs: 90_000, sentence: `The samples never were ${wanted}.` });

/** What is written whatever people do, and what stays by design: the trail, and answers kept for repetitions. */
const APART = /^(audit_|idempotency_keys|date_keeper|sessions|sign_in_tries|knex_)/;
async function counts(): Promise<Readonly<Record<string, number>>> {
  const { db } = world.database;
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: Record<string, number> = {};
  for (const { name } of rows.filter((row) => !APART.test(row.name)))
    found[name] = Number((await db(name).count<{ count: number }[]>('* as count'))[0]?.count);
  return found;
}

/** Once the date keeper has done what was due; mail is written down beside the story. */
async function countsBesideMail() {
  const due = () =>
    world.database.db('watches').where('due_at', '<=', new Date()).orWhereNotNull('owed').select('owed');
  const isQuiet = async (): Promise<boolean> => (await due()).length === 0;
  await until(isQuiet, { limitMs: 60_000, sentence: 'The dates of the samples were never kept.' });
  const { mail_log: _log, mail_orders: _orders, ...others } = await counts();
  return others;
}

async function load(locale: Locale): Promise<void> {
  await world.call('A', 'post', '/samples').send({ locale }).expect(202);
  await reach('loaded');
}
async function remove(): Promise<void> {
  await world.call('A', 'delete', '/samples').expect(202);
  await reach('absent');
}
const titlesOf = async (path: string): Promise<readonly string[]> =>
  ((await world.call('A', 'get', path).expect(200)).body.items as { title?: string; name?: string }[]).map(
    ({ title, name }) => title ?? name ?? '',
  );

async function speak(locale: Locale): Promise<void> {
  const person = await findPerson(world.database.db, world.id('A'));
  if (person) await updatePerson(world.database.db, { ...person, locale }, Date.now());
}

async function pagesShow(words: SampleWords): Promise<void> {
  const browser = await world.signIn('A', '/start');
  const text = async (path: string): Promise<string> => (await browser.get(path).expect(200)).text;
  const { body } = await world.call('A', 'get', `/engagements?q=${encodeURIComponent(words.titles.systems)}`);
  const service = String(body.items[0].id);
  expect(await text('/engagements')).toContain(words.titles.contact);
  expect(await text('/portfolio')).toContain(words.titles.systems);
  expect(await text('/inbox')).toContain(words.titles.hotline);
  expect(await text('/vendors')).toContain(words.vendors.systems);
  expect(await text(`/vendors/${body.items[0].vendorId}`)).toContain('chip sample');
  const page = await text(`/engagements/${service}?part=all`);
  expect(page).toContain('chip sample');
  for (const shown of [words.titles.systems, words.measures.first.name, words.risk.cause])
    expect(page).toContain(shown);
}

let before: Readonly<Record<string, number>>;
let loaded: Readonly<Record<string, number>>;

test('only administrators load samples, and nobody removes what is not there', async () => {
  for (const name of ['F', 'M']) {
    await world.call(name, 'post', '/samples').send({}).expect(403);
    await world.call(name, 'delete', '/samples').expect(403);
    await world.call(name, 'get', '/samples').expect(403);
  }
  expect((await world.call('A', 'delete', '/samples').expect(404)).body.code).toBe('NOT_FOUND');
});

test('one call makes vendors and engagements in several states, and requests that wait for the caller alone', async () => {
  before = await counts();
  await world.call('A', 'post', '/samples').send({ locale: 'en' }).expect(202);
  const again = await world.call('A', 'post', '/samples').send({}).expect(409);
  expect(['SAMPLES_BUSY', 'SAMPLES_PRESENT']).toContain(again.body.code);
  await reach('loaded');
  expect((await world.call('A', 'post', '/samples').send({}).expect(409)).body.code).toBe('SAMPLES_PRESENT');

  const { body } = await world.call('A', 'get', '/engagements').expect(200);
  const { items } = body as { items: readonly { title: string; state: string }[] };
  const states = Object.fromEntries(items.map((one) => [one.title, one.state]));
  expect(states).toEqual({
    'A real one': 'NEEDS_ANALYSIS',
    [english.titles.hotline]: 'NEEDS_ANALYSIS',
    [english.titles.payroll]: 'NEEDS_ANALYSIS',
    [english.titles.freight]: 'VENDOR_SELECTION',
    [english.titles.systems]: 'IN_SERVICE',
    [english.titles.couriers]: 'IN_SERVICE',
    [english.titles.contact]: 'EXITING',
  });
  expect((await titlesOf('/vendors')).toSorted()).toEqual(SAMPLE_VENDORS.map((key) => english.vendors[key]).toSorted());
  expect((await world.call('A', 'get', '/tasks?box=todo').expect(200)).body.items).toHaveLength(2);
  for (const name of ['F', 'M'])
    expect((await world.call(name, 'get', '/tasks?box=todo').expect(200)).body.items).toEqual([]);
  loaded = await countsBesideMail();
});

test('the service of a sample has figures, a breach and a risk in red', async () => {
  const { db } = world.database;
  const { id } = await db('engagements').where({ title: english.titles.systems }).first<{ id: string }>('id');
  const cards = await db('scorecards').where({ engagement_id: id });
  expect(cards.length).toBeGreaterThanOrEqual(2);
  expect(await db('kpi_values').where({ engagement_id: id })).toHaveLength(6);
  const risks = (await world.call('A', 'get', `/engagements/${id}/risks`).expect(200)).body.items as { band: string }[];
  expect(risks.filter(({ band }) => band === 'red')).toHaveLength(1);
  expect(await db('reviews').where({ engagement_id: id, state: 'scheduled' })).toHaveLength(1);
});

test('pages show them, and nobody gets a mail of them', async () => {
  await pagesShow(english);
  const { deps } = world.desk;
  const { id } = await deps.db('engagements').where({ title: english.titles.contact }).first<{ id: string }>('id');
  const facts = { subject: 'engagement-closed' };
  const order = { key: 'told', kind: 'engagement-closed', recipientId: world.id('A'), engagementId: id, facts, now: 1 } as const; // prettier-ignore
  await inTransaction(deps.db, (trx) => orderMails(trx, [order]));
  const courier = new MailCourier({ db: deps.db, sendMail: createActivities(deps).sendMail, clock: Date.now });
  while ((await courier.round()) > 0) await courier.settled();
  expect(await deps.db('mail_orders').select('last_error')).toEqual([]);
  expect(await deps.db('mail_log').where({ key: 'told' }).pluck('last_error')).toEqual(['sample']);
  expect(world.desk.relay.taken).toEqual([]);
  const { rows } = await world.database.db.raw<{ rows: { status: string; last_error: string }[] }>(
    'select distinct status, last_error from mail_log',
  );
  expect(rows).toEqual([{ status: 'skipped', last_error: 'sample' }]);
});

test('one call takes all of them away, and nothing else', async () => {
  const { db } = world.database;
  const real = await db('engagements').where({ id: own }).first<object>();
  await remove();
  expect(await counts()).toEqual(before);
  expect(await db('engagements').where({ id: own }).first<object>()).toEqual(real);
  const { status } = await world.temporal.client.workflow.getHandle(engagementWorkflowId(own)).describe();
  expect(status.name).toBe('RUNNING');
});

test('the trail stays and is intact: what was done and by whom, without what it said', async () => {
  expect(await verifyAudit(world.database.db)).toEqual([]);
  const { db } = world.database;
  const said = await db('audit_events')
    .whereLike('stream', 'engagement:%')
    .whereNot({ stream: `engagement:${own}` })
    .whereRaw(`payload <> '{}'`)
    .distinct('type')
    .pluck('type');
  expect(said).toEqual(['audit.erased']);
  const types = await db('audit_events').whereLike('type', 'samples.%').orderBy('seq').pluck('type');
  expect(types).toEqual(['samples.loaded', 'samples.dismissed', 'samples.removed']);
});

test('where every step is done twice, because its answer was lost, the same comes of it', async () => {
  answersAreLost = true;
  await speak('zh-CN');
  await load('zh-CN');
  await pagesShow(chinese);
  expect(await countsBesideMail()).toEqual(loaded);
  await remove();
  const steps = 2 + SAMPLE_STORIES.length + OURS.length - 1;
  await until(() => Promise.resolve(losses === steps), { limitMs: 30_000, sentence: `Only ${losses} answers were lost.` }); // prettier-ignore
  answersAreLost = false;
  expect(await counts()).toEqual(before);
  expect(await verifyAudit(world.database.db)).toEqual([]);
  expect(world.desk.relay.taken).toEqual([]);
});

test('samples that an engagement of one’s own has to do with are not taken from it', async () => {
  await load('en');
  const { db } = world.database;
  const vendor = await db('vendors').where({ name: english.vendors.payroll }).first<{ id: string }>('id');
  await db('candidates').insert({ id: own, engagement_id: own, vendor_id: vendor.id, created_at: new Date(), updated_at: new Date() }); // prettier-ignore
  const { body } = await world.call('A', 'delete', '/samples').expect(409);
  const refused = body as { code: string; errors: readonly { path: string }[] };
  const number = (await db('engagements').where({ id: own }).first<{ number: string }>('number')).number;
  expect([refused.code, refused.errors.map(({ path }) => path)]).toEqual(['SAMPLES_IN_USE', [number]]);
  expect(await state()).toBe('loaded');
  await db('candidates').where({ id: own }).delete();
  await remove();
  expect(await counts()).toEqual(before);
});

test('the first steps load and remove them with one press each, and do not take them for done', async () => {
  for (const [locale, chip] of [
    ['zh-CN', '示例数据'],
    ['en', 'Sample data'],
  ] as const) {
    await speak(locale);
    const browser = await world.signIn('A', '/start');
    const start = async (): Promise<string> => (await browser.get('/start').expect(200)).text;
    expect(await start()).toContain(chip);
    await browser.post('/start/samples').type('form').send({ csrf: 'made elsewhere' }).expect(403);
    expect(await state()).toBe('absent');
    await browser.post('/start/samples').type('form').send({ csrf: browser.csrf }).expect(303);
    const again = await browser.post('/start/samples').type('form').send({ csrf: browser.csrf }).expect(409);
    expect(again.text).toContain('class="alert"');
    await reach('loaded');
    expect(await start()).toMatch(/<li class="open">(?:(?!<\/li>).)*\/vendors\/import/);
    await browser.post('/start/samples/removal').type('form').send({ csrf: browser.csrf }).expect(303);
    await reach('absent');
  }
  expect(await counts()).toEqual(before);
});
