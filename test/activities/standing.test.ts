import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { awardVendor } from '../../activities/gates/award-vendor';
import { renewalDossier } from '../../activities/gates/renewal';
import { settleStandingsFrom } from '../../activities/standing/settle';
import { agendaOf } from '../../db/read/agenda';
import { auditTrail } from '../../db/read/audit';
import { pendingItems } from '../../db/stores/action-items';
import { engagementStream } from '../../db/stores/audit';
import { findEngagement, insertEngagement, saveLiveOn } from '../../db/stores/engagements';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { insertPerson } from '../../db/stores/people';
import { insertCardRevision, scorecardsOf } from '../../db/stores/scorecards';
import { addSetting } from '../../db/stores/settings';
import { insertSignal } from '../../db/stores/signals';
import { effectsStarted, standingsOf } from '../../db/stores/standings';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { SCORE_RULES_KEY, SHIPPED_SCORE_RULES } from '../../domain/review/rules';
import { anOpening, aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const NOW = Date.parse('2027-02-20T09:00:00Z');
const people = { owner: aPerson(), sponsor: aPerson(), rep: aPerson({ roles: ['vendor'] }) };
const [OWNER, SPONSOR, REP] = [people.owner.id, people.sponsor.id, people.rep.id];
const UPTIME = { key: 'uptime', name: 'Uptime', unit: '%', direction: 'maximise', weightBp: 10_000, frequency: 'monthly', source: 'push', floor: 0, target: 100 } as const; // prettier-ignore

let database: TestDatabase;
let id: string;
let vendorId: string;
const db = () => database.db;
beforeAll(async () => {
  database = await testDatabase();
  for (const person of Object.values(people)) await insertPerson(db(), person, NOW);
  const body = { ...SHIPPED_SCORE_RULES, standing: { ...SHIPPED_SCORE_RULES.standing, from: 'period' } };
  await inTransaction(db(), (trx) => addSetting(trx, { key: SCORE_RULES_KEY, body, actorId: OWNER, now: NOW }));
});
afterAll(() => database.drop());

const serve = async (): Promise<string> => {
  const engagementId = uuidv7();
  await inTransaction(db(), async (trx) => {
    const body = anOpening({ ownerId: OWNER, sponsorId: SPONSOR, roles: { vendorRep: REP } });
    await insertEngagement(trx, { id: engagementId, body, criticality: 'general', now: NOW });
    await trx('engagements').where({ id: engagementId }).update({ state: 'IN_SERVICE', vendor_id: vendorId });
    await saveLiveOn(trx, engagementId, '2026-01-01');
    await saveKpis(trx, engagementId, { kpis: [UPTIME], contractVersion: 1 });
  });
  return engagementId;
};

beforeEach(async () => {
  const vendor = aVendor({ ownerId: OWNER });
  vendorId = vendor.id;
  await inTransaction(db(), (trx) => insertVendor(trx, vendor, NOW));
  id = await serve();
});

/** The month is closed on this score. */
async function close(period: string, score: number) {
  await inTransaction(db(), (trx) => insertValue(trx, id, { key: UPTIME.key, period, revision: 1, value: score, status: null, inputs: null, evidence: null, recordedBy: null, recordedAt: NOW })); // prettier-ignore
  const item = { key: `kpi-close:${period}`, kind: 'kpi-close', at: NOW, facts: { period } } as const;
  return agendaActivities({ db: db() }).performAgenda({ engagementId: id, items: [item], now: NOW });
}

const inForce = async () => (await standingsOf(db(), id)).map((one) => one.inForce);
const running = async () =>
  (await effectsStarted(db(), id)).flatMap(({ effect, until }) => (until === null ? [effect] : [])).sort();
const work = async () => (await pendingItems(db(), id)).map(({ kind, assigneeId }) => [kind, assigneeId]).sort();
const told = ({ mails }: Awaited<ReturnType<typeof close>>) =>
  mails.filter(({ kind }) => kind === 'standing').map(({ recipientId, facts }) => [recipientId, facts['standing']]);

test('falls after two months in a row, and what follows happens once', async () => {
  await close('2026-10', 85);
  expect([told(await close('2026-11', 20)), await running()]).toEqual([[], ['fastTrackRenewal']]);
  const fallen = await close('2026-12', 25);
  expect(await inForce()).toEqual(['excellent', 'excellent', 'very-poor']);
  expect(told(fallen)).toEqual([
    [REP, 'very-poor'],
    [SPONSOR, 'very-poor'],
  ]);
  expect(fallen.replan).toBe(true);
  expect(await work()).toEqual([
    ['exit-assessment', OWNER],
    ['improvement-owed', OWNER],
  ]);
  const effects = await running();
  expect(effects).toEqual(expect.arrayContaining(['preventNewAward', 'preventRenewal', 'assessExit']));

  expect(told(await close('2027-01', 10))).toEqual([]);
  expect([await running(), await work()]).toEqual([effects, [['exit-assessment', OWNER], ['improvement-owed', OWNER]]]); // prettier-ignore
});

test('a recovery takes back what had begun, and says so', async () => {
  await close('2026-11', 20);
  expect(await work()).toHaveLength(2);
  const better = await close('2026-12', 60);
  expect(told(better)).toEqual([
    [REP, 'average'],
    [SPONSOR, 'average'],
  ]);
  expect([await running(), await work()]).toEqual([[], []]);
  const [ended] = (await effectsStarted(db(), id)).filter(({ effect }) => effect === 'assessExit');
  expect(ended).toMatchObject({ since: '2026-11', until: '2026-12', evidence: { score: 20, inForce: 'very-poor' } });
  const trail = await auditTrail(db(), engagementStream(id), { after: 0, limit: 50 });
  expect(trail.filter(({ type }) => type === 'standing.settled').map(({ payload }) => payload)).toMatchObject([
    { period: '2026-11', inForce: 'very-poor', ended: [] },
    { period: '2026-12', before: 'very-poor', inForce: 'average', started: [] },
  ]);
});

test('a red line makes it fall at once', async () => {
  await close('2026-11', 90);
  const signal = { type: 'data', severity: 4, observedOn: '2027-02-19', evidence: 'Reported by a customer' } as const;
  await inTransaction(db(), (trx) => insertSignal(trx, { id: uuidv7(), engagementId: id, signal, now: NOW }));
  await close('2026-12', 40);
  expect(await inForce()).toEqual(['excellent', 'poor']);
  expect((await standingsOf(db(), id)).at(-1)).toMatchObject({ redLine: true });
});

test('a corrected month is settled anew with those after it', async () => {
  await close('2026-10', 60);
  await close('2026-11', 20);
  await close('2026-12', 20);
  expect(await inForce()).toEqual(['average', 'average', 'very-poor']);
  const [card] = (await scorecardsOf(db(), id)).filter(({ period }) => period === '2026-11');
  const correctionId = uuidv7();
  await inTransaction(db(), async (trx) => {
    await trx('kpi_corrections').insert({ id: correctionId, engagement_id: id, key: UPTIME.key, period: '2026-11', kind: 'closed-period', value: 70, side: 'us', reason: 'Typed wrongly', proposed_by: OWNER, proposed_at: new Date(NOW), state: 'confirmed' }); // prettier-ignore
    await insertCardRevision(trx, id, { card: { ...card!, score: 70 }, correctionId, reason: null, now: NOW });
  });
  const due = async () =>
    (await agendaOf(db(), id, { cursor: { at: NOW, key: '' }, limit: 200 })).filter(
      ({ kind }) => kind === 'card-revised',
    );
  const items = await due();
  expect(items.map(({ key }) => key)).toEqual(['card-revised:2026-11:2']);
  const taken = await agendaActivities({ db: db() }).performAgenda({ engagementId: id, items, now: NOW });
  expect(told(taken)).toEqual([
    [REP, 'average'],
    [SPONSOR, 'average'],
  ]);
  expect([await inForce(), await running(), await work()]).toEqual([['average', 'average', 'average'], [], []]);
  expect(await due()).toEqual([]);
  const again = await inTransaction(db(), async (trx) => {
    const engagement = await findEngagement(trx, id);
    return settleStandingsFrom({ trx, engagement: engagement!, now: NOW }, '2026-11');
  });
  expect(again).toEqual({ mails: [], replan: false });
});

test('reviews come every month while the standing is low, and as before afterwards', async () => {
  const rhythm = async () => (await findEngagement(db(), id))?.review_rhythm;
  await db()('engagements').where({ id }).update({ review_rhythm: 'quarterly' });
  await close('2026-11', 40);
  expect(await rhythm()).toBe('monthly');
  await close('2026-12', 60);
  expect(await rhythm()).toBe('quarterly');
});

describe('the gates', () => {
  const award = async () => {
    const other = await serve();
    const engagement = await findEngagement(db(), other);
    return awardVendor(db(), { engagement: engagement!, vendorId, now: NOW });
  };
  const renewal = async (decision: 'renew' | 'renegotiate' | 'exit') => {
    const engagement = await findEngagement(db(), id);
    const order = { body: { decision }, now: NOW } as Parameters<typeof renewalDossier>[0]['order'];
    return renewalDossier({ db: db(), engagement: engagement!, order });
  };

  test('refuse a new award to a vendor that is very poor where it serves, and its renewal', async () => {
    await close('2026-11', 20);
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
    await close('2026-11', 40);
    expect(await award()).toMatchObject({ issues: [], flags: ['STANDING_WARNS'] });
    expect((await renewal('renew')).data['flags']).toContain('STANDING_POOR');
  });

  test('take a vendor by the worst of the services that run', async () => {
    await close('2026-11', 90);
    const good = id;
    id = await serve();
    await close('2026-11', 20);
    expect((await award()).issues).toHaveLength(1);
    await db()('engagements').where({ id }).update({ state: 'CLOSED' });
    expect((await award()).issues).toEqual([]);
    id = good;
    expect((await award()).data).toMatchObject({ vendorStanding: 'excellent' });
  });
});
