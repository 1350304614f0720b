import { codeOf, pathsOf } from './needs-world';
import { KpiWorld, uptime } from './kpi-world';

let world: KpiWorld;
beforeAll(async () => {
  world = await KpiWorld.open();
});
afterAll(() => world.needs.close());

describe('definitions', () => {
  test('a change of a target leaves a period alone that is over, and judges the running one', async () => {
    const own = await world.another();
    await own.define([uptime]);
    await own.report('uptime', { period: '2026-10', value: 90 });
    await own.report('uptime', { period: '2026-11', value: 90 });
    const changed = await own.define([{ ...uptime, target: 120 }], '?reason=Amendment%202');
    expect(changed.status).toBe(200);

    await own.perform('kpi-close', { period: '2026-10' });
    await own.perform('kpi-close', { period: '2026-11' });
    expect(await own.card('2026-10')).toMatchObject({ score: 50, definitionVersion: 1, contractVersion: null });
    expect(await own.card('2026-11')).toMatchObject({ score: 25, definitionVersion: 2 });
    const { body } = await own.call('get', '/kpis/versions');
    expect(body).toMatchObject({
      items: [
        { version: 1, effectiveOn: '2026-11-24', reason: null },
        { version: 2, effectiveOn: '2026-11-24', reason: 'Amendment 2', kpis: [{ target: 120 }] },
      ],
      next: null,
    });
  });

  test('may begin with a later period, and not with one that is over', async () => {
    const own = await world.another();
    await own.define([uptime]);
    expect(pathsOf(await own.define([{ ...uptime, target: 99 }], '?from=2026-10'))).toEqual(['from']);
    await own.define([{ ...uptime, target: 99 }], '?from=2027-01');
    await own.report('uptime', { period: '2026-11', value: 99 });
    await own.perform('kpi-close', { period: '2026-11' });
    expect(await own.card('2026-11')).toMatchObject({ score: 95, definitionVersion: 1 });
  });

  test('that say the same are no new version', async () => {
    const own = await world.another();
    await own.define([uptime]);
    await own.define([uptime]);
    expect((await own.call('get', '/kpis/versions')).body).toMatchObject({ items: [{ version: 1 }] });
  });

  test('whose formula asks for what nobody knows are refused, and nothing is kept', async () => {
    const own = await world.another();
    const formula = { ...uptime, source: 'formula', formula: '{done}/{due}*100', inputs: ['done'] };
    const refused = await own.define([formula]);
    expect([refused.status, codeOf(refused)]).toEqual([422, 'UNKNOWN_VARIABLE']);
    expect((await own.call('get', '/kpis/versions')).body).toMatchObject({ items: [] });
  });
});

test('unavailable, without activity and missing are told apart on the card, each with its reason', async () => {
  const own = await world.another();
  const third = (key: string, weightBp: number) => ({ ...uptime, key, weightBp });
  await own.define([third('a', 4000), third('b', 3000), third('c', 3000)]);
  await own.report(
    'a',
    { period: '2026-10', value: null, status: 'unavailable', reason: 'The meter broke.' },
    own.vendor,
  );
  await own.report('b', { period: '2026-10', value: null, status: 'no_activity' });
  await own.perform('kpi-close', { period: '2026-10' });
  expect(await own.card('2026-10')).toMatchObject({
    score: 0,
    coverageBp: 3000,
    status: 'provisional',
    kpis: [
      { key: 'a', status: 'unavailable', reason: 'The meter broke.' },
      { key: 'b', status: 'no_activity' },
      { key: 'c', status: 'missing' },
    ],
  });
});

test('an input that no formula asks for is refused by its name', async () => {
  const own = await world.another();
  await own.define([uptime]);
  const refused = await own.report('uptime', { period: '2026-10', value: 1, inputs: { x: 1 } });
  expect([codeOf(refused), pathsOf(refused)]).toEqual(['UNKNOWN_VARIABLE', ['inputs.x']]);
});
