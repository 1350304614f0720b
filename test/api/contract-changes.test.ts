import { v7 as uuidv7 } from 'uuid';
import { sideRequestActivities } from '../../activities/side-requests';
import { contractInForce } from '../../db/read/contract-in-force';
import { termOf } from '../../db/read/term';
import { recordApproved } from '../../db/stores/contract-versions';
import { saveContract } from '../../db/stores/contracts';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { requiredClauses } from '../../domain/contract/clauses';
import { anOpening } from '../builders';
import { ApprovalWorld } from './approval-world';

let world: ApprovalWorld;
let id: string;
beforeAll(async () => {
  world = await ApprovalWorld.open({
    M: ['manager'],
    O: ['manager'],
    L: ['legal'],
    F: ['finance'],
    S: ['executive'],
    E: ['executive'],
    V: ['vendor'],
  });
});
afterAll(() => world.close());
beforeEach(async () => {
  id = uuidv7();
  const [ownerId, sponsorId] = [world.id('O'), world.id('S')];
  const roles = { legal: world.id('L'), finance: world.id('F') };
  await inTransaction(world.database.db, async (trx) => {
    const body = anOpening({ ownerId, sponsorId, roles });
    await insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() });
    await trx('engagements').where({ id }).update({ state: 'IN_SERVICE', contract_approved: true });
    const codes = requiredClauses({ criticality: 'general', personalData: false });
    const clauses = codes.map((code) => ({ code, status: 'present' as const }));
    const notice = { months: 1, days: 0 };
    const monthlyFee = { amount: '10000.00', currency: 'CNY' };
    const terms = { clauses, start: '2026-01-01', initialMonths: 24, renewal: 'none' as const, notice, monthlyFee };
    await saveContract(trx, id, { terms, now: Date.now() });
    await recordApproved(trx, id);
  });
});

const send = (method: 'get' | 'post', path: string, body?: object, by = 'M') =>
  world.call(by, method, `/engagements/${id}${path}`).send(body);
const change = (costDelta: string, part: object = {}) => ({
  scopeDelta: 'Night shift',
  costDelta: { amount: costDelta, currency: 'CNY' },
  scheduleDeltaDays: 0,
  reason: 'More calls',
  ...part,
});
interface Request {
  readonly steps: readonly {
    readonly key: string;
    readonly tasks: readonly { id: string; status: string; assigneeId: string }[];
  }[];
  readonly status: string;
}
const requestOf = async (requestId: string) => (await world.call('S', 'get', `/requests/${requestId}`)).body as Request;
const names = ['O', 'L', 'F', 'S', 'E'] as const;
/** Everybody who is asked approves, one step after the other; answers the steps that were asked. */
async function approve(requestId: string): Promise<readonly string[]> {
  for (let request = await requestOf(requestId); ; request = await requestOf(requestId)) {
    const task = request.steps.flatMap(({ tasks }) => tasks).find(({ status }) => status === 'active');
    if (!task) break;
    const name = names.find((one) => world.id(one) === task.assigneeId) ?? 'O';
    const body = { action: 'approve', decisionId: uuidv7(), comment: 'Fine' };
    await world.call(name, 'post', `/tasks/${task.id}/actions`).send(body).expect(200);
  }
  const asked = (await requestOf(requestId)).steps.filter(({ tasks }) => tasks.length > 0).map(({ key }) => key);
  await settle(requestId, 'approved');
  return asked;
}
const settle = (requestId: string, outcome: 'approved' | 'rejected') =>
  sideRequestActivities(world.database).applySideRequest({ engagementId: id, requestId, outcome, now: Date.now() });
const changes = async () => (await send('get', '/changes')).body.items as { status: string; cumulativeBp: number }[];

describe('change requests', () => {
  test('are decided by owner and finance up to a fifth of the contract, like an award beyond it', async () => {
    const small = await send('post', '/changes', change('40000.00')).expect(201);
    expect(small.body).toMatchObject({ status: 'pending', cumulativeBp: 1_667 });
    expect(await approve(small.body.requestId as string)).toEqual(['owner', 'finance']);
    expect(await changes()).toMatchObject([{ status: 'in-force', cumulativeBp: 1_667 }]);

    const next = await send('post', '/changes', change('10000.00')).expect(201);
    expect(next.body).toMatchObject({ cumulativeBp: 2_083 });
    expect(await approve(next.body.requestId as string)).toEqual(['finance', 'sponsor', 'executive']);
    expect((await changes()).map(({ status }) => status)).toEqual(['in-force', 'in-force']);
  });

  test('that were rejected count no more; those under decision do', async () => {
    const first = await send('post', '/changes', change('40000.00')).expect(201);
    const second = await send('post', '/changes', change('40000.00')).expect(201);
    expect(second.body).toMatchObject({ cumulativeBp: 3_333 });
    await settle(first.body.requestId as string, 'rejected');
    expect((await send('post', '/changes', change('1000.00'))).body).toMatchObject({ cumulativeBp: 1_708 });
    expect((await changes()).map(({ status }) => status)).toEqual(['rejected', 'pending', 'pending']);
  });

  test('with new terms become an amendment that both sides sign', async () => {
    const amendment = { changes: { monthlyFee: { amount: '11000.00', currency: 'CNY' } }, effectiveOn: '2026-09-01' };
    const asked = await send('post', '/changes', change('16000.00', { amendment })).expect(201);
    const early = { changes: amendment.changes, reason: 'Again', effectiveOn: '2026-10-01' };
    expect((await send('post', '/contract/amendments', early)).body).toMatchObject({ code: 'STATE_CONFLICT' });
    await approve(asked.body.requestId as string);
    expect(await changes()).toMatchObject([{ status: 'amending', amendmentId: asked.body.id as string }]);

    const path = `/contract/amendments/${asked.body.id}/signatures`;
    for (const party of ['us', 'vendor'])
      await send('post', path, { party, signatory: 'S', signedAt: '2026-08-20T08:00:00Z' }).expect(201);
    expect(await changes()).toMatchObject([{ status: 'in-force' }]);
    const feeOn = async (day: string) => (await contractInForce(world.database.db, id, day))?.terms.monthlyFee?.amount;
    expect([await feeOn('2026-08-31'), await feeOn('2026-09-01')]).toEqual(['10000.00', '11000.00']);
  });

  test('are refused in another currency, before the signature and without a reason', async () => {
    const dollars = change('1.00', { costDelta: { amount: '1.00', currency: 'USD' } });
    expect((await send('post', '/changes', dollars)).body).toMatchObject({ errors: [{ path: 'costDelta.currency' }] });
    expect((await send('post', '/changes', change('1.00', { reason: ' ' }))).status).toBe(422);
    await world.database.db('engagements').where({ id }).update({ state: 'CONTRACTING' });
    expect((await send('post', '/changes', change('1.00'))).body).toMatchObject({ status: 409 });
    expect(await changes()).toEqual([]);
  });
});

describe('amendments', () => {
  const longer = { changes: { initialMonths: 36 }, reason: 'Another year', effectiveOn: '2026-06-01' };

  test('are approved, signed by both, and in force from their day on', async () => {
    const proposed = await send('post', '/contract/amendments', longer).expect(201);
    const { id: amendmentId, requestId } = proposed.body as { id: string; requestId: string };
    expect(proposed.body).toMatchObject({
      status: 'pending',
      baseVersion: 1,
      changes: [{ path: 'initialMonths', before: 24, after: 36 }],
    });
    const sign = (party: string, part: object = {}) =>
      send('post', `/contract/amendments/${amendmentId}/signatures`, {
        ...{ party, signatory: 'S', signedAt: '2026-05-20T08:00:00Z' },
        ...part,
      });
    expect((await sign('us')).body).toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await approve(requestId)).toEqual(['legal', 'finance']);

    expect((await sign('us', { contractSha256: 'a'.repeat(64) })).body).toMatchObject({ code: 'SUBJECT_CHANGED' });
    const sha256 = proposed.body.sha256 as string;
    await sign('us', { contractSha256: sha256, method: 'manual-upload' }).expect(201);
    expect((await sign('us')).body).toMatchObject({ code: 'STATE_CONFLICT' });
    expect((await send('get', '/contract/versions')).body.items).toHaveLength(1);
    const signed = await sign('vendor').expect(201);
    expect(signed.body).toMatchObject({ status: 'in-force', version: 2 });

    expect((await send('get', '/contract/versions')).body.items).toMatchObject([
      { version: 1, kind: 'draft', approved: true },
      { version: 2, kind: 'amendment', effectiveOn: '2026-06-01', sha256 },
    ]);
    const endOn = async (day: string) => (await termOf(world.database.db, id, day))?.currentEnd;
    expect([await endOn('2026-05-31'), await endOn('2026-06-01')]).toEqual(['2028-01-01', '2029-01-01']);
    expect((await send('get', '/contract?asOf=2026-05-31')).body).toMatchObject({ version: 1, initialMonths: 24 });
    expect((await send('get', '/contract?asOf=2026-06-01')).body).toMatchObject({ version: 2, initialMonths: 36 });
  });

  test('that were rejected leave the contract as it is and make room for another', async () => {
    const first = await send('post', '/contract/amendments', longer).expect(201);
    expect((await send('post', '/contract/amendments', longer)).body).toMatchObject({ code: 'STATE_CONFLICT' });
    await settle(first.body.requestId as string, 'rejected');
    await send('post', '/contract/amendments', longer).expect(201);
    expect((await send('get', '/contract/amendments')).body.items).toMatchObject([
      { status: 'rejected' },
      { status: 'pending' },
    ]);
    expect((await send('get', '/contract/versions')).body.items).toHaveLength(1);
  });

  test('cannot take a required clause away, nor come from outside', async () => {
    const without = { ...longer, changes: { clauses: [{ code: 'LIABILITY', status: 'absent' }] } };
    expect((await send('post', '/contract/amendments', without)).body).toMatchObject({
      code: 'CLAUSE_MISSING',
      errors: [{ path: 'clauses.LIABILITY' }],
    });
    expect((await send('post', '/contract/amendments', longer, 'V')).status).toBe(403);
    expect((await send('get', '/contract/amendments', undefined, 'V')).status).toBe(403);
    expect((await send('get', '/contract/amendments')).body.items).toEqual([]);
  });
});
