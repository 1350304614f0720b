import type { Letter } from '../../activities/deps';
import { engagementMailActivities } from '../../activities/engagement-mail';
import { claimMails } from '../../db/stores/mail-orders';
import { MAIL_NAMES, sampleMail } from '../../templates/samples/mail';
import { formIn } from './page-form';
import { LI, pageWorld, type PageWorld, SUPPLIER, Visitor } from './page-world';

let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
});
beforeEach(() => li.as('manager'));
afterAll(() => world.database.drop());

const LIST = '/admin/mail-templates';
const ISSUE = `${LIST}/issue`;

/** Mails that wait, as the courier sends them. */
async function posted(): Promise<readonly Letter[]> {
  const { db } = world.database;
  const sent: Letter[] = [];
  const mailer = { send: (letter: Letter) => Promise.resolve(void sent.push(letter)) };
  const deps = { db, mailer, mailFrom: 'Tenure <tenure@localhost>', publicUrl: 'http://localhost', secrets: ['s'] };
  for (const { order } of await claimMails(db, Date.now() + 1_000, 100)) {
    await engagementMailActivities(deps).sendMail(order);
    await db('mail_orders').where({ key: order.key }).delete();
  }
  return sent;
}

test('every mail is listed, and shown in both languages as it goes out', async () => {
  const { text } = await li.get(LIST).expect(200);
  for (const name of MAIL_NAMES) expect(text).toContain(`href="${LIST}/${name}"`);
  const one = await li.get(`${LIST}/issue`).expect(200);
  for (const locale of ['en', 'zh-CN']) expect(one.text).toContain(`src="${LIST}/issue/${locale}"`);
  const framed = await li.get(`${LIST}/issue/zh-CN`).expect(200);
  expect(framed.text).toBe(sampleMail('issue', 'zh-CN').html);
});

test('a mail may be framed by our own pages alone and does nothing there', async () => {
  const { headers } = await li.get(`${LIST}/issue`).expect(200);
  expect(headers['content-security-policy']).toContain("frame-src 'self'");
  const framed = await li.get(`${LIST}/issue/en`).expect(200);
  expect(framed.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'self'.*sandbox$/);
  expect(framed.headers['x-frame-options']).toBe('SAMEORIGIN');
});

test('what is no mail or no language is not found, and others see nothing', async () => {
  await li.get(`${LIST}/no-mail`).expect(404);
  await li.get(`${LIST}/toString`).expect(404);
  await li.get(`${LIST}/issue/fr`).expect(404);
  await li.as('evaluator');
  for (const path of [LIST, `${LIST}/issue`, `${LIST}/issue/en`]) await li.get(path).expect(403);
});

test('an administrator has a test sent to their own address, once a press, in the language that was chosen', async () => {
  await li.as('admin');
  const { text } = await li.get(ISSUE).expect(200);
  const ids = [...text.matchAll(/name="id" value="([^"]+)"/g)].map(([, id = '']) => id);
  expect(new Set(ids).size).toBe(2);
  const [first = '', second = ''] = ids;
  const asked = await li.send(text, ISSUE, { id: first, locale: 'zh-CN' });
  expect([asked.status, asked.headers['location']]).toEqual([303, `${ISSUE}?done=1`]);
  await li.send(text, ISSUE, { id: first, locale: 'zh-CN' });

  const [letter, ...others] = await posted();
  expect(others).toEqual([]);
  expect(letter).toMatchObject({
    ...sampleMail('issue', 'zh-CN'),
    subject: `[测试] ${sampleMail('issue', 'zh-CN').subject}`,
    to: { name: LI.name, address: LI.email },
  });
  await li.send(text, ISSUE, { id: first, locale: 'zh-CN' });
  expect(await posted()).toEqual([]);
  await li.send(text, ISSUE, { id: second, locale: 'en' });
  expect(await posted()).toMatchObject([{ subject: `[Test] ${sampleMail('issue', 'en').subject}` }]);
  expect((await li.get(`${ISSUE}?done=1`)).text).toContain(LI.email);
  const { db } = world.database;
  const trail = await db('audit_events').where({ type: 'mail.tested' }).orderBy('seq').pluck<unknown[]>('payload');
  expect(trail).toEqual(['zh-CN', 'en'].map((locale) => ({ template: 'issue', locale })));
  expect((await li.get('/admin/mails?kind=template-test')).text).toContain('[测试]');
});

test('every template can be tried', async () => {
  await li.as('admin');
  for (const name of MAIL_NAMES) {
    const { text } = await li.get(`${LIST}/${name}`).expect(200);
    await li.send(text, `${LIST}/${name}`, { locale: 'en' });
  }
  expect((await posted()).map(({ subject }) => subject).sort()).toEqual(
    MAIL_NAMES.map((name) => `[Test] ${sampleMail(name, 'en').subject}`).sort(),
  );
});

test('nothing is sent for others, for an id that nobody gave out, or in no language of ours', async () => {
  await li.as('admin');
  const { text } = await li.get(ISSUE).expect(200);
  const own = formIn(text, ISSUE).get('id') ?? '';
  for (const id of ['', SUPPLIER.id, `${SUPPLIER.id}${own.slice(36)}`])
    expect((await li.send(text, ISSUE, { id })).status).toBe(403);
  expect((await li.send(text, ISSUE, { locale: 'fr' })).status).toBe(404);
  await li.as('manager');
  expect((await li.get(ISSUE).expect(200)).text).not.toContain('<button>');
  expect((await li.send(text, ISSUE, {})).status).toBe(403);
  expect(await posted()).toEqual([]);
});
