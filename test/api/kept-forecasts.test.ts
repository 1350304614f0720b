import { kpiForecasts } from '../../db/read/kpi-forecast';
import { ownSeries } from '../../db/read/own-series';
import { searchHash } from '../../db/stores/kpi-forecasts';
import { kpisOf } from '../../db/stores/kpis';
import { shiftPeriod } from '../../domain/calendar/periods';
import { forecastKpi, searchInput } from '../../domain/forecast/kpi-forecast';
import { KpiWorld, uptime } from './kpi-world';

let world: KpiWorld;
beforeAll(async () => (world = await KpiWorld.open()));
afterAll(() => world.needs.close());

const half = { ...uptime, weightBp: 5_000 };
const wait = { ...half, key: 'wait', name: 'Wait', direction: 'minimise', floor: 60, target: 10, red: 40 } as const;
const KPIS = [{ ...half, red: 90 }, wait];
const MONTHS = 9;
const FIRST = '2026-01';

/** The months from January on were closed with these values of both; no wait was measured in May. */
async function served(months = MONTHS): Promise<KpiWorld> {
  const own = await world.another();
  await own.define(KPIS);
  for (let n = 0; n < months; n += 1) await live(own, shiftPeriod(FIRST, n), n);
  return own;
}

async function live(own: KpiWorld, period: string, n: number): Promise<void> {
  await own.report('uptime', { period, value: 95 + ((n * 7) % 5) }, own.vendor);
  if (period !== '2026-05') await own.report('wait', { period, value: 12 + ((n * 11) % 9) }, own.vendor);
  await own.perform('kpi-close', { period });
}

interface Row {
  readonly key: string;
  readonly follows_from: string;
  readonly version: string;
}
const rows = (own: KpiWorld) =>
  own.needs
    .db('kpi_forecasts')
    .where({ engagement_id: own.id })
    .orderBy('key')
    .select<Row[]>('key', 'follows_from', own.needs.db.raw('xmin::text as version'));
const series = async (own: KpiWorld) => ownSeries(own.needs.db, own.id, await kpisOf(own.needs.db, own.id));
const hashes = async (own: KpiWorld) => (await series(own)).map(({ kpi, points }) => searchHash(searchInput(kpi, points))); // prettier-ignore
const shown = async (own: KpiWorld, key = 'uptime') => (await own.call('get', `/kpis/${key}/forecast`).expect(200)).body as object; // prettier-ignore

/** What readers are told is what a search from scratch finds. */
async function expectRight(own: KpiWorld): Promise<void> {
  const computed = (await series(own)).map(({ kpi, points }) => forecastKpi(kpi, points));
  expect(await kpiForecasts(own.needs.db, own.id)).toEqual(computed);
  for (const one of computed) expect(await shown(own, one.key)).toEqual(one);
}
const expectKept = async (own: KpiWorld): Promise<void> => {
  await expectRight(own);
  expect((await rows(own)).map(({ follows_from: hash }) => hash)).toEqual(await hashes(own));
};

/** Readers say so where they take what is kept. */
const mark = (own: KpiWorld, change: object = {}) =>
  own.needs.db('kpi_forecasts').where({ engagement_id: own.id }).update({ ...change, found: own.needs.db.raw(`found || '{"model": "seasonal"}'`) }); // prettier-ignore

describe('the forecast of a KPI', () => {
  test('is kept when a period is closed, in the place of the one before, whichever way the KPI runs and with months missing', async () => {
    const own = await served();
    await expectKept(own);
    const before = await hashes(own);
    await live(own, '2026-10', 9);
    await expectKept(own);
    expect(await rows(own)).toHaveLength(2);
    for (const [n, { follows_from: hash }] of (await rows(own)).entries()) expect(hash).not.toBe(before[n]);
  });

  test('is taken from there by whoever asks, and asking writes nothing', async () => {
    const own = await served();
    await mark(own);
    const before = await rows(own);
    expect(await shown(own)).toMatchObject({ model: 'seasonal' });
    await kpiForecasts(own.needs.db, own.id);
    expect(await rows(own)).toEqual(before);
    await own.needs.db('kpi_forecasts').where({ engagement_id: own.id }).delete();
    await expectRight(own);
    expect(await rows(own)).toEqual([]);
  });

  test('is never shown from values that have changed, nor from another formula', async () => {
    const own = await served();
    await mark(own, { formula: 0 });
    await expectRight(own);
    await mark(own, { formula: 1, follows_from: '0'.repeat(64) });
    await expectRight(own);
    await own.perform('kpi-close', { period: '2026-10' });
    await expectKept(own);
  });

  test('goes by a correction from its confirmation on, and is kept when the monitoring has taken that in', async () => {
    const own = await served();
    await mark(own);
    const asked = await own.report('uptime', { period: '2026-08', value: 88, reason: 'The meter was wrong.' }, own.vendor); // prettier-ignore
    expect(await shown(own)).toMatchObject({ model: 'seasonal' });
    const { id } = (asked.body as { correction: { id: string } }).correction;
    await own.call('post', `/kpis/corrections/${id}/confirm`, world.needs.manager).send({}).expect(200);
    const { history, model } = (await shown(own)) as { history: object[]; model: string };
    expect([history, model]).toEqual([expect.arrayContaining([{ period: '2026-08', value: 88 }]), expect.not.stringMatching('seasonal')]); // prettier-ignore
    await own.perform('card-revised', { period: '2026-08' });
    expect((await rows(own)).map(({ follows_from: hash }) => hash)).toEqual(await hashes(own));
    // Of the other nothing has changed: what is kept of it stays.
    expect(await shown(own, 'wait')).toMatchObject({ model: 'seasonal' });
  });

  test('goes on from what was kept of earlier periods only where these stand as they stood', async () => {
    const own = await served();
    const { needs, id } = own;
    const spoil = (key: string) =>
      needs.db('kpi_forecasts').where({ engagement_id: id, key }).update({ expected: '{"level": [1, 2, 3]}' });
    await spoil('uptime');
    const asked = await own.report('uptime', { period: '2026-03', value: 70, reason: 'The meter was wrong.' }, own.vendor); // prettier-ignore
    const correction = (asked.body as { correction: { id: string } }).correction.id;
    await own.call('post', `/kpis/corrections/${correction}/confirm`, world.needs.manager).send({}).expect(200);
    await live(own, '2026-10', 9);
    await expectKept(own);
    await spoil('wait');
    await own.needs.db('kpi_values').where({ engagement_id: id, period: '2026-10' }).update({ value: 20 });
    await own.perform('kpi-close', { period: '2026-11' });
    await expectKept(own);
  });

  test('is judged by the newest definition without another search', async () => {
    const own = await served();
    const before = await rows(own);
    const { breach } = (await shown(own, 'wait')) as { breach: object };
    const stricter = [{ ...half, name: 'Up', target: 97 }, { ...wait, target: 5, red: 15, unit: 's' }]; // prettier-ignore
    expect((await own.define(stricter)).status).toBe(200);
    await expectKept(own);
    expect(await rows(own)).toEqual(before);
    expect(((await shown(own, 'wait')) as { breach: object }).breach).not.toEqual(breach);
    const turned = { ...half, direction: 'minimise', floor: 100, target: 90 };
    expect((await own.define([turned, wait])).status).toBe(200);
    await expectKept(own);
  });

  test('of another frequency begins anew, and what was kept goes with the next closing', async () => {
    const own = await served();
    expect((await own.define([uptime, { ...wait, weightBp: 10_000, frequency: 'quarterly' }])).status).toBe(200);
    await expectRight(own);
    await own.perform('kpi-close', { period: '2026-10' });
    await expectRight(own);
    expect((await rows(own)).map(({ key }) => key)).toEqual(['uptime']);
  });

  test('is not kept of a series too short for one', async () => {
    const own = await served(7);
    await expectRight(own);
    expect(await rows(own)).toEqual([]);
  });

  test('goes with its KPI', async () => {
    const own = await served();
    await own.needs.db('kpi_values').where({ engagement_id: own.id, key: 'wait' }).delete();
    await own.needs.db('kpis').where({ engagement_id: own.id, key: 'wait' }).delete();
    expect((await rows(own)).map(({ key }) => key)).toEqual(['uptime']);
  });

  test('is searched once for what has not changed: closing the same once more leaves it as it is', async () => {
    const own = await served();
    const before = await rows(own);
    await own.perform('kpi-close', { period: '2026-09' });
    expect(await rows(own)).toEqual(before);
  });
});
