import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { gateActivities } from '../../activities/gates';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { requiredClauses } from '../../domain/contract/clauses';
import { SHIPPED_SERVICE_TYPES } from '../../domain/planning/service-types';
import { anOpening } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

const NOW = Date.parse('2026-11-25T09:00:00Z');
const RECOMMENDED = SHIPPED_SERVICE_TYPES['customer-service'].clauses.map(({ code, names }) => ({ code, names }));
let own: TestDatabase;
let app: Express;
let id: string;
let manager: SignedIn;
let legal: SignedIn;
let rep: SignedIn;

beforeAll(async () => {
  own = await testDatabase();
  app = appOver(own.db, () => NOW);
  manager = await signedIn(own.db, { roles: ['manager'] });
  legal = await signedIn(own.db, { roles: ['legal'] });
  rep = await signedIn(own.db, { roles: ['vendor'] });
});
beforeEach(async () => {
  id = uuidv7();
  const body = anOpening({ ownerId: manager.person.id, roles: { vendorRep: rep.person.id } });
  await inTransaction(own.db, async (trx) => {
    await insertEngagement(trx, { id, body, criticality: 'general', now: NOW });
    await trx('engagements').where({ id }).update({ state: 'CONTRACTING' });
  });
});
afterAll(() => own.drop());

const clauses = requiredClauses({ criticality: 'general', personalData: false }).map((code) => ({
  code,
  status: 'present',
}));
const body = (changes: object = {}) => ({
  clauses,
  start: '2027-01-01',
  initialMonths: 12,
  renewal: 'none',
  notice: { months: 3, days: 0 },
  monthlyFee: { amount: '10000.00', currency: 'CNY' },
  atRiskBp: 1000,
  ...changes,
});
const send = (method: 'get' | 'put' | 'post', path: string, { by = manager, sent }: { by?: SignedIn; sent?: object }) =>
  request(app)[method](`/api/v1/engagements/${id}${path}`).set({ authorization: by.authorization }).send(sent);
const put = (changes: object = {}) => send('put', '/contract', { sent: body(changes) });
const waive = (code: string) =>
  send('post', `/contract/clauses/${code}/waive`, { by: legal, sent: { reason: 'In the frame contract' } });

describe('the monthly fee', () => {
  test('in another currency than the engagement is refused, and nothing is kept', async () => {
    const refused = await put({ monthlyFee: { amount: '10000.00', currency: 'USD' } });
    expect(refused.body).toMatchObject({
      status: 422,
      code: 'INVALID_FIELDS',
      errors: [{ path: 'monthlyFee.currency', message: expect.stringContaining('CNY') as string }],
    });
    expect((await send('get', '/contract', {})).status).toBe(404);
    await put().expect(200);
  });
});

describe('a waiver', () => {
  test('of a clause that nobody asks for is refused, in a draft and by legal', async () => {
    const misspelt = { code: 'DATA_SECURTY', status: 'waived', reason: 'In the frame contract' };
    expect((await put({ clauses: [...clauses, misspelt] })).body).toMatchObject({
      status: 422,
      code: 'INVALID_FIELDS',
      errors: [{ path: `clauses.${clauses.length}.code` }],
    });
    await put().expect(200);
    expect((await waive('DATA_SECURTY')).body).toMatchObject({ status: 422, errors: [{ path: 'code' }] });
    expect((await send('get', '/contract', {})).body).toMatchObject({ version: 1, waivers: [] });
  });

  test('of a regular, a recommended or a drafted clause is taken', async () => {
    const of = (code: string, status: string) => ({ code, status, reason: 'In the frame contract' });
    const recommended = RECOMMENDED[0]?.code ?? '';
    await put({ clauses: [...clauses, of('AUDIT', 'waived'), of(recommended, 'waived'), of('OWN', 'absent')] }).expect(
      200,
    );
    for (const code of ['BCP', recommended, 'OWN']) await waive(code).expect(200);
  });
});

describe('clauses that the kind of service recommends', () => {
  const prepared = async () => {
    const requestId = uuidv7();
    const asked = { requestId, body: {}, again: false, actorId: manager.person.id, channel: 'api', now: NOW } as const;
    await gateActivities(own).prepareGate({ ...asked, engagementId: id, gate: 'contract' });
    const row = await own
      .db<{ request_id: string; data: unknown }>('request_subjects')
      .where({ request_id: requestId })
      .first('data');
    return row?.data;
  };

  test('are shown with what the draft says of them, and keep no gate shut', async () => {
    const [first, ...others] = RECOMMENDED;
    const { body: view } = await put({ clauses: [...clauses, { code: first?.code, status: 'present' }] });
    expect(view).toMatchObject({
      missingClauses: [],
      recommendedClauses: [{ ...first, status: 'present' }, ...others.map((one) => ({ ...one, status: 'open' }))],
    });
    expect((view as { requiredClauses: string[] }).requiredClauses).not.toContain(first?.code);
    expect(await prepared()).toMatchObject({ openRecommendations: others.map(({ names }) => names) });
  });
});
