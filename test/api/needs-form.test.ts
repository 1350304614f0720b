import { GATE_STATES } from '../../domain/engagement/statuses';
import { COMPLETE } from './needs-world';
import { filled, type Typed } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin({ state: GATE_STATES.needs[0] }));
afterAll(() => world.close());

const form = (name: string): string => `/engagements/${world.id}/forms/${name}`;
const needs = async () => (await world.call('get', '').expect(200)).body.needs;
const patch = (body: object) => world.call('patch', '/needs', body).expect(200);

/** Opens a form and sends what stands in it, after other values have been typed. */
async function fill(name: string, typed: Typed = {}) {
  const { page, send } = await world.browse('owner', form(name));
  return { page, send: (more: Typed = {}) => send(asSent(page.text, name, { ...typed, ...more })) };
}
function asSent(html: string, name: string, typed: Typed): object {
  const fields = filled(html, form(name), typed);
  return Object.fromEntries([...new Set(fields.keys())].map((key) => [key, fields.getAll(key)]));
}

describe('the form of what is needed and why', () => {
  const typed = {
    objectiveType: 'capacity',
    statement: 'Answer <every> call.',
    inScope: 'First level\r\n\r\nTickets',
    durationMonths: '24',
    budgetCents: '1234.5',
    'successMeasures.0.name': 'Answered',
    'successMeasures.0.baseline': '62',
    'successMeasures.0.target': '80',
    'successMeasures.0.unit': '%',
  };

  test('writes what the route writes, and no field about which it says nothing', async () => {
    const { send } = await fill('needs', typed);
    const done = await send().expect(303);
    expect(done.headers['location']).toBe(`/engagements/${world.id}?part=needs#needs`);
    expect(await needs()).toEqual({
      objectiveType: 'capacity',
      statement: 'Answer <every> call.',
      inScope: ['First level', 'Tickets'],
      durationMonths: 24,
      budgetCents: 123_450,
      successMeasures: [{ name: 'Answered', baseline: 62, target: 80, unit: '%' }],
    });
    const last = (await world.trail()).at(-1);
    expect(last).toMatchObject({ type: 'engagement.needs', channel: 'page', actorId: world.people.owner.person.id });
    expect(last?.payload).toEqual({
      fields: ['objectiveType', 'statement', 'inScope', 'durationMonths', 'budgetCents', 'successMeasures'],
    });
  });

  test('keeps what it does not show, sets what differs alone, and lets go what is emptied', async () => {
    const sponsorId = world.people.service.person.id;
    const before = { ...COMPLETE, sponsorId, startWanted: '2027-06-01', budgetCents: 5, currency: 'JPY' };
    await patch({ ...before, successMeasures: [...COMPLETE.successMeasures, { name: 'Paid', target: 3 }] });
    const { page, send } = await fill('needs', { startWanted: '', inScope: '', 'successMeasures.0.gone': '1' });
    expect(page.text).toContain('name="budgetCents" inputmode="decimal" maxlength="20" autocomplete="off" value="5"');
    await send().expect(303);
    const { startWanted: _gone, ...rest } = before;
    expect(await needs()).toEqual({ ...rest, inScope: [], successMeasures: [{ name: 'Paid', target: 3 }] });
    expect((await world.trail()).at(-1)?.payload).toEqual({ fields: ['inScope', 'successMeasures', 'startWanted'] });
  });

  test('names each fault at its own line in the language of the reader, keeps all of it, and writes nothing', async () => {
    const { page, send } = await world.browse('owner', `${form('needs')}?lang=zh-CN`);
    const wrong = {
      ...{ ...typed, budgetCents: 'much', 'successMeasures.2.direction': 'minimise', 'successMeasures.0.name': '' },
      ...{ 'successMeasures.0.baseline': '', 'successMeasures.0.target': '', 'successMeasures.0.unit': '' },
    };
    const refused = await send(asSent(page.text, 'needs', wrong)).expect(422);
    const [, nameField = ''] = /([^\n]*name="successMeasures\.2\.name")/.exec(refused.text) ?? [];
    expect(nameField).toContain('class="fault"');
    expect(/([^\n]*name="successMeasures\.0\.name")/.exec(refused.text)?.[1]).not.toContain('class="fault"');
    expect(refused.text).toContain('value="much"');
    expect(refused.text).toContain('value="minimise" selected');
    expect(refused.text).not.toContain('must ');
    expect(await needs()).toEqual({});
    expect((await world.trail()).map(({ type }) => type)).not.toContain('engagement.needs');
  });

  test('writes over nothing that somebody saved meanwhile, and has room for all that was typed', async () => {
    const measures = Array.from({ length: 4 }, (_, n) => ({ name: `M${n}`, target: n }));
    await patch({ successMeasures: measures, statement: 'Old.' });
    const late = await fill('needs', { 'successMeasures.6.name': 'Seventh', 'successMeasures.6.target': '7' });
    await patch({ successMeasures: [{ name: 'Theirs', target: 1 }], statement: 'Theirs.' });
    const refused = await late.send({ statement: 'Ours.' }).expect(422);
    expect(refused.text).toContain('Somebody else has changed it meanwhile');
    expect(refused.text).toContain('<dd>Theirs.</dd>');
    expect(refused.text).toContain('value="Seventh"');
    expect((await needs()).statement).toBe('Theirs.');
    await late.send({ statement: 'Ours.', newest: '3', onto: '1' }).expect(303);
    expect(await needs()).toEqual({
      statement: 'Ours.',
      successMeasures: [...measures, { name: 'Seventh', target: 7 }],
    });
  });
});

describe('the form of what a decision rests on', () => {
  const activity = { name: 'Calls', isCore: false, decision: 'outsource', skills: ['Telephony', 'Chinese'] };
  const skill = { skill: 'Telephony', score: 2, required: 4 };
  const market = { suppliersAvailable: 9, maturity: 'mature', priceTrend: 'stable', sources: ['IDC 2026'] };

  test('writes answers, skills, activities and the market, and the criticality that follows', async () => {
    const typed = {
      ...{ 'criticalityAnswers.finance': 'yes', 'criticalityAnswers.compliance': 'yes' },
      ...{ 'criticalityAnswers.personalData': 'no', importantData: 'no', dataCountries: 'cn，SG' },
      ...{ 'capability.0.skill': 'Telephony', 'capability.0.score': '2', 'capability.0.required': '4' },
      ...{ 'activities.1.name': 'Appeals', 'activities.1.isCore': '1', 'activities.1.decision': 'retain' },
      ...{ 'market.suppliersAvailable': '9', 'market.maturity': 'mature', 'market.priceTrend': 'stable' },
    };
    await (await fill('needs-assessment', typed)).send({ 'market.sources': 'IDC 2026' }).expect(303);
    expect(await needs()).toEqual({
      criticalityAnswers: { finance: true, compliance: true, personalData: false },
      importantData: false,
      dataCountries: ['CN', 'SG'],
      capability: [skill],
      activities: [{ name: 'Appeals', isCore: true, decision: 'retain' }],
      market,
    });
    expect((await world.call('get', '')).body.criticality).toBe('important');
  });

  test('sent back as it was drawn changes nothing', async () => {
    const criticalityAnswers = { finance: true, concentration: false };
    const before = { ...COMPLETE, criticalityAnswers, activities: [activity], capability: [skill], market };
    await patch({ ...before, dataCountries: ['CN'], criticality: 'critical' });
    await (await fill('needs-assessment')).send().expect(303);
    expect(await needs()).toEqual({ ...before, dataCountries: ['CN'], criticality: 'critical' });
    expect((await world.trail()).at(-1)?.payload).toEqual({ fields: [] });
  });

  test('refuses to give away what must stay inside, beside the line that does', async () => {
    const typed = {
      ...{ 'activities.2.name': 'Audit', 'activities.2.decision': 'outsource' },
      'activities.2.prohibitedCode': 'internal-audit',
    };
    const { send } = await fill('needs-assessment', typed);
    const refused = await send().expect(422);
    expect(/([^\n]*name="activities\.2\.decision")/.exec(refused.text)?.[1]).toContain('class="fault"');
    expect(await needs()).toEqual({});
    await send({ 'activities.2.decision': 'retain' }).expect(303);
    expect((await needs()).activities).toMatchObject([{ prohibitedCode: 'internal-audit', decision: 'retain' }]);
  });

  test('forgets a market of which nothing is said any more, and asks for what is missing of one', async () => {
    await patch({ market });
    const empty = { 'market.suppliersAvailable': '', 'market.maturity': '', 'market.priceTrend': '' };
    const { send } = await fill('needs-assessment', empty);
    const refused = await send().expect(422);
    expect(/([^\n]*name="market\.maturity")/.exec(refused.text)?.[1]).toContain('class="fault"');
    await send({ 'market.sources': '' }).expect(303);
    expect(await needs()).toEqual({});
  });
});

describe('the form of whether it pays', () => {
  const swotItem = { quadrant: 'W', text: 'Nights', impact: 4, likelihoodOrFit: 4, mitigation: 'Night shift.' };
  const charged = (amount: string) => ({ amount, currency: 'CNY' });
  const businessCase = {
    ...{ years: 2.5, vendorAnnual: charged('100000.00'), toolingAnnual: 12.5, reworkPct: 3 },
    mgmtHoursPerWeek: [{ role: 'manager', hours: 2, rate: charged('100.00') }],
    inHouseParts: { people: [{ role: 'Agent', headcount: 1.5, annualCost: 90_000 }], equipmentAnnual: '10' },
  };
  const pulse = [{ date: '2026-10-01', score: 3.4, n: 12 }];

  test('writes the SWOT, the business case and the effect on staff', async () => {
    const typed = {
      ...{ 'swotItems.0.quadrant': 'W', 'swotItems.0.text': 'Nights', 'swotItems.0.impact': '4' },
      ...{ 'swotItems.0.likelihoodOrFit': '4', 'swotItems.0.mitigation': 'Night shift.' },
      ...{ 'businessCase.years': '2', 'businessCase.vendorAnnual': '100000.00', 'businessCase.riskBufferPct': '5' },
      'businessCase.mgmtHoursPerWeek.1.role': 'manager',
      ...{ 'businessCase.mgmtHoursPerWeek.1.hours': '2', 'businessCase.mgmtHoursPerWeek.1.rate': '100' },
      ...{ 'employeeImpact.headcountAffected': '4', 'employeeImpact.rolesAffected': 'Agent\nLead' },
      ...{ 'employeeImpact.action': 'retrain', 'employeeImpact.consultationRequired': 'yes' },
      ...{ 'employeeImpact.plan': 'Train.', 'employeeImpact.hrOwner': world.people.service.person.id },
    };
    await (await fill('needs-case', typed)).send().expect(303);
    expect(await needs()).toEqual({
      swotItems: [swotItem],
      businessCase: {
        ...{ years: 2, vendorAnnual: '100000.00', riskBufferPct: 5 },
        mgmtHoursPerWeek: [{ role: 'manager', hours: 2, rate: '100' }],
      },
      employeeImpact: {
        ...{ headcountAffected: 4, rolesAffected: ['Agent', 'Lead'], action: 'retrain', consultationRequired: true },
        ...{ plan: 'Train.', hrOwner: world.people.service.person.id },
      },
    });
  });

  test('sent back as it was drawn changes nothing, and an amount stays of its currency', async () => {
    const employeeImpact = { headcountAffected: 0, hrOwner: 'The HR desk', pulse };
    const before = { ...COMPLETE, swotItems: [swotItem], businessCase, employeeImpact };
    await patch(before);
    await (await fill('needs-case')).send().expect(303);
    expect(await needs()).toEqual(before);
    const changed = { 'businessCase.vendorAnnual': '90000', 'employeeImpact.hrOwner': '', hrOwnerInWords: 'Li' };
    await (await fill('needs-case', changed)).send().expect(303);
    expect(await needs()).toEqual({
      ...before,
      businessCase: { ...businessCase, vendorAnnual: charged('90000') },
      employeeImpact: { ...employeeImpact, hrOwner: 'Li' },
    });
  });

  test('names each fault at its field, forgets an emptied case, and drops no survey that it does not show', async () => {
    await patch({ businessCase: { vendorAnnual: '10', years: 1, mgmtHoursPerWeek: [] } });
    await patch({ employeeImpact: { headcountAffected: 3, pulse } });
    const { send } = await fill('needs-case', { 'businessCase.vendorAnnual': '', 'businessCase.years': '' });
    const both = { 'employeeImpact.hrOwner': world.people.owner.person.id, hrOwnerInWords: 'Li' };
    expect((await send(both).expect(422)).text).toContain('say it in one of the two fields');
    const refused = await send({ 'employeeImpact.headcountAffected': '', 'swotItems.1.impact': '3' }).expect(422);
    for (const name of ['employeeImpact.headcountAffected', 'swotItems.1.text', 'swotItems.1.quadrant'])
      expect(refused.text.split('\n').find((line) => line.includes(`name="${name}"`))).toContain('class="fault"');
    await send().expect(303);
    expect(await needs()).toEqual({ employeeImpact: { headcountAffected: 3, pulse } });
  });
});

describe('the forms of the needs', () => {
  test('are offered to those who may while the needs may be changed, and to nobody else', async () => {
    const offered = async (who: 'owner' | 'stranger' = 'owner') =>
      (await world.browse(who, `/engagements/${world.id}?part=needs`)).page.text.includes(`href="${form('needs')}"`);
    expect(await offered()).toBe(true);
    expect(await offered('stranger')).toBe(false);
    await expect(world.browse('stranger', form('needs'))).rejects.toThrow('403');
    const late = await fill('needs', { statement: 'Late.' });
    await world.database.db('engagements').where({ id: world.id }).update({ state: 'VENDOR_SELECTION' });
    expect(await offered()).toBe(false);
    expect((await late.send().expect(422)).text).toContain('Late.');
    expect(await needs()).toEqual({});
  });
});
