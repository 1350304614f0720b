import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { gateActivities } from '../../activities/gates';
import { recordActivities } from '../../activities/record';
import { listActionItems } from '../../db/stores/action-items';
import { saveContract } from '../../db/stores/contracts';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import type { Criticality } from '../../domain/planning/catalogue';
import { anOpening } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

let now = Date.parse('2026-11-25T09:00:00Z');
let own: TestDatabase;
let app: Express;
let id: string;
let manager: SignedIn;
let sponsor: SignedIn;
let legal: SignedIn;

beforeAll(async () => {
  own = await testDatabase();
  app = appOver(own.db, () => now);
  manager = await signedIn(own.db, { roles: ['manager'] });
  sponsor = await signedIn(own.db, { roles: ['executive'] });
  legal = await signedIn(own.db, { roles: ['legal'] });
});
beforeEach(() => {
  now = Date.parse('2026-11-25T09:00:00Z');
  return open('important', 'IN_SERVICE');
});
afterAll(() => own.drop());

async function open(criticality: Criticality, state: string): Promise<void> {
  id = uuidv7();
  const body = anOpening({
    ownerId: manager.person.id,
    sponsorId: sponsor.person.id,
    roles: { legal: legal.person.id },
  });
  await inTransaction(own.db, async (trx) => {
    await insertEngagement(trx, { id, body, criticality, now });
    await trx('engagements').where({ id }).update({ state });
    await saveContract(trx, id, {
      terms: {
        clauses: [],
        start: '2026-12-01',
        initialMonths: 12,
        renewal: 'express',
        renewalMonths: 12,
        notice: { months: 3, days: 0 },
        monthlyFee: { amount: '10000.00', currency: 'CNY' },
      },
      now,
    });
  });
}
const send = (method: 'get' | 'put' | 'post', path: string, sent?: object, by = manager) =>
  request(app)[method](`/api/v1/engagements/${id}${path}`).set({ authorization: by.authorization }).send(sent);
const obligation = (changes: object = {}) => ({
  party: 'vendor',
  category: 'governance',
  title: 'Monthly report',
  schedule: { every: 'monthly', from: '2026-12-31' },
  leadDays: 5,
  assigneeId: manager.person.id,
  approverId: legal.person.id,
  ...changes,
});
const items = () => listActionItems(own.db, { engagementId: id, after: null, limit: 200 });
/** Lets the monitoring do everything up to a day, as its workflow would. */
async function until(day: string): Promise<readonly string[]> {
  const end = Date.parse(`${day}T23:00:00Z`);
  const mails: string[] = [];
  for (let cursor = { at: now, key: '' }; ;) {
    const [item] = await agendaActivities(own).planAgenda({ engagementId: id, cursor, limit: 1 });
    if (!item || item.at > end) break;
    now = Math.max(now, item.at);
    const done = await agendaActivities(own).performAgenda({ engagementId: id, items: [item], now });
    mails.push(...done.mails.map(({ kind, recipientId }) => `${kind}:${recipientId}`));
    cursor = { at: item.at, key: item.key };
  }
  now = end;
  return mails;
}

describe('obligations', () => {
  test('come up as a task before each due date, once, and show in the calendar before', async () => {
    const added = await send('post', '/obligations', obligation()).expect(201);
    expect(added.body).toMatchObject({ state: 'active', nextDue: '2026-12-31', duty: null });
    const { body: calendar } = await send('get', '/calendar');
    const coming = (calendar as { coming: { kind: string; facts: { due: string } }[] }).coming;
    expect(
      coming
        .filter(({ kind }) => kind === 'obligation-open')
        .slice(0, 3)
        .map(({ facts }) => facts.due),
    ).toEqual(['2026-12-31', '2027-01-31', '2027-02-28']);
    expect(await items()).toEqual([]);

    await until('2027-01-28');
    expect((await items()).map(({ kind, dueAt, state }) => [kind, dueAt.slice(0, 10), state])).toEqual([
      ['obligation', '2026-12-31', 'open'],
      ['obligation', '2027-01-31', 'open'],
    ]);
    expect((await send('get', '/obligations')).body.items).toMatchObject([{ nextDue: '2027-02-28' }]);
    const alarms = await own.db('alarms').where({ engagement_id: id });
    expect(alarms).toMatchObject([{ rule: 'OBLIGATION_OVERDUE', severity: 'amber', subject: 'Monthly report' }]);
  });

  test('that have ended bring no more tasks', async () => {
    const { body: added } = await send('post', '/obligations', obligation());
    await until('2026-12-28');
    await send('post', `/obligations/${added.id}/end`, {}).expect(200);
    await until('2027-03-01');
    expect(await items()).toHaveLength(1);
    expect((await send('get', '/obligations')).body.items).toMatchObject([{ state: 'ended', nextDue: null }]);
  });

  test.each([
    ['schedule.until', { schedule: { every: 'daily', from: '2026-12-31', until: '2026-12-30' } }],
    ['schedule.from', { schedule: { every: 'daily', from: '2026-01-01' } }],
    ['schedule.every', { schedule: { every: 'hourly', from: '2026-12-31' } }],
    ['assigneeId', { assigneeId: uuidv7() }],
    ['leadDays', { leadDays: 400 }],
  ])('name %s when it is wrong', async (path, part) => {
    expect((await send('post', '/obligations', obligation(part))).body).toMatchObject({
      status: 422,
      errors: [{ path }],
    });
    expect((await send('get', '/obligations')).body.items).toEqual([]);
  });

  test('are accepted by somebody else than who does them', async () => {
    const same = obligation({ approverId: manager.person.id });
    expect((await send('post', '/obligations', same)).body).toMatchObject({ errors: [{ path: 'approverId' }] });
  });
});

describe('the compliance calendar', () => {
  test('of important work begins with the service: assessment, drill and audit', async () => {
    await recordActivities(own).markLive({ engagementId: id, now });
    await recordActivities(own).markLive({ engagementId: id, now: now + 86_400_000 });
    const { body } = await send('get', '/compliance').expect(200);
    expect(body).toMatchObject({
      profile: { regulated: false },
      report: { needed: false, signableFrom: null },
      duties: [
        { duty: 'risk-assessment', nextDue: '2027-11-25' },
        { duty: 'joint-drill', nextDue: '2027-11-25' },
        { duty: 'audit', nextDue: '2029-11-23' },
      ],
      retainedUntil: '2030-12-01',
    });
    expect((await send('get', '/obligations')).body.items).toHaveLength(3);
    const titlesFor = async (locale: 'en' | 'zh-CN') => {
      const reader = await signedIn(own.db, { roles: ['manager'], locale });
      const { body: read } = await request(app)
        .get(`/api/v1/engagements/${id}/obligations`)
        .set({ authorization: reader.authorization });
      return (read.items as { title: string }[]).map(({ title }) => title);
    };
    expect(await titlesFor('en')).toEqual(['Yearly risk assessment', 'Yearly joint drill', 'Audit of the vendor']);
    expect(await titlesFor('zh-CN')).toEqual(['年度风险评估', '年度联合演练', '供应商审计']);
    const [duty] = (await send('get', '/obligations')).body.items as { id: string }[];
    expect((await send('post', `/obligations/${duty?.id}/end`, {})).status).toBe(409);
    // Its tasks are called by their kind, in the language of whoever reads them.
    await until('2027-11-26');
    const duties = (await items()).filter(({ kind }) => kind.startsWith('compliance'));
    expect(duties.map(({ kind, title }) => [kind, title]).sort()).toEqual([
      ['compliance-joint-drill', null],
      ['compliance-risk-assessment', null],
    ]);
  });

  test('of general work is empty', async () => {
    await open('general', 'IN_SERVICE');
    await recordActivities(own).markLive({ engagementId: id, now });
    expect((await send('get', '/compliance')).body).toMatchObject({ duties: [] });
    expect((await send('get', '/obligations')).body.items).toEqual([]);
  });

  test('holds the signature of regulated work back for 20 working days after the report', async () => {
    await open('important', 'CONTRACTING');
    const sign = (signedAt: string) =>
      send('post', '/contract/signatures', { party: 'us', signatory: 'Zhou', signedAt });
    await send('put', '/compliance', { regulated: true, authority: 'NFRA' }).expect(200);
    expect((await sign('2026-11-25T09:00:00Z')).body).toMatchObject({ status: 409, code: 'SIGNING_BLOCKED' });

    const reported = { regulated: true, authority: 'NFRA', reportedOn: '2026-11-24' };
    const { body: view } = await send('put', '/compliance', reported).expect(200);
    expect(view).toMatchObject({ report: { needed: true, signableFrom: '2026-12-22' } });
    expect((await sign('2026-12-21T09:00:00Z')).body).toMatchObject({ code: 'SIGNING_BLOCKED' });
    expect((await sign('2026-12-22T09:00:00Z')).body).toMatchObject({ status: 422, errors: [{ path: 'signedAt' }] });
    now = Date.parse('2026-12-22T10:00:00Z');
    // Past the rule the engine is asked, which is not part of this test.
    expect((await sign('2026-12-22T09:00:00Z')).status).toBe(500);
  });

  test('is not talked away by whoever wants to sign', async () => {
    await open('important', 'CONTRACTING');
    await send('put', '/compliance', { regulated: true }).expect(200);
    expect((await send('put', '/compliance', { regulated: false })).status).toBe(403);
    expect((await send('put', '/compliance', { regulated: true, reportedOn: '2026-12-01' })).status).toBe(422);
    expect((await send('put', '/compliance', { regulated: false }, legal)).status).toBe(200);
  });
});

describe('a renewal', () => {
  test('asks for a decision at the first reminder, keeps its dossier, and tells the sponsor in the last week', async () => {
    await recordActivities(own).markLive({ engagementId: id, now: Date.parse('2026-12-01T09:00:00Z') });
    await own.db('engagements').where({ id }).update({ live_on: '2026-11-25' });
    // Notice until 1 September 2027; its first reminder is 180 days before, on 5 March.
    await until('2027-03-04');
    expect((await items()).filter(({ kind }) => kind === 'renewal')).toEqual([]);
    const first = await until('2027-03-05');
    expect((await items()).filter(({ kind }) => kind === 'renewal')).toMatchObject([
      { state: 'open', assigneeId: manager.person.id, dueAt: '2027-09-01T18:00:00.000Z' },
    ]);
    expect(first).not.toContain(`notice-reminder:${sponsor.person.id}`);

    await until('2027-06-04');
    const { body: renewal } = await send('get', '/renewal').expect(200);
    expect(renewal).toMatchObject({
      now: { standing: 'unrated', noticeDeadline: '2027-09-01', alternatives: [], flags: ['NO_ALTERNATIVES'] },
      kept: [{ termEnd: '2027-12-01', dossier: { currentEnd: '2027-12-01' } }],
    });
    expect(await until('2027-08-24')).not.toContain(`notice-reminder:${sponsor.person.id}`);
    expect(await until('2027-08-25')).toContain(`notice-reminder:${sponsor.person.id}`);

    const gate = { gate: 'renewal', requestId: uuidv7(), choice: { decision: 'renew' } } as const;
    await gateActivities(own).applyGate({ engagementId: id, gate, outcome: 'approved', now });
    expect((await items()).filter(({ kind }) => kind === 'renewal')).toMatchObject([{ state: 'done' }]);
  });
});
