import { updatePerson } from '../../db/stores/people';
import type { Role } from '../../domain/people/people';
import { MAIL_NAMES, sampleMail } from '../../templates/samples/mail';
import { browser, LI, pageWorld, type PageWorld } from './page-world';

let world: PageWorld;
let cookie = '';
beforeAll(async () => {
  world = await pageWorld();
  cookie = await browser(world).signIn(LI);
});
beforeEach(() => as('manager'));
afterAll(() => world.database.drop());

const as = (...roles: Role[]) => updatePerson(world.database.db, { ...LI, roles, locale: 'en' }, Date.now());
const get = (path: string) => browser(world).get(path, cookie);
const LIST = '/admin/mail-templates';

test('every mail is listed, and shown in both languages as it goes out', async () => {
  const { text } = await get(LIST).expect(200);
  for (const name of MAIL_NAMES) expect(text).toContain(`href="${LIST}/${name}"`);
  const one = await get(`${LIST}/issue`).expect(200);
  for (const locale of ['en', 'zh-CN']) expect(one.text).toContain(`src="${LIST}/issue/${locale}"`);
  const framed = await get(`${LIST}/issue/zh-CN`).expect(200);
  expect(framed.text).toBe(sampleMail('issue', 'zh-CN').html);
});

test('a mail may be framed by our own pages alone and does nothing there', async () => {
  const { headers } = await get(`${LIST}/issue`).expect(200);
  expect(headers['content-security-policy']).toContain("frame-src 'self'");
  const framed = await get(`${LIST}/issue/en`).expect(200);
  expect(framed.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'self'.*sandbox$/);
  expect(framed.headers['x-frame-options']).toBe('SAMEORIGIN');
});

test('what is no mail or no language is not found, and others see nothing', async () => {
  await get(`${LIST}/no-mail`).expect(404);
  await get(`${LIST}/toString`).expect(404);
  await get(`${LIST}/issue/fr`).expect(404);
  await as('evaluator');
  for (const path of [LIST, `${LIST}/issue`, `${LIST}/issue/en`]) await get(path).expect(403);
});
