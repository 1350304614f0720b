import { SHIPPED_RISK_RULES } from '../../domain/risk/rules';
import { insertScorecard } from '../../db/stores/scorecards';
import { saveKpis } from '../../db/stores/kpis';
import { inTransaction } from '../../db/transaction';
import { type AlarmLine, alarmsOf } from './alarm-list';
import { codeOf, NeedsWorld, NOW, pathsOf } from './needs-world';
import { signedIn } from './world';

let world: NeedsWorld;
let id: string;
beforeAll(async () => (world = await NeedsWorld.open()));
afterAll(() => world.close());
beforeEach(async () => (id = await world.engage()));

const TODAY = '2026-11-24';
const call = (...args: Parameters<NeedsWorld['call']>) => world.call(...args);
const at = (path: string): string => `/engagements/${id}/${path}`;
const alarms = (query = '') => alarmsOf(world, id, query);
const signal = (part: object = {}) =>
  call('post', at('signals')).send({
    type: 'quality',
    severity: 2,
    observedOn: TODAY,
    evidence: 'Two outages',
    ...part,
  });
const trail = async () =>
  (
    await world
      .db('audit_events')
      .where({ stream: `engagement:${id}` })
      .orderBy('seq')
  ).map(({ type }) => type as string);

describe('the event score', () => {
  test('turns amber, then red, as signals add up, and tells the alarm apart by its category', async () => {
    await signal({ severity: 1 }).expect(201);
    expect(await alarms()).toEqual([]);
    await signal({ severity: 1 }).expect(201);
    expect(await alarms()).toMatchObject([
      { rule: 'EVENT_RISK', subject: 'quality', severity: 'amber', state: 'open' },
    ]);
    await signal({ type: 'quality', severity: 2 }).expect(201);
    expect(await alarms()).toMatchObject([
      { subject: 'quality', severity: 'red', comments: [{ step: 'worsened', actorId: null }] },
    ]);
    expect(await trail()).toEqual([
      'signal.recorded',
      'alarm.opened',
      'signal.recorded',
      'alarm.worsened',
      'signal.recorded',
    ]);
  });

  test('a red line is red at once, and old or later events do not count for it', async () => {
    await signal({ type: 'communication', severity: 3, observedOn: '2026-08-31' }).expect(201);
    expect(await alarms()).toEqual([]);
    await signal({ type: 'communication', severity: 3, observedOn: '2026-09-01' }).expect(201);
    expect(await alarms()).toMatchObject([{ subject: 'communication', severity: 'red' }]);
    const score = (await call('get', at('event-risk')).expect(200)).body as { contributions: readonly object[] };
    expect(score).toMatchObject({
      asOf: TODAY,
      importanceBp: 10_000,
      score: 0.96,
      tier: 'yellow',
      redLine: true,
      contributions: [
        { kind: 'signal', observedOn: '2026-09-01', weight: 0.64, redLine: true },
        { kind: 'signal', observedOn: '2026-08-31', weight: 0.32, redLine: false },
      ],
    });
    const then = await call('get', at('event-risk?asOf=2026-08-31')).expect(200);
    expect(then.body).toMatchObject({ score: 1.6, tier: 'yellow', contributions: [{}] });
  });

  test('what was put right counts less; the change is tied to the version that was read', async () => {
    const { body } = await signal().expect(201);
    const path = at(`signals/${(body as { id: string }).id}`);
    expect((await call('patch', path).set('if-match', '"v7"').send({ rectified: true })).status).toBe(412);
    const changed = await call('patch', path).set('if-match', '"v1"').send({ rectified: true }).expect(200);
    expect([changed.body, changed.headers['etag']]).toMatchObject([{ rectified: true, version: 2 }, '"v2"']);
    expect((await call('get', at('event-risk'))).body).toMatchObject({ score: 0.85 });
    expect(
      codeOf(
        await call('patch', at(`signals/${id}`))
          .send({ rectified: true })
          .expect(404),
      ),
    ).toBe('NOT_FOUND');
  });

  test('tomorrow is no evidence', async () => {
    expect(pathsOf(await signal({ observedOn: '2026-11-25' }).expect(422))).toEqual(['observedOn']);
    expect(await trail()).toEqual([]);
  });

  test('goes by the setting of the organisation, and by what shipped once that is put back', async () => {
    const { events } = SHIPPED_RISK_RULES;
    const set = (body: object) => call('put', '/settings/risk-rules', world.admin).send(body).expect(200);
    await set({ ...SHIPPED_RISK_RULES, events: { ...events, yellowFrom: 0.5 } });
    await signal({ severity: 1 }).expect(201);
    expect(await alarms()).toMatchObject([{ severity: 'amber' }]);
    await set(SHIPPED_RISK_RULES);
    expect((await call('get', at('event-risk'))).body).toMatchObject({ tier: 'green' });
  });
});

describe('alarms', () => {
  const act = (alarm: AlarmLine, step: string) => call('post', `/alarms/${alarm.id}/${step}`);

  test('acknowledging twice under one key is one effect, and a red one needs a plan before it is closed', async () => {
    await signal({ type: 'data', severity: 4 }).expect(201);
    const [alarm] = await alarms();
    const first = await act(alarm!, 'ack').set('idempotency-key', `k-${id}`).send({ comment: 'Seen' }).expect(200);
    const again = await act(alarm!, 'ack').set('idempotency-key', `k-${id}`).send({ comment: 'Seen' }).expect(200);
    expect(again.body).toEqual(first.body);
    expect(first.body).toMatchObject({
      state: 'acknowledged',
      ackBy: world.manager.person.id,
      planDueAt: '2026-12-01T18:00:00.000Z',
    });
    expect(codeOf(await act(alarm!, 'ack').send({ comment: 'Again' }).expect(409))).toBe('STATE_CONFLICT');
    expect(codeOf(await act(alarm!, 'close').send({ comment: 'Done' }).expect(409))).toBe('STATE_CONFLICT');
    expect(pathsOf(await act(alarm!, 'plan').send({ comment: ' ' }).expect(422))).toEqual(['comment']);
    await act(alarm!, 'plan').send({ comment: 'Rotate keys' }).expect(200);
    await act(alarm!, 'close').send({ comment: 'Rotated' }).expect(200);
    expect((await trail()).filter((type) => type.startsWith('alarm.'))).toEqual([
      'alarm.opened',
      'alarm.ack',
      'alarm.plan',
      'alarm.close',
    ]);
    expect((await call('get', `/alarms/${alarm!.id}`).expect(200)).body).toMatchObject({
      state: 'closed',
      comments: [{ step: 'ack' }, { step: 'plan' }, { step: 'close' }],
    });
  });

  test('are listed by rule, severity and state', async () => {
    await signal({ type: 'data', severity: 4 }).expect(201);
    expect(await alarms('&severity=red&rule=EVENT_RISK&state=open')).toHaveLength(1);
    expect(await alarms('&severity=amber')).toEqual([]);
  });

  test('people of a vendor see none of it', async () => {
    const vendor = await signedIn(world.db, { roles: ['vendor'] });
    await signal({ type: 'data', severity: 4 }).expect(201);
    const [alarm] = await alarms();
    for (const path of [
      `/alarms/${alarm!.id}`,
      '/alarms',
      '/alarms/backtest',
      at('event-risk'),
      at('risks'),
      at('incidents'),
    ])
      await call('get', path, vendor).expect(403);
  });
});

describe('the back-test of alarms', () => {
  test('compares candidate rules with those in force, and writes nothing', async () => {
    const uptime = {
      key: 'uptime',
      name: 'Uptime',
      unit: '%',
      direction: 'maximise',
      weightBp: 10_000,
      frequency: 'monthly',
      source: 'vendor',
      floor: 80,
      target: 95,
      amber: 95,
      red: 90,
    } as const;
    await inTransaction(world.db, async (trx) => {
      await saveKpis(trx, id, { kpis: [uptime], contractVersion: 1 });
      for (const [n, value] of [97, 94, 94, 94, 97, 89, 97].entries()) {
        const kpis = [{ key: 'uptime', value, score: null, status: 'rated' as const }];
        const card = {
          period: `2026-0${n + 1}`,
          score: null,
          coverageBp: 0,
          provisional: false,
          standing: 'unrated',
          kpis,
          credits: [],
        };
        await insertScorecard(trx, id, { card, now: NOW });
      }
    });
    const before = await trail();
    const current = await call('get', `/alarms/backtest?engagementId=${id}&from=2026-01-01`).expect(200);
    expect(current.body).toMatchObject({
      from: '2026-01-01',
      to: TODAY,
      candidate: null,
      current: { reds: 1, series: 1 },
    });
    expect((current.body as { current: { lines: object[] } }).current.lines).toContainEqual(
      expect.objectContaining({ rule: 'R2', alarms: 2, followed: 1, precision: 0.5, recall: 1, lead: 2 }),
    );
    const candidate = { ...SHIPPED_RISK_RULES, backtestHorizon: 3 };
    const compared = await call('post', '/alarms/backtest').send({ engagementId: id, candidate }).expect(200);
    expect(compared.body).toMatchObject({ current: { horizon: 2 }, candidate: { horizon: 3, reds: 1 } });
    expect(pathsOf(await call('get', '/alarms/backtest?from=2026-02-01&to=2026-01-01').expect(400))).toEqual(['to']);
    expect([await trail(), await alarms()]).toEqual([before, []]);
  });
});
