import { createHash } from 'node:crypto';
import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { gateActivities } from '../../activities/gates';
import { recordActivities } from '../../activities/record';
import { auditTrail } from '../../db/read/audit';
import { canonicalJson, engagementStream } from '../../db/stores/audit';
import { signaturesOf } from '../../db/stores/contracts';
import { insertDocument } from '../../db/stores/documents';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { requiredClauses } from '../../domain/contract/clauses';
import { anOpening } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { financeAloneDecides } from './contract-policy';
import { appOver, signedIn, type SignedIn } from './world';

const NOW = Date.parse('2026-11-25T09:00:00Z');
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
beforeEach(() => open('general'));
afterAll(() => own.drop());

async function open(criticality: 'general' | 'important'): Promise<void> {
  id = uuidv7();
  const body = anOpening({ ownerId: manager.person.id, roles: { vendorRep: rep.person.id } });
  await inTransaction(own.db, async (trx) => {
    await insertEngagement(trx, { id, body, criticality, now: NOW });
    await trx('engagements').where({ id }).update({ state: 'CONTRACTING' });
  });
}

const clauses = (...without: readonly string[]) =>
  requiredClauses({ criticality: 'general', personalData: false })
    .filter((code) => !without.includes(code))
    .map((code) => ({ code, status: 'present' }));
const body = (changes: object = {}) => ({
  clauses: clauses(),
  start: '2027-01-01',
  initialMonths: 12,
  renewal: 'none',
  notice: { months: 3, days: 0 },
  monthlyFee: { amount: '10000.00', currency: 'CNY' },
  atRiskBp: 1000,
  ...changes,
});
const send = (method: 'get' | 'put' | 'post', path: string, by: SignedIn, sent?: object) =>
  request(app)[method](`/api/v1/engagements/${id}${path}`).set({ authorization: by.authorization }).send(sent);
const put = (changes: object = {}, by = manager) => send('put', '/contract', by, body(changes));
const waive = (code: string, by = legal, reason = 'Covered by the frame contract') =>
  send('post', `/contract/clauses/${code}/waive`, by, { reason });
const gate = () =>
  gateActivities(own).prepareGate({
    engagementId: id,
    gate: 'contract',
    requestId: uuidv7(),
    body: {},
    again: false,
    actorId: manager.person.id,
    channel: 'api',
    now: NOW,
  });
const refusal = async (): Promise<{ type?: string; paths: string[] } | null> => {
  try {
    await gate();
    return null;
  } catch (error) {
    const failure = error as { type?: string; details?: { path: string }[][] };
    return { type: failure.type ?? '', paths: (failure.details ?? []).flat().map(({ path }) => path) };
  }
};

describe('a missing clause', () => {
  test('stops gate G3 until somebody of legal has waived it with a reason', async () => {
    await put({ clauses: clauses('LIABILITY') }).expect(200);
    expect(await refusal()).toEqual({ type: 'CLAUSE_MISSING', paths: ['clauses.LIABILITY'] });

    const answer = await waive('LIABILITY').expect(200);
    expect(answer.body).toMatchObject({
      code: 'LIABILITY',
      waivedById: legal.person.id,
      contractVersion: 1,
      holds: true,
    });
    expect(await refusal()).toBeNull();
    const { body: view } = await send('get', '/contract', manager);
    expect(view).toMatchObject({ missingClauses: [], waivers: [{ code: 'LIABILITY', holds: true }] });
    const trail = await auditTrail(own.db, engagementStream(id), { after: 0, limit: 9 });
    expect(trail.map(({ type }) => type)).toEqual(['contract.drafted', 'contract.clause-waived']);
  });

  test('that its editor proposes to waive is granted by whoever of legal decides G3, and by nobody outside legal', async () => {
    const waived = [...clauses('LIABILITY'), { code: 'LIABILITY', status: 'waived', reason: 'Not needed, I think.' }];
    await put({ clauses: waived }).expect(200);
    expect(await refusal()).toBeNull();
    await financeAloneDecides(own.db, { actorId: legal.person.id, now: NOW });
    expect(await refusal()).toEqual({ type: 'CLAUSE_MISSING', paths: ['clauses.LIABILITY'] });
    const answer = await waive('LIABILITY', manager);
    expect(answer.body).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await refusal()).toEqual({ type: 'CLAUSE_MISSING', paths: ['clauses.LIABILITY'] });
  });

  test('is not waived by a person of legal who wrote the version, before or after', async () => {
    const both = await signedIn(own.db, { roles: ['legal', 'manager'] });
    await put({ clauses: clauses('LIABILITY') }, both).expect(200);
    expect((await waive('LIABILITY', both)).body).toMatchObject({ code: 'FORBIDDEN' });

    await put({ clauses: clauses('LIABILITY') }).expect(200);
    await waive('LIABILITY', both).expect(200);
    expect(await refusal()).toBeNull();
    await put({ clauses: clauses('LIABILITY'), atRiskBp: 900 }, both).expect(200);
    expect(await refusal()).toEqual({ type: 'CLAUSE_MISSING', paths: ['clauses.LIABILITY'] });
    expect((await send('get', '/contract', manager)).body.waivers).toMatchObject([{ holds: false }]);
  });

  test('needs a reason, a code and a contract to be waived', async () => {
    expect((await waive('LIABILITY')).status).toBe(404);
    await put();
    expect((await waive('LIABILITY', legal, ' ')).body).toMatchObject({ status: 422, errors: [{ path: 'reason' }] });
    expect((await waive('liability')).status).toBe(404);
  });
});

test('important work needs the clauses of important work and an exit plan, all named at once', async () => {
  await open('important');
  await put();
  expect(await refusal()).toEqual({
    type: 'CLAUSE_MISSING',
    paths: [
      ...['SUBCONTRACTING', 'AUDIT', 'LOCATION', 'BCP', 'EXIT_ASSISTANCE', 'INCIDENT_NOTICE'].map(
        (c) => `clauses.${c}`,
      ),
      'exitPlan',
    ],
  });
  const all = requiredClauses({ criticality: 'important', personalData: false });
  await put({ clauses: all.map((code) => ({ code, status: 'present' })) });
  expect(await refusal()).toEqual({ type: 'GATE_INCOMPLETE', paths: ['exitPlan'] });

  const plan = { alternatives: [{ name: 'Own team' }], estDays: 90, ktPlan: 'Shadowing', stepIn: 'Security' };
  const first = await send('put', '/exit/plan', manager, plan).expect(200);
  expect(first.body).toMatchObject({
    missing: [{ path: 'exitPlan.estCost' }, { path: 'exitPlan.dataInventory' }, { path: 'exitPlan.nextTestAt' }],
  });
  expect((await refusal())?.paths).toEqual(['exitPlan.estCost', 'exitPlan.dataInventory', 'exitPlan.nextTestAt']);
  const whole = {
    ...plan,
    estCost: { amount: '1.00', currency: 'CNY' },
    dataInventory: [{ name: 'Tickets', personalData: false }],
    nextTestAt: '2027-12-01',
  };
  await send('put', '/exit/plan', manager, whole).expect(200);
  expect(await refusal()).toBeNull();
  expect((await send('get', '/exit/plan', legal)).body).toMatchObject({ ...whole, version: 2, missing: [] });
});

describe('versions', () => {
  test('every draft is kept as it was written, with its hash and what it changed', async () => {
    const first = await put().expect(200);
    await put({ notice: { months: 2, days: 0 } }).expect(200);
    const lines = (await send('get', '/contract/versions', manager).expect(200)).body.items;
    expect(lines).toMatchObject([
      { version: 1, kind: 'draft', writtenById: manager.person.id, approved: false, effectiveOn: null },
      { version: 2, kind: 'draft' },
    ]);
    const { body: kept } = await send('get', '/contract/versions/1', manager).expect(200);
    expect(kept.terms).toEqual(body());
    expect(kept.sha256).toBe(createHash('sha256').update(canonicalJson(kept.terms)).digest('hex'));
    expect(first.body.sha256).toBe(kept.sha256);
    expect((await send('get', '/contract/versions/2/changes', manager)).body).toEqual({
      from: 1,
      to: 2,
      changes: [{ path: 'notice.months', before: 3, after: 2 }],
    });
    expect((await send('get', '/contract/versions/9', manager)).status).toBe(404);
    const vendor = await signedIn(own.db, { roles: ['vendor'] });
    expect((await send('get', '/contract/versions', vendor)).status).toBe(403);
  });

  test('a stored document gives the version its hash; other documents and hashes are refused', async () => {
    const [fileId, sha256] = [uuidv7(), 'a'.repeat(64)];
    const file = { fileName: 'c.pdf', mediaType: 'application/pdf', size: 9, sha256, uploadedById: manager.person.id };
    await inTransaction(own.db, (trx) => insertDocument(trx, { id: fileId, engagementId: id, ...file, now: NOW }));
    const named = await put({ document: { name: 'Contract', fileId } }).expect(200);
    expect(named.body.document).toEqual({ name: 'Contract', fileId, sha256 });
    const lines = (await send('get', '/contract/versions', manager)).body.items;
    expect(lines).toMatchObject([{ documentId: fileId, documentSha256: sha256 }]);

    for (const document of [
      { name: 'x', fileId: uuidv7() },
      { name: 'x', fileId: 'elsewhere' },
      { name: 'x', fileId, sha256: 'b'.repeat(64) },
    ])
      expect((await put({ document })).status).toBe(422);
    expect((await send('get', '/contract/versions', manager)).body.items).toHaveLength(1);
  });
});

test('a signature stands under the version that gate G3 approved', async () => {
  await put();
  await put({ atRiskBp: 900 });
  const gateOpen = { gate: 'contract', requestId: uuidv7(), choice: {} } as const;
  await gateActivities(own).applyGate({ engagementId: id, gate: gateOpen, outcome: 'approved', now: NOW });
  const { body: approved } = await send('get', '/contract/versions/2', manager);
  expect(approved.approved).toBe(true);

  const other = { party: 'us', signatory: 'Zhou', signedAt: '2026-12-01T08:00:00Z', contractSha256: 'c'.repeat(64) };
  expect((await send('post', '/contract/signatures', manager, other)).body).toMatchObject({ code: 'SUBJECT_CHANGED' });
  const strange = { ...other, contractSha256: approved.sha256, documentId: uuidv7() };
  expect((await send('post', '/contract/signatures', manager, strange)).body).toMatchObject({ status: 422 });

  const paper = { method: 'manual-upload', documentId: null, documentSha256: null } as const;
  const signature = {
    engagementId: id,
    party: 'us',
    signatory: 'Zhou',
    signedAt: other.signedAt,
    paper,
    now: NOW,
  } as const;
  await recordActivities(own).recordSignature(signature);
  expect(await signaturesOf(own.db, id)).toMatchObject([
    { party: 'us', method: 'manual-upload', contractVersion: 2, contractSha256: approved.sha256 },
  ]);
  const another = { party: 'us', signatory: 'Somebody else', signedAt: other.signedAt };
  const { body: refused } = await send('post', '/contract/signatures', manager, another);
  expect(refused).toMatchObject({ code: 'STATE_CONFLICT', detail: expect.stringContaining('Zhou') as string });
});

test('an approved contract is changed by amendment only', async () => {
  await put();
  await own.db('engagements').where({ id }).update({ contract_approved: true });
  expect((await put({ atRiskBp: 1 })).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  expect((await waive('LIABILITY')).body).toMatchObject({ status: 409 });
  expect((await send('get', '/contract/versions', manager)).body.items).toHaveLength(1);
});
