import fc from 'fast-check';
import { KpiWorld, uptime } from './kpi-world';
import { codeOf, pathsOf } from './needs-world';

let world: KpiWorld;
beforeAll(async () => {
  world = await KpiWorld.open();
});
afterAll(() => world.needs.close());

const half = (key: string) => ({ ...uptime, key, name: `The ${key}`, weightBp: 5000 });
const csv = (...lines: readonly string[]): string => ['kpi,period,value,status,reason', ...lines].join('\n');
const send = (own: KpiWorld, body: string, query = '') =>
  own.call('post', `/kpis/values/import${query}`).set('content-type', 'text/csv').send(body);
const valuesIn = async (own: KpiWorld): Promise<number> =>
  (await own.needs.db('kpi_values').where({ engagement_id: own.id })).length;

describe('an import of values', () => {
  test('takes all rows, by key or by name, and says what became of them', async () => {
    const own = await world.another();
    await own.define([half('a'), half('b')]);
    const file = csv('a,2026-10,98,,', 'The b,2026-10,,unavailable,The meter broke.');
    const rehearsed = await send(own, file, '?dryRun=true');
    expect(rehearsed.body).toMatchObject({ dryRun: true, rows: 2, recorded: 2, faults: [] });
    expect(await valuesIn(own)).toBe(0);

    expect((await send(own, file)).body).toMatchObject({ dryRun: false, recorded: 2, proposed: 0, unchanged: 0 });
    expect((await send(own, file)).body).toMatchObject({ recorded: 0, unchanged: 2 });
    expect(await valuesIn(own)).toBe(2);
  });

  test('with faults names every row, and takes nothing', async () => {
    const own = await world.another();
    await own.define([half('a'), half('b')]);
    const file = csv(
      'a,2026-10,98,,',
      'c,2026-10,1,,',
      'b,2026-Q3,1,,',
      'b,2026-10,many,,',
      'b,2026-09,,,',
      'a,2026-10,97,,',
    );
    const refused = await send(own, file);
    expect([refused.status, codeOf(refused)]).toEqual([422, 'INVALID_FIELDS']);
    expect(pathsOf(refused)).toEqual(['rows.3.kpi', 'rows.4.period', 'rows.5.value', 'rows.6.value', 'rows.7']);
    expect(await valuesIn(own)).toBe(0);
  });

  test('keeps what comes after closing for a second person', async () => {
    const own = await world.another();
    await own.define([half('a'), half('b')]);
    await own.perform('kpi-close', { period: '2026-10' });
    expect((await send(own, csv('a,2026-10,98,,'))).body).toMatchObject({ recorded: 0, proposed: 1 });
    expect((await own.call('get', '/kpis/corrections')).body).toMatchObject({ items: [{ key: 'a', value: 98 }] });
  });

  test('comes with a sheet that has a row for each KPI', async () => {
    const own = await world.another();
    await own.define([half('a'), half('b')]);
    const { text } = await own.call('get', '/kpis/values/import/template?format=csv');
    expect(text).toContain('KPI,Period,Value');
    expect((text.match(/^[ab],/gm) ?? []).length).toBe(2);
  });
});

test('the same card comes of values in any order, with repetitions and late ones, over the running product', async () => {
  const reports = [
    ['a', { period: '2026-10', value: 96 }],
    ['a', { period: '2026-09', value: 84 }],
    ['b', { period: '2026-10', value: null, status: 'unavailable', reason: 'The meter broke.' }],
    ['b', { period: '2026-09', value: 91 }],
  ] as const;
  const cards: unknown[] = [];
  for (const order of fc.sample(fc.shuffledSubarray([...reports, ...reports], { minLength: 8 }), {
    numRuns: 4,
    seed: 7,
  })) {
    const own = await world.another();
    await own.define([half('a'), half('b')]);
    for (const [key, body] of order) expect([200, 201]).toContain((await own.report(key, body)).status);
    for (const period of ['2026-09', '2026-10']) await own.perform('kpi-close', { period });
    for (const [key, body] of order) expect((await own.report(key, body)).status).toBe(200);
    cards.push((await own.call('get', '/scorecards')).body);
  }
  for (const card of cards) expect(card).toEqual(cards[0]);
});
