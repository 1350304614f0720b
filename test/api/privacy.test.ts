import { v7 as uuidv7 } from 'uuid';
import { gateActivities } from '../../activities/gates';
import { findPolicy } from '../../db/stores/policies';
import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { holds } from '../../domain/approval/condition';
import { requiredClauses } from '../../domain/contract/clauses';
import { RESIDENCY_RULES_KEY, SHIPPED_RESIDENCY_RULES } from '../../domain/residency/rules';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
  const { db } = world.database;
  const body = { ...SHIPPED_RESIDENCY_RULES, homeCountry: 'CN' };
  const actorId = world.people.owner.person.id;
  await inTransaction(db, (trx) => addSetting(trx, { key: RESIDENCY_RULES_KEY, body, actorId, now: world.now }));
});
afterAll(() => world.close());

const PERSONAL = { criticalityAnswers: { personalData: true } };
const terms = (part: object = {}) => ({
  clauses: requiredClauses({ criticality: 'general', personalData: true }).map((code) => ({ code, status: 'present' })),
  start: '2027-04-01',
  initialMonths: 12,
  renewal: 'none',
  notice: { months: 1, days: 0 },
  monthlyFee: { amount: '1000.00', currency: 'CNY' },
  atRiskBp: 1000,
  ...part,
});
const assessment = (part: object = {}) => ({
  legalBasis: 'standard-contract',
  destinations: ['SG'],
  safeguards: 'Encrypted, seen masked only.',
  ...part,
});
async function begin(state: 'CONTRACTING' | 'IN_SERVICE', needs: object = PERSONAL): Promise<void> {
  await world.begin({ state });
  await world.database
    .db('engagements')
    .where({ id: world.id })
    .update({ needs: JSON.stringify(needs) });
}
const view = async () => (await world.call('get', '/privacy-assessment').expect(200)).body;
const work = () =>
  world.database
    .db('action_items')
    .where({ engagement_id: world.id, kind: 'privacy-assessment' })
    .orderBy('created_at')
    .select('key', 'state', 'assignee_id');
/** The identity of the work about some countries. */
const asked = (countries: string): unknown => expect.stringContaining(`:${countries}:`);

/** What the approvers of gate G3 are shown. */
async function gate(): Promise<{ readonly flags: readonly string[] }> {
  const { request } = await submit();
  const subject = world.database.db('request_subjects').where({ request_id: request.requestId });
  return (await subject.first('data')).data;
}
const submit = () =>
  gateActivities(world.database).prepareGate({
    engagementId: world.id,
    gate: 'contract',
    requestId: uuidv7(),
    body: {},
    again: false,
    actorId: world.people.owner.person.id,
    channel: 'api',
    now: world.now,
  });

/** Steps that the policy asks for. */
async function stepsFor(data: object, version?: number): Promise<readonly string[]> {
  const policy = await findPolicy(world.database.db, 'gate-contract', version);
  return (policy?.steps ?? []).flatMap((step) =>
    'key' in step && 'assignees' in step && (!step.when || holds(step.when, { ...data })) ? [step.key] : [],
  );
}

describe('before the contract', () => {
  test('data that stays at home asks for nothing and stops nothing', async () => {
    await begin('CONTRACTING');
    await world.call('put', '/contract', terms({ dataCountries: ['CN'] })).expect(200);
    expect(await view()).toMatchObject({ state: 'not-needed', crossings: [], version: 0 });
    expect(await work()).toEqual([]);
    const shown = await gate();
    expect(shown.flags).not.toContain('DATA_CROSS_BORDER');
    expect(shown).not.toHaveProperty('dataTransfer');
  });

  test('data abroad is work of the owner, keeps the gate shut, and then is approved by a step of its own', async () => {
    await begin('CONTRACTING');
    await world.call('put', '/contract', terms({ dataCountries: ['SG', 'CN'] })).expect(200);
    const owner = world.people.owner.person.id;
    expect(await work()).toEqual([{ key: asked('SG'), state: 'open', assignee_id: owner }]);
    await expect(gate()).rejects.toMatchObject({
      type: 'PIA_MISSING',
      details: [[expect.objectContaining({ path: 'privacyAssessment', code: 'PIA_MISSING' })]],
    });

    const { body, headers } = await world.call('put', '/privacy-assessment', assessment()).expect(200);
    expect(body).toMatchObject({ state: 'done', version: 1, unassessed: [] });
    await world.call('put', '/privacy-assessment', assessment()).set('if-match', '"9"').expect(412);
    await world
      .call('put', '/privacy-assessment', assessment())
      .set('if-match', headers['etag'] ?? '')
      .expect(200);
    expect(await work()).toMatchObject([{ state: 'done' }]);
    const shown = await gate();
    expect(shown).toMatchObject({
      flags: expect.arrayContaining(['DATA_CROSS_BORDER']),
      dataTransfer: { destinations: ['SG'], legalBasis: 'standard-contract' },
    });
    expect(await stepsFor(shown)).toEqual(['legal', 'finance', 'privacy']);
    expect(await stepsFor({ ...shown, flags: [] })).toEqual(['legal', 'finance']);
    expect(await stepsFor(shown, 1)).toEqual(['legal', 'finance']);
    const types = (await world.trail()).map(({ type }) => type);
    expect(types.filter((type) => type === 'privacy.assessed')).toHaveLength(2);
  });

  test('another destination makes it due again, and one that is given up is no longer asked about', async () => {
    await begin('CONTRACTING');
    await world.call('put', '/privacy-assessment', assessment()).expect(200);
    await world.call('put', '/contract', terms({ dataCountries: ['SG'] })).expect(200);
    expect((await view()).state).toBe('done');
    await world.call('put', '/contract', terms({ dataCountries: ['SG', 'US'] })).expect(200);
    expect(await view()).toMatchObject({ state: 'due', unassessed: ['US'] });
    await expect(gate()).rejects.toMatchObject({ type: 'PIA_MISSING' });
    await world.call('put', '/contract', terms({ dataCountries: ['SG'] })).expect(200);
    expect(await work()).toMatchObject([{ key: asked('US'), state: 'cancelled' }]);
    await gate();
  });

  test('an assessment is whole, names countries, and papers of this engagement only', async () => {
    await begin('CONTRACTING');
    const put = (part: object) => world.call('put', '/privacy-assessment', assessment(part));
    for (const part of [{ legalBasis: 'trust' }, { destinations: [] }, { destinations: ['XX'] }, { safeguards: '' }])
      await put(part).expect(422);
    await put({ destinations: ['SG', 'SG'] }).expect(422);
    const { body } = await put({ documentId: uuidv7() }).expect(422);
    expect(body.errors).toMatchObject([{ path: 'documentId' }]);
    await world.call('put', '/privacy-assessment', assessment(), 'stranger').expect(403);
    expect((await view()).version).toBe(0);
  });
});

test('where nobody has said what is at home there is no border', async () => {
  const { db } = world.database;
  await begin('CONTRACTING');
  const row = await db('settings').where({ key: RESIDENCY_RULES_KEY }).first();
  await db('settings').where({ key: RESIDENCY_RULES_KEY }).delete();
  await world.call('put', '/contract', terms({ dataCountries: ['SG'] })).expect(200);
  expect(await view()).toMatchObject({ state: 'not-needed', crossings: [] });
  await db('settings').insert(row);
  expect((await view()).state).toBe('due');
});

describe('in the running service', () => {
  const delta = { name: 'Delta', service: 'Nights', country: 'US', personalData: true };

  test('a sub-contractor abroad is work of the owner and one red alarm, until it is assessed', async () => {
    await begin('IN_SERVICE');
    await world.call('post', '/subcontractors', { ...delta, country: 'CN', name: 'Home' }).expect(201);
    await world.settle();
    expect(await world.alarms('DATA_CROSS_BORDER')).toEqual([]);
    await world.call('post', '/subcontractors', delta).expect(201);
    await world.settle();
    await world.settle();
    expect(await world.alarms('DATA_CROSS_BORDER')).toMatchObject([
      { severity: 'red', subject: 'Delta', state: 'open' },
    ]);
    expect(await work()).toMatchObject([{ key: asked('US'), state: 'open' }]);
    const letters = (await world.post()).map(({ subject }) => subject);
    expect(letters).toContainEqual(expect.stringContaining('[Red alarm]'));
    expect(letters).toContainEqual(expect.stringContaining('Assess the transfer of data abroad'));

    await world.call('put', '/privacy-assessment', assessment({ destinations: ['US'] })).expect(200);
    expect(await work()).toMatchObject([{ state: 'done' }]);
    const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
    expect(page.text).toContain('id="privacy"');
    expect(page.text).toContain('Standard contract, filed');
  });

  test('one that was assessed before raises no alarm, nor does one without personal data', async () => {
    await begin('IN_SERVICE');
    await world.call('put', '/privacy-assessment', assessment({ destinations: ['US'] })).expect(200);
    await world.call('post', '/subcontractors', delta).expect(201);
    await world
      .call('post', '/subcontractors', { ...delta, name: 'Echo', country: 'DE', personalData: false })
      .expect(201);
    await world.settle();
    expect(await world.alarms('DATA_CROSS_BORDER')).toEqual([]);
    expect(await work()).toEqual([]);
  });
});
