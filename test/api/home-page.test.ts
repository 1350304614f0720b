import { v7 as uuidv7 } from 'uuid';
import { versionsOf } from '../../db/read/live';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { updatePerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { aWaitingDecision } from './decision-rows';
import { browser, HOTLINE, LI, type PageWorld, SUPPLIER, Visitor } from './page-world';
import { readPages } from './read-pages';

/** In Shanghai a quarter to midnight, in London the afternoon. */
const NOW = Date.UTC(2026, 10, 24, 15, 45);
const MINUTE = 60_000;

let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await readPages(NOW);
  li = await Visitor.of(world);
});
beforeEach(() => li.as('manager'));
afterAll(() => world.database.drop());

const db = () => world.database.db;
const home = async () => (await li.get('/home').expect(200)).text;
const figures = (html: string) => [...html.matchAll(/<strong>(\d+)<\/strong>/g)].map(([, n]) => Number(n));
const section = (html: string, id: string) => new RegExp(`id="${id}".*?</section>`, 's').exec(html)?.[0] ?? '';
const alarm = (severity: string, rule = 'EXIT_NOT_READY') =>
  db()('alarms').insert({ id: uuidv7(), engagement_id: HOTLINE, rule, subject: 's', severity, state: 'open', evidence: '{}', ack_due_at: new Date(NOW), opened_at: new Date(NOW), updated_at: new Date(NOW) }); // prettier-ignore

test('is the way in of whoever is signed in, and the first entry of every page', async () => {
  expect((await li.get('/').expect(303)).headers['location']).toBe('/home');
  expect((await browser(world).get('/').expect(303)).headers['location']).toBe('/inbox');
  expect((await browser(world).get('/home')).headers['location']).toBe('/sign-in?next=%2Fhome');
  expect((await li.get('/engagements')).text).toMatch(/<nav [^>]+>\s*<a href="\/home">Home<\/a>/);
});

describe('with decisions that wait', () => {
  beforeAll(async () => {
    for (const [title, dueAt] of [
      ['Late one', NOW - MINUTE],
      ['Tonight', NOW + 10 * MINUTE],
      ['Later tonight', NOW + 30 * MINUTE],
      ['Some day', null],
    ] as const)
      await aWaitingDecision(db(), { personId: LI.id, title, dueAt });
    await aWaitingDecision(db(), { personId: SUPPLIER.id, title: 'Of a supplier', dueAt: NOW + MINUTE });
  });

  const titles = async () => [...(await home()).matchAll(/class="title">([^<]+)</g)].map(([, title]) => title);

  test('tells what is late and what is due before the day of its reader ends, most urgent first', async () => {
    await updatePerson(db(), { ...LI, locale: 'en', timeZone: 'Asia/Shanghai' }, NOW);
    expect(figures(await home())).toEqual([1, 1]);
    expect(await titles()).toEqual(['Late one', 'Tonight']);
    await updatePerson(db(), { ...LI, locale: 'en', timeZone: 'Europe/London' }, NOW);
    expect(figures(await home())).toEqual([1, 2]);
    expect(await titles()).toEqual(['Late one', 'Tonight', 'Later tonight']);
    expect(await home()).not.toContain('type="checkbox"');
  });

  test('people of a supplier meet their own decisions and nothing of ours', async () => {
    const cookie = await browser(world).signIn(SUPPLIER);
    const { text } = await browser(world).get('/home?lang=en', cookie).expect(200);
    expect(text).toContain('Of a supplier');
    expect(text).not.toMatch(/Late one|Hotline|at-risk|id="events"/);
    expect(text).toContain('data-live="/live/inbox"');
    await browser(world).get('/live/home', cookie).expect(403);
  });
});

test('names the engagements that burn with what burns, each with where it is told, and what happened last', async () => {
  expect(section(await home(), 'at-risk')).toContain('No part of any engagement is red or amber.');
  await alarm('red');
  await alarm('amber', 'SILENCE');
  await inTransaction(db(), (trx) =>
    appendAudit(trx, engagementStream(HOTLINE), [
      { key: 'alarm', at: NOW, type: 'alarm.opened', channel: 'workflow', payload: {} },
    ]),
  );
  for (const role of ['manager', 'auditor', 'legal'] as const) {
    await li.as(role);
    const html = (await home()).replaceAll('&#x3D;', '=');
    const risk = section(html, 'at-risk');
    expect(risk).toContain(`<a href="/engagements/${HOTLINE}">Hotline</a>`);
    expect(risk.match(/class="heat (red|amber|green)"/g)).toEqual(['class="heat amber"', 'class="heat red"']);
    expect(risk).toContain(`/engagements/${HOTLINE}?part=exit#exit`);
    expect(risk.includes('href="/portfolio"')).toBe(role !== 'legal');
    const events = [...section(html, 'events').matchAll(/<li>\s*<p><strong>([^<]+)</g)].map(([, type]) => type);
    expect(events).toEqual(['Alarm raised', 'Engagement started']);
  }
});

test('an open one is told of decisions, of alarms, and of what happens to engagements', async () => {
  const html = await home();
  const version = async () => (await versionsOf(db(), [{ kind: 'home', id: LI.id }])).get(`home:${LI.id}`) ?? '';
  expect(html).toContain(`data-live="/live/home" data-version="${await version()}"`);
  let last = await version();
  expect(await version()).toBe(last);
  const changes = [
    () => aWaitingDecision(db(), { personId: LI.id, title: 'New', dueAt: null }),
    () => alarm('red', 'R1'),
    () => db()('alarms').where({ rule: 'R1' }).update({ state: 'closed' }),
    () =>
      inTransaction(db(), (trx) =>
        appendAudit(trx, engagementStream(HOTLINE), [
          { key: 'x', at: NOW, type: 'tested', channel: 'system', payload: {} },
        ]),
      ),
  ];
  for (const change of changes) {
    await change();
    const now = await version();
    expect(now).not.toBe(last);
    last = now;
  }
});

test('where nothing has been started it says what to do first, to whoever may do it', async () => {
  for (const table of ['alarms', 'candidates']) await db()(table).delete();
  await db()('engagements').delete();
  const steps = async () =>
    [...(/class="empty">.*?<\/div>/s.exec(await home())?.[0] ?? '').matchAll(/href="([^"]+)"/g)].map(([, to]) => to);
  await li.as('admin');
  expect(await steps()).toEqual(['/new-engagement', '/vendors/import', '/start']);
  await li.as('legal');
  expect(await steps()).toEqual([]);
  expect(await home()).toContain('Please ask a manager or an administrator.');
});
