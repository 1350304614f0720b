import { addSetting } from '../../db/stores/settings';
import { insertRetrospective } from '../../db/stores/retrospectives';
import { inTransaction } from '../../db/transaction';
import { RESIDENCY_RULES_KEY, SHIPPED_RESIDENCY_RULES } from '../../domain/residency/rules';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(async () => {
  await world.begin();
  await world.database.db('engagements').where({ id: world.id }).update({ live_on: '2026-03-01' });
});
afterAll(() => world.close());

const form = (name: string, of = '') => `/engagements/${world.id}/forms/${name}${of === '' ? '' : `?of=${of}`}`;
const rows = (table: string) => world.database.db(table).where({ engagement_id: world.id });
const zh = (name: string): string => `${form(name)}?lang=zh-CN`;

describe('the form of a privacy assessment', () => {
  const assessed = { legalBasis: 'standard-contract', destinations: ['SG', 'US'], safeguards: 'Encrypted.' };
  const fields = { version: '0', legalBasis: 'standard-contract', destinations: 'sg，US', safeguards: 'Encrypted.' };
  beforeAll(async () => {
    const body = { ...SHIPPED_RESIDENCY_RULES, homeCountry: 'CN' };
    const actorId = world.people.owner.person.id;
    await inTransaction(world.database.db, (trx) =>
      addSetting(trx, { key: RESIDENCY_RULES_KEY, body, actorId, now: world.now }),
    );
  });

  test('is offered where data leaves the country, and writes what the route writes', async () => {
    const delta = { name: 'Delta', service: 'Nights', country: 'US', personalData: true };
    await world.call('post', '/subcontractors', delta).expect(201);
    const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
    expect(page.text).toContain(`href="${form('privacy-assessment')}"`);
    const { page: shown, send } = await world.browse('owner', form('privacy-assessment'));
    expect(shown.text).toContain('value="US"');
    const done = await send(fields).expect(303);
    expect(done.headers['location']).toBe(`/engagements/${world.id}?part=contract#privacy`);
    const { body } = await world.call('get', '/privacy-assessment').expect(200);
    expect(body).toMatchObject({ state: 'done', version: 1, assessment: { destinations: ['SG', 'US'] } });
    expect(body.assessment).not.toHaveProperty('reference');
    expect((await world.trail()).map(({ type }) => type)).toContain('privacy.assessed');
  });

  test('keeps what was typed beside what is wrong, in the language of the reader, and writes nothing', async () => {
    const { send } = await world.browse('owner', zh('privacy-assessment'));
    const refused = await send({ ...fields, destinations: 'SG, XX', safeguards: '' }).expect(422);
    expect(refused.text).toContain('value="SG, XX"');
    expect(refused.text).toContain('第 2 行');
    expect(refused.text).toContain('至少 2 个字符');
    expect(refused.text).not.toContain('must ');
    expect((await world.call('get', '/privacy-assessment')).body.version).toBe(0);
  });

  test('does not overwrite what somebody else has written meanwhile', async () => {
    const { send } = await world.browse('owner', form('privacy-assessment'));
    await send(fields).expect(303);
    const late = await send({ ...fields, safeguards: 'Masked.' }).expect(422);
    expect(late.text).toContain('Somebody else has changed it meanwhile');
    expect(late.text).toContain('Masked.');
    expect(late.text).toContain('name="version" value="0"');
    expect(late.text).toContain(`<a href="${form('privacy-assessment')}" target="_blank"`);
    expect(late.text).toContain('<dd>Encrypted.</dd>');
    expect(late.text).not.toContain('<dt>Legal basis');
    expect(late.text).toContain('name="newest" value="1"');
    await send({ ...fields, safeguards: 'Masked.' }).expect(422);
    // Somebody is faster a second time: the tick is about what was shown, and has to be set again.
    await world.call('put', '/privacy-assessment', { ...assessed, reference: 'DPIA-7' }).expect(200);
    const later = await send({ ...fields, safeguards: 'Masked.', newest: '1', onto: '1' }).expect(422);
    expect(later.text).toMatch(/name="newest" value="2"[\s\S]*name="onto" value="1">/);
    await send({ ...fields, safeguards: 'Masked.', newest: '2', onto: '1' }).expect(303);
    expect((await world.call('get', '/privacy-assessment')).body).toMatchObject({
      version: 3,
      assessment: { safeguards: 'Masked.' },
    });
  });
});

describe('the form of an improvement plan', () => {
  const kpi = { key: 'uptime', name: 'Up <time>', unit: '%', direction: 'maximise', weightBp: 10_000 };
  beforeEach(async () => {
    const rest = { frequency: 'monthly', source: 'vendor', floor: 80, target: 95 };
    await world.call('put', '/kpis', [{ ...kpi, ...rest }]).expect(200);
  });

  test('opens a plan with causes and measures, once what is missing has been said', async () => {
    const { page, send } = await world.browse('owner', form('improvement-plan'));
    expect(page.text).toContain('Up &lt;time&gt;');
    const typed = {
      rootCause: 'Nights are thin.\n\nNobody planned them.',
      due: '2027-12-01',
      'measures.0.title': 'Two more people',
      'measures.0.side': 'vendor',
      'measures.0.person': '',
      'measures.0.due': '2027-10-01',
    };
    const refused = await send(typed).expect(422);
    expect(refused.text).toContain('must have at least 1 entry');
    expect(refused.text).toContain('must not be empty');
    expect(refused.text).toContain('value="Two more people"');
    expect(await rows('improvement_plans')).toEqual([]);
    await send({ ...typed, kpis: 'uptime', 'measures.0.person': 'Wu' }).expect(303);
    const { body } = await world.call('get', '/improvement-plans').expect(200);
    expect(body.items).toMatchObject([
      {
        kpis: ['uptime'],
        rootCause: ['Nights are thin.', 'Nobody planned them.'],
        measures: [{ title: 'Two more people', side: 'vendor', person: 'Wu', due: '2027-10-01' }],
        due: '2027-12-01',
      },
    ]);
  });

  test('is offered on the follow-up page to those who may, and to nobody else', async () => {
    const { page } = await world.browse('owner', `/engagements/${world.id}/follow-up`);
    expect(page.text).toContain(`href="${form('improvement-plan')}"`);
    await expect(world.browse('stranger', form('improvement-plan'))).rejects.toThrow('403');
    await expect(world.browse('owner', form('nothing'))).rejects.toThrow('404');
  });
});

describe('the form of a retrospective', () => {
  const facts = {
    objective: null,
    statement: null,
    cost: {
      ...{ vendor: money(), management: money(), total: money() },
      ...{ planned: null, spentBp: null },
    },
    score: { rolling: null, standing: 'not_rated', trend: null, ratedPeriods: 0 },
    issues: { raised: 0, open: 0 },
    alarms: { red: 0, amber: 0, open: 0 },
    incidents: { all: 0, major: 0 },
  };
  function money() {
    return { amount: '0.00', currency: 'CNY' };
  }
  beforeEach(async () => {
    const { db } = world.database;
    const successMeasures = [{ name: 'Answered', baseline: 62, target: 80, unit: '%' }];
    const needs = JSON.stringify({ successMeasures });
    await db('engagements').where({ id: world.id }).update({ needs });
    const year = { year: 2027, from: '2026-03-01', anniversary: '2027-03-01', openedAt: world.now };
    await inTransaction(db, (trx) => insertRetrospective(trx, { engagementId: world.id, ...year, facts }));
  });

  test('is written, written again with what it held, and closed', async () => {
    const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
    expect(page.text).toContain(form('retrospective'));
    const { send } = await world.browse('owner', form('retrospective', '2027'));
    const typed = { summary: 'A good year.', 'measures.0.actual': 'many', 'lessons.0.text': 'Nights were forgotten.' };
    const refused = await send(typed).expect(422);
    expect(refused.text).toContain('must be a number');
    expect(refused.text).toContain('value="many"');
    const whole = { ...typed, 'measures.0.actual': '84', 'lessons.0.check': 'Are nights asked for?' };
    await send({ ...whole, 'lessons.0.gate': 'award', 'lessons.0.required': '1' }).expect(303);
    const { body } = await world.call('get', '/retrospectives/2027').expect(200);
    expect(body).toMatchObject({
      state: 'open',
      measures: { met: 1, measured: 1 },
      lessons: [{ gate: 'award', check: 'Are nights asked for?', required: true }],
    });
    const again = await world.browse('owner', form('retrospective', '2027'));
    expect(again.page.text).toContain('value="84"');
    expect(again.page.text).toContain('Nights were forgotten.');
    await again.send({ ...whole, 'lessons.0.gate': 'award', close: '1' }).expect(303);
    expect((await world.call('get', '/retrospectives/2027')).body.state).toBe('closed');
    expect((await again.send(whole).expect(422)).text).toContain('A good year.');
    await expect(world.browse('owner', form('retrospective', '1999'))).rejects.toThrow('404');
  });
});

describe('the form of hours', () => {
  const typed = { on: '2027-03-01', hours: '1.5', role: 'manager', note: 'Review' };

  test('writes own hours, those of others for the owner, and refuses what no day has', async () => {
    const mine = await world.browse('stranger', form('timesheet'));
    expect(mine.page.text).not.toContain('name="personId"');
    await mine.send(typed).expect(303);
    const owner = await world.browse('owner', form('timesheet'));
    await owner.send({ ...typed, personId: world.people.service.person.id, hours: '2' }).expect(303);
    const refused = await owner.send({ ...typed, hours: '25', on: '2099-01-01' }).expect(422);
    expect(refused.text).toContain('must be 24 or less');
    const lines = await rows('timesheets').orderBy('hours');
    expect(lines.map(({ hours, person_id: person }) => [Number(hours), person])).toEqual([
      [1.5, world.people.stranger.person.id],
      [2, world.people.service.person.id],
    ]);
  });
});

describe('the form of a survey', () => {
  const typed = { title: 'Spring', period: '2027-03', questions: ['csat', 'nps'], closesOn: '2027-03-31' };

  test('opens it for the people of its lines, each in the language that was chosen', async () => {
    const { send } = await world.browse('owner', form('survey'));
    const wrong = { ...typed, locale: 'zh-CN', invitees: 'Min Wu <min@example.com>\nnobody', openLimit: '500' };
    const refused = await send(wrong).expect(422);
    expect(refused.text).toContain('Line 2: must be an email address');
    expect(refused.text).toContain('Min Wu &lt;min@example.com&gt;');
    expect(await rows('surveys')).toEqual([]);
    await send({ ...wrong, invitees: 'Min Wu <min@example.com>\nlu@example.com' }).expect(303);
    const { body } = await world.call('get', '/surveys').expect(200);
    expect(body.items).toMatchObject([{ title: 'Spring', invited: 2, open: false, questions: ['csat', 'nps'] }]);
    const invited = await world.database
      .db('survey_invitations')
      .where({ survey_id: body.items[0].id })
      .orderBy('email');
    expect(invited).toMatchObject([
      { email: 'lu@example.com', name: null, locale: 'zh-CN' },
      { email: 'min@example.com', name: 'Min Wu', locale: 'zh-CN' },
    ]);
  });
});
