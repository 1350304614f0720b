import { v7 as uuidv7 } from 'uuid';
import { candidatesFor } from '../../db/read/approvers';
import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import type { Step } from '../../domain/approval/schema';
import { ASSESSED, codeOf, COMPLETE, item, NeedsWorld, NOW, pathsOf } from './needs-world';
import { signedIn } from './world';

let world: NeedsWorld;
let engagement: string;

beforeAll(async () => {
  world = await NeedsWorld.open();
  await world.requireAssessments();
});
afterAll(() => world.close());
beforeEach(async () => {
  engagement = await world.engage();
});

const call: NeedsWorld['call'] = (...args) => world.call(...args);
const patch = (body: object) => call('patch', `/engagements/${engagement}/needs`).send(body);
const submit = (body = {}) => world.submit(engagement, { body });
const subjectOf = async (requestId: string) =>
  (await world.db('request_subjects').where({ request_id: requestId }).first()) as { data: object; roles: object };

/** As the approval records it once it has begun. */
async function openRequest(id: string): Promise<void> {
  const subject = (await world.db('request_subjects').where({ request_id: id }).first()) as { hash: string };
  await world.db('requests').insert({
    id,
    gate: 'needs',
    engagement_id: engagement,
    policy_key: 'gate-needs',
    policy_version: 1,
    requester_id: world.manager.person.id,
    status: 'pending',
    round: 1,
    subject_hash: subject.hash,
    started_at: new Date(NOW),
    state: {},
    version: 1,
  });
}

async function submitComplete(body = {}, needs: object = {}) {
  await patch({ ...COMPLETE, ...needs }).expect(200);
  return submit(body);
}

describe('the needs record', () => {
  test('is answered with all that follows from it, and with everything that G1 still asks for', async () => {
    await patch({
      ...COMPLETE,
      market: { suppliersAvailable: 9, maturity: 'mature', priceTrend: 'falling' },
      capability: [{ skill: 'Telephony', score: 2, required: 4 }],
      activities: [
        { name: 'Calls', isCore: false, decision: 'outsource' },
        { name: 'Appeals', isCore: true, decision: 'retain', rationale: 'Our own word' },
      ],
      criticalityAnswers: { finance: true, compliance: true },
    }).expect(200);
    const { body, headers } = await call('get', `/engagements/${engagement}/needs`).expect(200);
    expect(headers['etag']).toBe('"v2"');
    expect(body).toMatchObject({
      criticality: { level: 'important', because: 'answers', yes: 2 },
      activities: [
        { name: 'Calls', advice: 'outsource', against: false, skills: [{ skill: 'Telephony', gap: 2 }] },
        { name: 'Appeals', advice: 'partial', against: true },
      ],
      retained: ['Appeals'],
      capability: [{ skill: 'Telephony', score: 2, required: 4, gap: 2 }],
      businessCase: { tco: { amount: '220800.00', currency: 'CNY' }, managementShareBp: 1040, flags: [] },
    });
    expect((body.missing as readonly { path: string }[]).map(({ path }) => path)).toEqual([
      'needs.criticalityAnswers.serviceContinuity',
      'needs.criticalityAnswers.personalData',
      'needs.criticalityAnswers.substitutability',
      'needs.criticalityAnswers.concentration',
    ]);
  });

  test('has a SWOT with its index and the pairs of the TOWS matrix', async () => {
    const empty = await call('get', `/engagements/${engagement}/swot`).expect(200);
    expect(empty.body).toEqual({ totals: { S: 0, W: 0, O: 0, T: 0 }, net: 0, index: 0 });
    await patch({ swotItems: [item('S', 5, 'Team'), item('O', 4, 'Growth')] }).expect(200);
    const { body } = await call('get', `/engagements/${engagement}/swot`).expect(200);
    expect(body).toMatchObject({
      net: 27,
      index: 1,
      tows: { SO: { pairs: [{ inner: 'Team', outer: 'Growth', weight: 27 }] }, WT: { pairs: [] } },
    });
  });

  test('names only people whom the organisation knows', async () => {
    const vendor = await signedIn(world.db, { roles: ['vendor'] });
    const refused = await patch({
      sponsorId: uuidv7(),
      employeeImpact: { headcountAffected: 2, hrOwner: vendor.person.id },
    }).expect(422);
    expect(pathsOf(refused)).toEqual(['needs.sponsorId', 'needs.employeeImpact.hrOwner']);
    await patch({ employeeImpact: { headcountAffected: 2, hrOwner: 'The HR desk' } }).expect(200);
    await patch({ sponsorId: world.admin.person.id }).expect(200);
  });

  test('stays as it is while gate G1 decides on it, and is open again once the request is sent back', async () => {
    const requestId = (await submitComplete()).request.requestId;
    const ofGate = { open_gate: 'needs', open_request_id: requestId };
    await world.db('engagements').where({ id: engagement }).update(ofGate);
    await openRequest(requestId);
    const refused = await patch({ statement: 'Something else' }).expect(409);
    expect(codeOf(refused)).toBe('GATE_PENDING');
    await world.db('requests').where({ id: requestId }).update({ status: 'draft' });
    await patch({ statement: 'Something else' }).expect(200);
    await world.db('engagements').where({ id: engagement }).update({ state: 'VENDOR_SELECTION' });
    expect(codeOf(await patch({ statement: 'Late' }).expect(409))).toBe('STATE_CONFLICT');
  });
});

describe('gate G1', () => {
  test('names everything that is missing in one answer, each with its path', async () => {
    await patch({ employeeImpact: { headcountAffected: 4 }, activities: [] }).expect(200);
    await expect(submit()).rejects.toMatchObject({
      type: 'GATE_INCOMPLETE',
      details: [
        [
          'needs.objectiveType',
          'needs.statement',
          'needs.inScope',
          'needs.successMeasures',
          'needs.swotItems',
          'needs.swotItems',
          'needs.swotItems',
          'needs.swotItems',
          ...Object.keys(ASSESSED.criticalityAnswers).map((key) => `needs.criticalityAnswers.${key}`),
          'needs.activities',
          'needs.market',
          'needs.capability',
          'needs.businessCase',
          'needs.employeeImpact.plan',
          'needs.employeeImpact.hrOwner',
        ].map((path) => expect.objectContaining({ path })),
      ].flat(0),
    });
  });

  test('tells its approvers what they decide on, and asks HR where people are affected', async () => {
    const { request: order } = await submitComplete(
      {},
      {
        activities: [{ name: 'Calls', isCore: false, decision: 'outsource' }],
        employeeImpact: {
          headcountAffected: 4,
          rolesAffected: ['Agent'],
          action: 'retrain',
          plan: 'Train for quality',
          hrOwner: world.admin.person.id,
        },
      },
    );
    const { data, roles } = await subjectOf(order.requestId);
    expect(data).toMatchObject({
      objectiveType: 'capacity',
      outsourced: ['Calls'],
      retained: [],
      successMeasures: [{ en: 'Answered: 62 → 80 % (12 months)', 'zh-CN': 'Answered: 62 → 80 % (12 个月)' }],
      amount: 220_800,
      currency: 'CNY',
      businessCase: { managementShare: '10.4 %' },
      strategies: { SO: 'S + O', WT: 'W + T' },
      headcountAffected: 4,
      employeeImpact: { action: 'retrain', hrOwner: world.admin.person.name },
      flags: [],
    });
    expect(roles).toMatchObject({ hr: world.admin.person.id });
    const step = BUILTIN_POLICIES['gate-needs']?.steps.find((one) => 'key' in one && one.key === 'people') as Step;
    expect(step.when).toBe('headcountAffected > 0');
    const asked = await candidatesFor({
      db: world.db,
      step,
      roles: roles as Record<string, string>,
      requesterId: world.manager.person.id,
      selected: [],
      matter: { partyIds: [], now: 0, hours: 0 },
      chosen: [],
    });
    expect(asked.map(({ personId }) => personId)).toEqual([world.admin.person.id]);
  });

  test('takes a low management cost only with an acknowledgement in writing, kept in dossier and trail', async () => {
    const cheap = { businessCase: { vendorAnnual: '100000', years: 2 } };
    await expect(submitComplete({}, cheap)).rejects.toMatchObject({ type: 'MGMT_COST_UNDERESTIMATED' });
    const acknowledge = ['MGMT_COST_UNDERESTIMATED'];
    await expect(submit({ acknowledge })).rejects.toMatchObject({ type: 'MGMT_COST_UNDERESTIMATED' });
    const text = 'The vendor is managed together with two others.';
    const { request: order } = await submit({ acknowledge, comment: text });
    expect((await subjectOf(order.requestId)).data).toMatchObject({
      flags: ['MGMT_COST_UNDERESTIMATED'],
      managementAcknowledgement: { by: world.manager.person.name, text },
    });
    const entry = await world.db('audit_events').where({ type: 'gate.acknowledged' }).orderBy('at', 'desc').first();
    expect(entry).toMatchObject({
      actor_id: world.manager.person.id,
      payload: { codes: acknowledge, text, requestId: order.requestId },
    });
  });
});
