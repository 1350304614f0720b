import { saveKpis } from '../../db/stores/kpis';
import { insertScorecard } from '../../db/stores/scorecards';
import { inTransaction } from '../../db/transaction';
import { shiftPeriod } from '../../domain/calendar/periods';
import { codeOf, NeedsWorld, NOW } from './needs-world';
import { signedIn } from './world';

let world: NeedsWorld;
beforeAll(async () => (world = await NeedsWorld.open()));
afterAll(() => world.close());

const uptime = {
  key: 'uptime',
  name: 'Uptime',
  unit: '%',
  direction: 'maximise' as const,
  weightBp: 10_000,
  frequency: 'monthly' as const,
  source: 'vendor' as const,
  floor: 90,
  target: 99,
  red: 95,
};

/** An engagement whose closed months from January 2025 on had these values. */
async function rated(values: readonly (number | null)[]): Promise<string> {
  const id = await world.engage();
  await inTransaction(world.db, (trx) => saveKpis(trx, id, { kpis: [uptime], contractVersion: 1 }));
  for (const [n, value] of values.entries()) await close(id, shiftPeriod('2025-01', n), value);
  return id;
}

function close(id: string, period: string, value: number | null): Promise<unknown> {
  const status = value === null ? ('missing' as const) : ('rated' as const);
  const kpis = [{ key: 'uptime', value, score: null, status }];
  const card = { period, score: null, coverageBp: 0, provisional: false, standing: 'unrated', kpis, credits: [] };
  return inTransaction(world.db, (trx) => insertScorecard(trx, id, { card, now: NOW }));
}

const forecast = (id: string, key = 'uptime') => world.call('get', `/engagements/${id}/kpis/${key}/forecast`);

describe('the forecast of a KPI', () => {
  test('names the coming periods, the odds of a breach and the value that nobody expected', async () => {
    const values = [97, 98, 97.5, 97, 98, 97.5, 97, 98, 97.5, 80, 97.5, 97, 98, 97.5];
    const { body } = await forecast(await rated(values)).expect(200);
    expect(body).toMatchObject({
      key: 'uptime',
      status: 'ok',
      points: [{ period: '2026-03', step: 1 }, { period: '2026-04' }, { period: '2026-05' }],
      intervals: [{ period: '2026-03' }, { period: '2026-04' }, { period: '2026-05' }],
      anomalies: [{ period: '2025-10', value: 80 }],
    });
    const { history, breach, backtest } = body as {
      history: unknown[];
      breach: { red: number; target: number };
      backtest: { folds: number; mae: number; naiveMae: number };
    };
    expect(history).toHaveLength(14);
    expect(breach.target).toBeGreaterThan(breach.red);
    expect(backtest.folds).toBe(9);
    expect(backtest.mae).toBeLessThanOrEqual(backtest.naiveMae);
  });

  test('leaves periods without a value out, and says when too few are left', async () => {
    const { body } = await forecast(await rated([97, null, 98, 97, 98, 97, null, 98, 97])).expect(200);
    expect(body).toMatchObject({ status: 'not-enough-data', values: 7, needed: 8, model: null, breach: null });
    const none = await forecast(await rated([])).expect(200);
    expect(none.body).toMatchObject({ status: 'not-enough-data', values: 0, points: [] });
  });

  test('is the same until a period is closed, and goes on from there', async () => {
    const id = await rated([97, 98, 97.5, 97, 98, 97.5, 97, 98, 97.5]);
    const { body: first } = await forecast(id).expect(200);
    expect((await forecast(id).expect(200)).body).toEqual(first);
    await close(id, '2025-10', 91);
    const { body: later } = await forecast(id).expect(200);
    expect(later).toMatchObject({ values: 10, points: [{ period: '2025-11' }, {}, {}] });
    expect((later as { breach: unknown }).breach).not.toEqual((first as { breach: unknown }).breach);
  });

  test('is for insiders, and only of KPIs that there are', async () => {
    const id = await rated([97]);
    expect(codeOf(await forecast(id, 'speed').expect(404))).toBe('NOT_FOUND');
    const vendor = await signedIn(world.db, { roles: ['vendor'] });
    await world.call('get', `/engagements/${id}/kpis/uptime/forecast`, vendor).expect(403);
  });
});
