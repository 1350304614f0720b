import { insertScorecard } from '../../db/stores/scorecards';
import { inTransaction } from '../../db/transaction';
import { browser, HOTLINE, LI, pageWorld, type PageWorld } from './page-world';

const PAGE = `/engagements/${HOTLINE}?part=performance`;
let world: PageWorld;
let cookie: string;
beforeAll(async () => {
  world = await pageWorld();
  cookie = await browser(world).signIn(LI);
});
afterAll(() => world.database.drop());

const shown = async (lang: string): Promise<string> =>
  (await browser(world).get(`${PAGE}&lang=${lang}`, cookie).expect(200)).text;
const rated = (key: string, score: number) => ({ key, value: score, score, status: 'rated' as const });

test('the newest period is drawn by KPI once three of them are rated, in the language that the page is read in', async () => {
  expect(await shown('en')).not.toContain('KPIs of 2026-10');
  const kpis = [rated('answered', 62), rated('solved', 88), rated('backlog', 70)];
  const card = {
    period: '2026-10',
    score: 70,
    coverageBp: 10_000,
    provisional: false,
    standing: 'good',
    kpis,
    credits: [],
  };
  await inTransaction(world.database.db, (trx) => insertScorecard(trx, HOTLINE, { card, now: Date.UTC(2026, 10, 2) }));

  expect(await shown('en')).toContain('KPIs of 2026-10');
  expect(await shown('zh-CN')).toContain('2026-10 各指标得分');
  expect(await shown('zh-CN')).not.toContain('KPIs of');
});
