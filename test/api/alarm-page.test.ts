import { findEngagement } from '../../db/stores/engagements';
import { newestAlarm } from '../../db/stores/alarms';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import { seedRisks } from '../../db/stores/risks';
import { inTransaction } from '../../db/transaction';
import { seedRisksFor } from '../../domain/risk/seed';
import { csrfIn, faultsIn, focusedIn } from './page-form';
import { browser, HOTLINE, LI, pageWorld, type PageWorld, SUPPLIER } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
const PAGE = `/engagements/${HOTLINE}`;
let world: PageWorld;
let cookie: string;
let id: string;
beforeAll(async () => {
  world = await pageWorld();
  const found = {
    rule: 'EVENT_RISK',
    subject: 'data',
    severity: 'red' as const,
    evidence: { score: 4.5, tier: 'red' },
  };
  await inTransaction(world.database.db, async (trx) => {
    await seedRisks(trx, seedRisksFor(HOTLINE), NOW);
    const engagement = await findEngagement(trx, HOTLINE);
    await raiseAlarms({ trx, engagement: engagement!, now: NOW }, [found]);
  });
  cookie = await browser(world).signIn(LI);
  id = (await alarm()).id;
});
afterAll(() => world.database.drop());

const alarm = async () =>
  (await newestAlarm(world.database.db, { engagementId: HOTLINE, rule: 'EVENT_RISK', subject: 'data' }))!;
const page = async (query = '') => (await browser(world).get(`${PAGE}${query}`, cookie).expect(200)).text;
const submit = async (fields: Readonly<Record<string, string>>, path = `${PAGE}/alarms/${id}`) =>
  browser(world).post(path, { cookie, csrf: csrfIn(await page()), ...fields });

test('shows the register with its picture and the alarm with its evidence in the language of the reader', async () => {
  const chinese = await page('?part=all&lang=zh-CN');
  for (const text of ['服务质量不达标', '风险矩阵', '风险事件累计', '数据', '确认期限'])
    expect(chinese).toContain(text);
  const english = await page('?part=all&lang=en');
  for (const text of ['Service quality below', 'class="risk-matrix"', 'Warning events add up', 'Evidence'])
    expect(english).toContain(text);
  expect(english.match(/<rect class="red"/g)).toHaveLength(6);
});

test('a form acknowledges, plans and closes, and each step shows who did it', async () => {
  const refused = await submit({ step: 'ack', comment: ' ' });
  expect([refused.status, (await alarm()).state]).toEqual([422, 'open']);
  expect(focusedIn(refused.text)).toEqual(['comment']);
  expect(faultsIn(refused.text)).toHaveLength(1);
  const early = await submit({ step: 'close', comment: 'not yet' });
  expect(early.text).toContain('红色预警须先有计划才能关闭。');
  for (const [step, state] of [
    ['ack', 'acknowledged'],
    ['plan', 'mitigating'],
    ['close', 'closed'],
  ] as const) {
    const done = await submit({ step, comment: `${step} <it>` });
    expect([done.status, done.headers['location']]).toEqual([303, `${PAGE}#alarm-${id}`]);
    expect((await alarm()).state).toBe(state);
  }
  const shown = await page();
  expect(shown).toContain('plan &lt;it&gt;');
  expect(shown).not.toContain(`action="${PAGE}/alarms/${id}"`);
  const twice = await submit({ step: 'close', comment: 'again' });
  expect(twice.status).toBe(422);
  expect(twice.text).toContain('预警已是“已关闭”。');
});

test('no form acts without its token, for a supplier, or on an alarm of another engagement', async () => {
  const before = await alarm();
  expect(
    (await browser(world).post(`${PAGE}/alarms/${id}`, { cookie, csrf: 'x', step: 'ack', comment: 'hello' })).status,
  ).toBe(403);
  const theirs = await browser(world).signIn(SUPPLIER);
  expect(
    (await browser(world).post(`${PAGE}/alarms/${id}`, { cookie: theirs, csrf: 'x', step: 'ack', comment: 'hello' }))
      .status,
  ).toBe(403);
  for (const path of [`${PAGE}/alarms/${HOTLINE}`, `${PAGE}/alarms/nothing`, `/engagements/${id}/alarms/${id}`])
    expect((await submit({ step: 'ack', comment: 'hello' }, path)).status).toBe(404);
  expect(await alarm()).toEqual(before);
});
