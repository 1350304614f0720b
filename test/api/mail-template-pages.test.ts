import { MAIL_NAMES, sampleMail } from '../../templates/samples/mail';
import { pageWorld, type PageWorld, Visitor } from './page-world';

let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
});
beforeEach(() => li.as('manager'));
afterAll(() => world.database.drop());

const LIST = '/admin/mail-templates';

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
