import { inTransaction } from '../../db/transaction';
import { addPolicyVersion } from '../../db/stores/policies';
import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import { aWaitingDecision } from './decision-rows';
import { LI, type PageWorld, SUPPLIER, Visitor } from './page-world';
import { readPages } from './read-pages';

const NOW = Date.UTC(2026, 10, 24, 8);

let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await readPages(NOW);
  li = await Visitor.of(world);
  await li.as('manager');
});
afterAll(() => world.database.drop());

const inbox = async (query = '') => (await li.get(`/inbox${query}`).expect(200)).text.replaceAll('&#x3D;', '=');
const KINDS = /<select name="kind".*?<\/select>/s;
const kinds = (html: string) => [...(KINDS.exec(html)?.[0] ?? '').matchAll(/value="([^"]*)"( selected)?>([^<]+)/g)];
const titles = (html: string) => [...html.matchAll(/class="title">([^<]+)</g)].map(([, title]) => title);
const decision = (title: string, policyKey: string, part: object = {}) =>
  aWaitingDecision(world.database.db, { personId: LI.id, title, dueAt: NOW - 1, policyKey, ...part });

test('one who has decisions of one kind is offered no choice', async () => {
  await decision('Award', 'gate-award');
  await decision('Of another', 'gate-exit', { personId: SUPPLIER.id });
  expect(await inbox()).not.toContain('<select name="kind"');
});

test('the kinds in a box are offered by name, and one that is chosen leaves its lines alone, with the other filters', async () => {
  await inTransaction(
    world.database.db,
    (trx) =>
    addPolicyVersion(trx, { key: 'payment', body: { ...BUILTIN_POLICIES['gate-award']!, title: 'Paying <bills>' }, actorId: LI.id, now: NOW }), // prettier-ignore
  );
  await decision('Bill of spring', 'payment');
  await decision('Bill of summer', 'payment', { dueAt: NOW + 1 });
  expect(kinds(await inbox()).map(([, key, , title]) => [key, title])).toEqual([
    ['', 'all kinds'],
    ['gate-award', 'Award to a vendor (G2)'],
    ['payment', 'Paying &lt;bills&gt;'],
  ]);
  const all = await inbox('?kind=payment&order=due');
  expect(titles(all)).toEqual(['Bill of spring', 'Bill of summer']);
  expect(kinds(all).flatMap(([, key, selected]) => (selected ? [key] : []))).toEqual(['payment']);
  const late = await inbox('?kind=payment&overdue=1&q=bill');
  expect(titles(late)).toEqual(['Bill of spring']);
  expect(late.replaceAll('&amp;', '&')).toContain('/tasks/export?box=todo&q=bill&policyKey=payment&overdue=true&');
});

test('more of a kind are of that kind too, and so is the sheet', async () => {
  for (let n = 0; n < 51; n += 1) await decision(`Bill ${n}`, 'payment');
  const [, more = ''] = /class="more"><a href="([^"]+kind[^"]+)"/.exec(await inbox('?kind=payment')) ?? [];
  const rest = await inbox(more.replace('/inbox', '').replaceAll('&amp;', '&'));
  expect(titles(rest)).toEqual(['Bill 0', 'Bill of summer', 'Bill of spring']);
  const sheet = await li.get('/api/v1/tasks/export?box=todo&policyKey=gate-award&format=csv').expect(200);
  expect([sheet.text.includes('Award'), sheet.text.includes('Bill')]).toEqual([true, false]);
});

test('a kind of which nothing is there leaves the box empty and can be taken away', async () => {
  const html = await inbox('?kind=nothing-like-it');
  expect(kinds(html).flatMap(([, key, selected]) => (selected ? [key] : []))).toEqual(['nothing-like-it']);
  expect(html).toContain('<a href="/inbox?box=todo">');
  const renewals = kinds(await inbox('?kind=gate-renewal')).find(([, key]) => key === 'gate-renewal');
  expect(renewals?.slice(2)).toEqual([' selected', 'Renew, renegotiate or exit (G4)']);
  expect(titles(await inbox('?kind=No%20Key'))).toHaveLength(50);
});
