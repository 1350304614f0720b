import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { awardVendor } from '../../activities/gates/award-vendor';
import { renewalDossier } from '../../activities/gates/renewal';
import { settleStandingsFrom } from '../../activities/standing/settle';
import { agendaOf } from '../../db/read/agenda';
import { auditTrail } from '../../db/read/audit';
import { engagementStream } from '../../db/stores/audit';
import { findEngagement } from '../../db/stores/engagements';
import { insertCardRevision, scorecardsOf } from '../../db/stores/scorecards';
import { insertSignal } from '../../db/stores/signals';
import { effectsStarted, standingsOf } from '../../db/stores/standings';
import { inTransaction } from '../../db/transaction';
import { NOW, OWNER, REP, SPONSOR, StandingDesk, UPTIME } from './standing-desk';

let desk: StandingDesk;
beforeAll(async () => {
  desk = await StandingDesk.open();
});
beforeEach(() => desk.begin());
afterAll(() => desk.close());

const told = ({ mails }: Awaited<ReturnType<StandingDesk['score']>>) =>
  mails.filter(({ kind }) => kind === 'standing').map(({ recipientId, facts }) => [recipientId, facts['standing']]);

test('falls after two months in a row, and what follows happens once', async () => {
  await desk.score('2026-10', 85);
  expect([told(await desk.score('2026-11', 20)), await desk.running()]).toEqual([[], ['fastTrackRenewal']]);
  const fallen = await desk.score('2026-12', 25);
  expect(await desk.inForce()).toEqual(['excellent', 'excellent', 'very-poor']);
  expect(told(fallen)).toEqual([
    [REP, 'very-poor'],
    [SPONSOR, 'very-poor'],
  ]);
  expect(fallen.replan).toBe(true);
  expect(await desk.work()).toEqual([['exit-assessment', OWNER]]);
  const effects = await desk.running();
  expect(effects).toEqual(expect.arrayContaining(['preventNewAward', 'preventRenewal', 'assessExit']));

  expect(told(await desk.score('2027-01', 10))).toEqual([]);
  expect([await desk.running(), await desk.work()]).toEqual([effects, [['exit-assessment', OWNER]]]);
});

test('a recovery takes back what had begun, and says so', async () => {
  await desk.score('2026-11', 20);
  expect(await desk.work()).toHaveLength(1);
  const better = await desk.score('2026-12', 60);
  expect(told(better)).toEqual([
    [REP, 'average'],
    [SPONSOR, 'average'],
  ]);
  expect([await desk.running(), await desk.work()]).toEqual([[], []]);
  const [ended] = (await effectsStarted(desk.db, desk.id)).filter(({ effect }) => effect === 'assessExit');
  expect(ended).toMatchObject({ since: '2026-11', until: '2026-12', evidence: { score: 20, inForce: 'very-poor' } });
  const trail = await auditTrail(desk.db, engagementStream(desk.id), { after: 0, limit: 50 });
  expect(trail.filter(({ type }) => type === 'standing.settled').map(({ payload }) => payload)).toMatchObject([
    { period: '2026-11', inForce: 'very-poor', ended: [] },
    { period: '2026-12', before: 'very-poor', inForce: 'average', started: [] },
  ]);
});

test('a red line makes it fall at once', async () => {
  await desk.score('2026-11', 90);
  const signal = { type: 'data', severity: 4, observedOn: '2027-02-19', evidence: 'Reported by a customer' } as const;
  await inTransaction(desk.db, (trx) => insertSignal(trx, { id: uuidv7(), engagementId: desk.id, signal, now: NOW }));
  await desk.score('2026-12', 40);
  expect(await desk.inForce()).toEqual(['excellent', 'poor']);
  expect((await standingsOf(desk.db, desk.id)).at(-1)).toMatchObject({ redLine: true });
});

test('a corrected month is settled anew with those after it', async () => {
  await desk.score('2026-10', 60);
  await desk.score('2026-11', 20);
  await desk.score('2026-12', 20);
  expect(await desk.inForce()).toEqual(['average', 'average', 'very-poor']);
  const [card] = (await scorecardsOf(desk.db, desk.id)).filter(({ period }) => period === '2026-11');
  const correctionId = uuidv7();
  await inTransaction(desk.db, async (trx) => {
    await trx('kpi_corrections').insert({ id: correctionId, engagement_id: desk.id, key: UPTIME.key, period: '2026-11', kind: 'closed-period', value: 70, side: 'us', reason: 'Typed wrongly', proposed_by: OWNER, proposed_at: new Date(NOW), state: 'confirmed' }); // prettier-ignore
    await insertCardRevision(trx, desk.id, { card: { ...card!, score: 70 }, correctionId, reason: null, now: NOW });
  });
  const due = async () =>
    (await agendaOf(desk.db, desk.id, { cursor: { at: NOW, key: '' }, limit: 200 })).filter(
      ({ kind }) => kind === 'card-revised',
    );
  const items = await due();
  expect(items.map(({ key }) => key)).toEqual(['card-revised:2026-11:2']);
  const taken = await agendaActivities({ db: desk.db }).performAgenda({ engagementId: desk.id, items, now: NOW });
  expect(told(taken)).toEqual([
    [REP, 'average'],
    [SPONSOR, 'average'],
  ]);
  expect([await desk.inForce(), await desk.running(), await desk.work()]).toEqual([
    ['average', 'average', 'average'],
    [],
    [],
  ]);
  expect(await due()).toEqual([]);
  const again = await inTransaction(desk.db, async (trx) => {
    const engagement = await findEngagement(trx, desk.id);
    return settleStandingsFrom({ trx, engagement: engagement!, now: NOW }, '2026-11');
  });
  expect(again).toEqual({ mails: [], replan: false });
});

test('reviews come every month while the standing is low, and as before afterwards', async () => {
  const rhythm = async () => (await findEngagement(desk.db, desk.id))?.review_rhythm;
  await desk.db('engagements').where({ id: desk.id }).update({ review_rhythm: 'quarterly' });
  await desk.score('2026-11', 40);
  expect(await rhythm()).toBe('monthly');
  await desk.score('2026-12', 60);
  expect(await rhythm()).toBe('quarterly');
});

describe('the gates', () => {
  const award = async () => {
    const other = await desk.serve();
    const engagement = await findEngagement(desk.db, other);
    return awardVendor(desk.db, { engagement: engagement!, vendorId: desk.vendorId, now: NOW });
  };
  const renewal = async (decision: 'renew' | 'renegotiate' | 'exit') => {
    const engagement = await findEngagement(desk.db, desk.id);
    const order = { body: { decision }, now: NOW } as Parameters<typeof renewalDossier>[0]['order'];
    return renewalDossier({ db: desk.db, engagement: engagement!, order });
  };

  test('refuse a new award to a vendor that is very poor where it serves, and its renewal', async () => {
    await desk.score('2026-11', 20);
    const { issues, data } = await award();
    expect(issues).toEqual([expect.objectContaining({ path: 'vendor.standing', code: 'STANDING_PREVENTS_AWARD' })]);
    expect(data).toMatchObject({ vendorStanding: 'very-poor' });
    await expect(renewal('renew')).rejects.toMatchObject({
      code: 'GATE_INCOMPLETE',
      errors: [{ path: 'decision', code: 'STANDING_PREVENTS_RENEWAL' }],
    });
    expect((await renewal('renegotiate')).data).toMatchObject({ standing: 'very-poor', fastTrack: false });
    expect((await renewal('exit')).data).toMatchObject({ decision: 'exit' });
  });

  test('warn of one that is poor, and let a renewal pass with its flag', async () => {
    await desk.score('2026-11', 40);
    expect(await award()).toMatchObject({ issues: [], flags: ['STANDING_WARNS'] });
    expect((await renewal('renew')).data['flags']).toContain('STANDING_POOR');
  });

  test('take a vendor by the worst of the services that run', async () => {
    await desk.score('2026-11', 90);
    const good = desk.id;
    desk.id = await desk.serve();
    await desk.score('2026-11', 20);
    expect((await award()).issues).toHaveLength(1);
    await desk.db('engagements').where({ id: desk.id }).update({ state: 'CLOSED' });
    expect((await award()).issues).toEqual([]);
    desk.id = good;
    expect((await award()).data).toMatchObject({ vendorStanding: 'excellent' });
  });
});
