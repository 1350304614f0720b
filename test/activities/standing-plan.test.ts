import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { settleStandingsFrom } from '../../activities/standing/settle';
import { auditTrail } from '../../db/read/audit';
import { engagementStream } from '../../db/stores/audit';
import { findEngagement } from '../../db/stores/engagements';
import { lockPlan, savePlan } from '../../db/stores/improvement-plans';
import { openImprovementPlan } from '../../db/stores/open-improvement-plan';
import { insertScorecard, scorecardsOf } from '../../db/stores/scorecards';
import { inTransaction } from '../../db/transaction';
import { NOW, OWNER, StandingDesk, UPTIME } from './standing-desk';

let desk: StandingDesk;
beforeAll(async () => {
  desk = await StandingDesk.open();
});
beforeEach(() => desk.begin());
afterAll(() => desk.close());

describe('a standing that requires an improvement plan', () => {
  const plans = async (): Promise<{ id: string; kpis: string[]; state: string }[]> =>
    desk.db('improvement_plans').where({ engagement_id: desk.id }).orderBy('number');
  /** The standing after months whose cards name no KPI. */
  const settleWithout = async (...months: readonly [string, number][]) => {
    const [card] = await scorecardsOf(desk.db, desk.id);
    await inTransaction(desk.db, async (trx) => {
      for (const [period, score] of months)
        await insertScorecard(trx, desk.id, { card: { ...card!, period, score, kpis: [] }, now: NOW });
      const engagement = await findEngagement(trx, desk.id);
      await settleStandingsFrom({ trx, engagement: engagement!, now: NOW }, months[0]?.[0] ?? '');
    });
  };
  const fail = async (plan: string) => {
    await inTransaction(desk.db, async (trx) => {
      const found = await lockPlan(trx, plan);
      await savePlan(trx, { ...found!, due: '2027-01-31' }, NOW);
    });
    const item = { key: `improvement:${plan}:failed`, kind: 'improvement', at: NOW, facts: { plan } } as const;
    await agendaActivities({ db: desk.db }).performAgenda({ engagementId: desk.id, items: [item], now: NOW });
  };

  test('opens it once for what missed its target, and asks nobody beside that', async () => {
    await desk.score('2026-11', 20);
    const [plan, ...others] = await plans();
    expect([plan?.kpis, others, await desk.work()]).toEqual([['uptime'], [], [['exit-assessment', OWNER]]]);
    const opened = (await auditTrail(desk.db, engagementStream(desk.id), { after: 0, limit: 50 })).filter(({ type }) => type === 'improvement.opened'); // prettier-ignore
    expect(opened).toMatchObject([{ payload: { trigger: 'standing', values: [{ period: '2026-11', value: 20 }] } }]);
    await desk.score('2026-12', 20);
    expect(await plans()).toHaveLength(1);
  });

  test('opens none after a low period whose band asks for none', async () => {
    await desk.rules({ requireImprovementPlan: false });
    await desk.score('2026-11', 40);
    expect(await plans()).toEqual([]);
    await desk.rules({ requireImprovementPlan: true });
    await desk.score('2026-12', 40);
    expect(await plans()).toHaveLength(1);
  });

  test('opens it again for a standing that falls again, and none while the first one runs', async () => {
    await desk.score('2026-10', 20);
    await desk.score('2026-11', 60);
    await desk.score('2026-12', 20);
    await desk.score('2027-01', 20);
    expect(await desk.running()).toContain('requireImprovementPlan');
    expect(await plans()).toHaveLength(1);
    await desk.db('improvement_plans').where({ engagement_id: desk.id }).update({ state: 'cancelled' });
    await desk.score('2027-02', 60);
    await settleWithout(['2027-03', 20], ['2027-04', 20]);
    expect((await plans()).map(({ state }) => state)).toEqual(['cancelled']);
    expect(await desk.work()).toContainEqual(['improvement-owed', OWNER]);
  });

  test('asks the owner where the period names nothing to improve, until a plan is opened by hand', async () => {
    await desk.score('2026-10', 100);
    await settleWithout(['2026-11', 20], ['2026-12', 20]);
    expect([await plans(), await desk.work()]).toEqual([[], [['exit-assessment', OWNER], ['improvement-owed', OWNER]]]); // prettier-ignore
    const by = { id: uuidv7(), actorId: OWNER, body: { kpis: [UPTIME.key] } };
    const opening = { trigger: 'manual', kpis: [UPTIME.key], evidence: [], now: NOW, by } as const;
    await inTransaction(desk.db, async (trx) => {
      await openImprovementPlan(trx, { id: desk.id, time_zone: 'UTC' }, opening);
    });
    expect(await desk.work()).toEqual([['exit-assessment', OWNER]]);
  });

  test('asks for one assessment of the exit, whether the standing or a failed plan asks first', async () => {
    await desk.score('2026-11', 20);
    await fail((await plans())[0]?.id ?? '');
    expect(await desk.work()).toEqual([['exit-assessment', OWNER]]);
    await desk.score('2026-12', 60);
    expect(await desk.work()).toEqual([]);

    desk.id = await desk.serve();
    await desk.score('2026-10', 40);
    await fail((await plans())[0]?.id ?? '');
    await desk.score('2026-11', 20);
    await desk.score('2026-12', 20);
    expect([await desk.running(), await desk.work()]).toEqual([expect.arrayContaining(['assessExit']), [['exit-assessment', OWNER]]]); // prettier-ignore
    await desk.score('2027-01', 60);
    expect(await desk.work()).toEqual([['exit-assessment', OWNER]]);
  });
});
