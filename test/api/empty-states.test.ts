import { updatePerson } from '../../db/stores/people';
import type { Role } from '../../domain/people/people';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';

let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  const { db } = world.database;
  for (const table of ['candidates', 'mail_log', 'engagements', 'vendors']) await db(table).delete();
  li = await Visitor.of(world);
});
afterAll(() => world.database.drop());

/** Where the buttons of an empty list lead. */
async function steps(path: string): Promise<readonly string[]> {
  const { text } = await li.get(path).expect(200);
  const [, empty = ''] = /<div class="empty">(.*?)<\/div>/s.exec(text) ?? [];
  expect([path, empty === '']).toEqual([path, false]);
  return [...empty.matchAll(/<a class="button" href="([^"]+)">/g)].map(([, href]) => href ?? '');
}

const EXPECTED: readonly (readonly [string, Role, readonly string[]])[] = [
  ['/engagements', 'admin', ['/new-engagement', '/vendors/import', '/start']],
  ['/engagements', 'manager', ['/new-engagement', '/vendors/import']],
  ['/engagements', 'legal', []],
  ['/vendors', 'admin', ['/new-vendor', '/vendors/import', '/start']],
  ['/vendors', 'legal', []],
  ['/inbox?box=done', 'manager', ['/engagements', '/new-engagement']],
  ['/inbox?box=done', 'legal', ['/engagements']],
  ['/portfolio', 'admin', ['/new-engagement', '/start']],
  ['/portfolio', 'executive', []],
  ['/admin/mails', 'admin', ['/admin/status']],
];

test.each(EXPECTED)('an empty %s tells the role of %s what it may do next', async (path, role, hrefs) => {
  await li.as(role);
  expect(await steps(path)).toEqual(hrefs);
});

test('every step leads to a page that whoever is told of it may open', async () => {
  for (const [, role, hrefs] of EXPECTED) {
    await li.as(role);
    for (const href of hrefs) expect([href, (await li.get(href)).status]).toEqual([href, 200]);
  }
});

test('whoever may do nothing is told whom to ask, in both languages', async () => {
  await li.as('legal');
  expect((await li.get('/vendors').expect(200)).text).toContain('Please ask a manager or an administrator.');
  await updatePerson(world.database.db, { ...LI, roles: ['legal'], locale: 'zh-CN' }, Date.now());
  expect((await li.get('/vendors').expect(200)).text).toContain('请联系经理或管理员。');
});

test('a filter under which nothing is left offers to be taken away, and nothing else', async () => {
  await li.as('admin');
  for (const [path, href] of [
    ['/engagements?q=none', '/engagements'],
    ['/vendors?q=none', '/vendors'],
    ['/portfolio?serviceType=it', '/portfolio'],
    ['/admin/mails?recipient=none', '/admin/mails'],
  ] as const) {
    expect(await steps(path)).toEqual([]);
    expect((await li.get(path)).text).toContain(`<a href="${href}">`);
  }
});
