import type { Response } from 'supertest';
import { readSheetRows } from '../../api/sheets/read';
import { csvRecords } from '../../domain/csv';
import { GATE_STATES, type State } from '../../domain/engagement/statuses';
import { inOne } from '../pdf-text';
import { COMPLETE } from './needs-world';
import { ServiceWorld } from './service-world';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const activities = [
  { name: '=SUM(A1)', isCore: false, decision: 'outsource' },
  { name: 'Appeals <b>', isCore: true, decision: 'retain', rationale: 'Goodwill stays with us' },
];
const milestone = { title: 'First phase', description: 'Fifty seats.', due: '2027-03-31', fee: cny('1000.00') };
const criteria = [{ key: 'live', text: 'All seats are live' }];
const lines = [
  { kind: 'final_fee_prorata', money: cny('1500.00') },
  { kind: 'service_credit', money: cny('400.00'), note: 'Uptime in February.' },
];
const rate = { base: 'USD', quote: 'CNY', rate: '7.1046', on_date: '2027-02-26', source: '+Central' };

let world: ServiceWorld;
let owner: Awaited<ReturnType<ServiceWorld['browse']>>;
const state = (to: State) => world.database.db('engagements').where({ id: world.id }).update({ state: to });
const of = (rest: string): string => `/engagements/${world.id}${rest}`;

beforeAll(async () => {
  world = await ServiceWorld.open();
  await world.begin({ state: GATE_STATES.needs[0] });
  await world.call('patch', '/needs', { ...COMPLETE, activities }).expect(200);
  await state('CONTRACTING');
  await world.call('post', '/milestones', { ...milestone, criteria }).expect(201);
  await state('EXITING');
  await world.call('put', '/settlement', { lines }, 'service').expect(200);
  await world.database
    .db('exchange_rates')
    .insert({ ...rate, version: 1, recorded_by: world.people.owner.person.id, recorded_at: new Date(world.now) });
  owner = await world.browse('owner', of(''));
});
afterAll(() => world.close());

const rowsOf = ({ text }: Response) => csvRecords(text.slice(1), ',').filter((cells) => cells.join('') !== '');
const sheet = async (path: string, table: string) => {
  const url = `${path}${path.includes('?') ? '&' : '?'}table=${table}&sheet=csv`;
  return rowsOf(await owner.get(url).expect(200));
};
/** What a page says, without its marks. */
const saidIn = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#x3D;/g, '=')
    .replace(/\s+/g, ' ');

test.each([
  ['?part=all', ['activities', 'case', 'measures', 'settlement', 'skills', 'swot']],
  ['/follow-up', ['milestones', 'our-score']],
  ['/settlement', ['settlement']],
  ['/exit?terminateOn=2027-04-01&cause=convenience', ['readiness']],
])('every table of the page %s is a file that says what it says', async (rest, tables) => {
  const { text } = await owner.get(of(rest)).expect(200);
  const links = [...text.matchAll(/href="([^"]+table&#x3D;([\w-]+)&amp;sheet&#x3D;csv)"/g)];
  expect(links.map(([, , table]) => table)).toEqual(expect.arrayContaining(tables));
  const said = saidIn(text);
  for (const [, link = '', table = ''] of links) {
    const [head, ...rows] = rowsOf(await owner.get(link.replace(/&amp;/g, '&').replace(/&#x3D;/g, '=')).expect(200));
    const [, html = ''] = new RegExp(`data-sheet="${table}"[^>]*>(.*?)</table>`, 's').exec(text) ?? [];
    expect(rows).toHaveLength(html.replace(/<thead.*<\/thead>/s, '').split('<tr').length - 1);
    const texts = [...(head ?? []), ...rows.flat()].filter((cell) => !/^[\d.-]*$/.test(cell));
    const parts = texts.flatMap((cell) => cell.replace(/^'(?==)| \([A-Za-z]+\)$/g, '').split('; '));
    expect(parts.filter((part) => !said.includes(part))).toEqual([]);
  }
});

test('figures and days are had as such, texts as texts, and a formula as none', async () => {
  const needs = await sheet(of('?part=needs'), 'activities');
  expect(needs.map(([name, decision]) => [name, decision])).toEqual([
    ['Name', 'Decision'],
    ["'=SUM(A1)", expect.stringContaining('give out')],
    ['Appeals <b>; core; Goodwill stays with us', expect.stringContaining('keep')],
  ]);
  expect(await sheet(of('/follow-up'), 'milestones')).toEqual([
    ['Milestone', 'Due', 'State', 'Days late', 'Fee (CNY)'],
    ['#1 First phase', '2027-03-31', 'planned', '', '1000.00'],
  ]);
  expect(await sheet(of('/settlement'), 'settlement')).toEqual([
    ['#', 'Line', 'Amount (CNY)'],
    ['1', 'Final fee, pro rata', '1500.00'],
    ['2', 'Service credit; Uptime in February.', '-400'],
  ]);
  expect((await sheet('/exchange-rates', 'rates'))[1]).toEqual(['USD → CNY', '7.1046', '2027-02-26', "'+Central"]);
});

test('a workbook opens with the same, in the language of the page, and is kept by nobody', async () => {
  const path = of('?part=needs&lang=zh-CN&table=activities&sheet=xlsx');
  const file = await owner.get(path).buffer(true).parse(inOne).expect(200);
  const [head, formula] = await readSheetRows(file.body as Buffer);
  expect(head?.cells.slice(0, 2)).toEqual(['名称', '决定']);
  expect(formula?.cells[0]).toBe('=SUM(A1)');
  expect(file.headers).toMatchObject({
    'content-disposition': expect.stringMatching(/^attachment; filename="ENG-.*\.xlsx"; filename\*=UTF-8''ENG-/),
    'content-type': expect.stringContaining('spreadsheetml'),
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
  });
  await owner.get(of('?lang=en'));
});

test('a table that the page has not is not found, and a format that we have not is refused', async () => {
  const unknown = await owner.get(of('?table=nothing&sheet=csv')).expect(404);
  expect(unknown.headers['content-disposition']).toBeUndefined();
  const json = (path: string) => owner.get(of(path)).set('accept', 'application/json');
  expect((await json('?table=nothing').expect(404)).body).toMatchObject({ code: 'NOT_FOUND' });
  const refused = await json('?table=activities&sheet=ods').expect(422);
  expect(refused.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path: 'sheet' }] });
  await json('?table=activities&table=case').expect(422);
});

test('whoever may not see a page gets no sheet of it, and asking for one changes nothing', async () => {
  const before = await world.trail();
  const stranger = await world.browse('stranger', '/engagements');
  for (const closed of ['/admin/audit?table=heads', '/integration?table=receivers', '/portfolio?table=heat-counts']) {
    const kept = await stranger.get(`${closed}&sheet=csv`).expect(403);
    expect(kept.headers['content-disposition']).toBeUndefined();
  }
  const path = of('/settlement?table=settlement&sheet=csv');
  const { headers } = await world.page(path).expect(303);
  expect(headers['location']).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
  expect(await world.trail()).toEqual(before);
});

test('the vendor has the tables of its page through its link, and no other', async () => {
  await state('IN_SERVICE');
  const issue = { title: 'Nobody answers', severity: 'major', assignee: 'vendor', description: 'Fourteen calls.' };
  await world.call('post', '/issues', issue).expect(201);
  const path = await world.link();
  const { text } = await world.page(path).expect(200);
  expect(text).toContain('table&#x3D;milestones&amp;sheet&#x3D;csv');
  const [, line] = rowsOf(await world.page(`${path}?table=milestones&sheet=csv`).expect(200));
  expect(line?.[0]).toBe('#1 First phase');
  await world.page(`${path}?table=settlement&sheet=csv`).expect(404);
});

test('the answer to a form, which is at no address, offers no files', async () => {
  const { page, send } = await world.browse('owner', of('/follow-up'));
  expect(page.text).toContain('sheet&#x3D;csv');
  const refused = await send({ act: 'milestone-deliver', milestone: 'nothing', text: '' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('data-sheet="milestones"');
  expect(refused.text).not.toContain('sheet&#x3D;csv');
});
