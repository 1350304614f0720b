import { v7 as uuidv7 } from 'uuid';
import { gateActivities } from '../../activities/gates';
import { requiredClauses } from '../../domain/contract/clauses';
import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { COMMUNICATION_RULES_KEY, SHIPPED_COMMUNICATION_RULES } from '../../domain/communication/silence';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());

const plan = () => ({
  cadence: 'monthly',
  channels: ['call', 'meeting'],
  contacts: [
    { name: 'Li', side: 'us', email: 'li@example.com', role: 'Service manager' },
    { name: 'Wu', side: 'vendor', email: 'wu@example.com', role: 'Account manager' },
  ],
  escalation: [
    { level: 1, contact: 'wu@example.com', afterBusinessDays: 2 },
    { level: 2, personId: world.people.owner.person.id, afterBusinessDays: 5 },
  ],
});

describe('a plan that nobody has written', () => {
  const terms = {
    clauses: requiredClauses({ criticality: 'general', personalData: false }).map((code) => ({
      code,
      status: 'present',
    })),
    start: '2027-04-01',
    initialMonths: 12,
    renewal: 'none',
    notice: { months: 1, days: 0 },
    monthlyFee: { amount: '1000.00', currency: 'CNY' },
    atRiskBp: 1000,
  };
  const gate = (requestId = uuidv7()) =>
    gateActivities(world.database).prepareGate({
      ...{ engagementId: world.id, gate: 'contract', requestId, body: {}, again: false },
      ...{ actorId: world.people.owner.person.id, channel: 'api', now: world.now },
    });
  const shown = async (requestId: string) =>
    (await world.database.db('request_subjects').where({ request_id: requestId }).first('data')).data;

  test('follows from the people of both sides, lets the contract be approved, and is confirmed on the page', async () => {
    await world.begin({ state: 'CONTRACTING' });
    await world.call('put', '/contract', terms).expect(200);
    const { owner, service } = world.people;
    const { body } = await world.call('get', '/communication-plan').expect(200);
    expect(body).toMatchObject({
      origin: 'derived',
      plan: {
        cadence: 'monthly',
        contacts: [
          { side: 'us', role: 'owner', email: owner.person.email },
          { side: 'us', role: 'serviceManager', email: service.person.email },
          { side: 'vendor', name: 'Wu' },
        ],
        escalation: [
          { level: 1, contact: `v-${world.id}@example.com` },
          { level: 2, personId: owner.person.id },
        ],
      },
    });
    const first = uuidv7();
    await gate(first);
    expect(await shown(first)).toMatchObject({ communicationPlan: 'derived' });
    const { page, send } = await world.browse('owner', `/engagements/${world.id}/follow-up`);
    expect(page.text).toContain('Confirm this plan');
    await send({ act: 'confirm-plan' }).expect(303);
    const confirmed = (await world.call('get', '/communication-plan')).body;
    expect(confirmed).toMatchObject({ origin: 'written', version: 1, plan: body.plan });
    await send({ act: 'confirm-plan' }).expect(422);
    expect((await world.call('get', '/communication-plan')).body).toEqual(confirmed);
  });

  test('says which side nobody can reach, to the team and to the approvers, and stops nothing', async () => {
    await world.begin({ state: 'CONTRACTING' });
    await world.call('put', '/contract', terms).expect(200);
    await world.database.db('vendors').where({ id: world.vendorId }).update({ contact_email: null });
    const { body } = await world.call('get', '/communication-plan').expect(200);
    expect(body).toMatchObject({ origin: 'derived', missing: ['vendor'], plan: { cadence: 'monthly' } });
    expect(body.plan.contacts).toMatchObject([{ side: 'us' }, { side: 'us' }]);
    const request = uuidv7();
    await gate(request);
    expect(await shown(request)).toMatchObject({ communicationPlan: 'derived', communicationMissing: ['vendor'] });
    const { page, send } = await world.browse('owner', `/engagements/${world.id}/follow-up`);
    expect(page.text).toContain('The vendor has no contact yet');
    expect(page.text).not.toContain('Confirm this plan');
    await send({ act: 'confirm-plan' }).expect(422);
    expect((await world.call('get', '/communication-plan')).body.version).toBe(0);
  });

  test('keeps the contract waiting only where the organisation asks for one that somebody has written', async () => {
    await world.begin({ state: 'CONTRACTING' });
    await world.call('put', '/contract', terms).expect(200);
    const { db } = world.database;
    const body = { ...SHIPPED_COMMUNICATION_RULES, planRequired: true };
    const actorId = world.people.owner.person.id;
    await inTransaction(db, (trx) => addSetting(trx, { key: COMMUNICATION_RULES_KEY, body, actorId, now: world.now }));
    const request = uuidv7();
    await expect(gate(request)).rejects.toMatchObject({
      type: 'COMMUNICATION_PLAN_MISSING',
      details: [[expect.objectContaining({ path: 'communicationPlan' })]],
    });
    await world.call('put', '/communication-plan', plan()).expect(200);
    await gate(request);
    const data = await shown(request);
    expect(data).toMatchObject({ communicationPlan: 'written' });
    expect(data).not.toHaveProperty('communicationMissing');
    await db('settings').where({ key: COMMUNICATION_RULES_KEY }).delete();
  });
});
