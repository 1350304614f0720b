import { faultsIn, filled, focusedIn, type Typed, wordsOf } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin({ state: 'TRANSITION_IN' }));
afterAll(() => world.close());

const ANSWERED = {
  ...{ key: 'answered', name: 'Answered within 20 s', unit: '%', direction: 'maximise', weightBp: 6_000 },
  ...{ frequency: 'monthly', source: 'vendor', floor: 60, target: 85, expected: 80 },
};
const GIVEN_UP = {
  ...{ key: 'given-up', name: 'Given up', unit: '%', direction: 'minimise', weightBp: 4_000, frequency: 'monthly' },
  ...{ source: 'formula', formula: '{lost} / {calls} * 100', inputs: ['lost', 'calls'], floor: 15, target: 3 },
};
const form = (name: string, of = '') => `/engagements/${world.id}/forms/${name}${of === '' ? '' : `?of=${of}`}`;
const kpis = async () => (await world.call('get', '/kpis').expect(200)).body.items;
const versions = async (): Promise<readonly { readonly kpis?: unknown }[]> =>
  (await world.call('get', '/kpis/versions').expect(200)).body.items;
const define = () => world.call('put', '/kpis', [ANSWERED, GIVEN_UP]).expect(200);
const page = async (who: 'owner' | 'stranger' = 'owner'): Promise<string> =>
  (await world.browse(who, `/engagements/${world.id}?part=all`)).page.text.replaceAll('&#x3D;', '=');

/** A form with what was typed; everything else as it was drawn. */
const sent = (html: string, typed: Typed = {}) =>
  Object.fromEntries(filled(html, '/engagements/[^"]*/forms/kpi[^"]*', typed));

describe('the form of all KPIs', () => {
  test('proposes those of the kind of service, and sets what is left of them and added to them', async () => {
    expect(await page()).toContain(`href="${form('kpis')}"`);
    const { page: shown, send } = await world.browse('owner', form('kpis'));
    const drawn = sent(shown.text);
    expect(drawn).toMatchObject({ 'kpis.0.name': 'Calls answered within 20 seconds', 'kpis.0.weightBp': '25' });
    expect(drawn).toMatchObject({ 'kpis.0.key': 'service-level', 'kpis.0.target': '85', 'kpis.5.name': '' });
    expect(drawn).not.toHaveProperty('from');
    const gone = Object.fromEntries([1, 2, 3, 4].map((place) => [`kpis.${place}.gone`, '1']));
    const added = { 'kpis.6.name': 'Staff trained', 'kpis.6.weightBp': '75', 'kpis.6.target': '1' };
    const done = await send({ ...drawn, ...gone, ...added, 'kpis.6.direction': 'milestone' }).expect(303);
    expect(done.headers['location']).toBe(`/engagements/${world.id}?part=delivery#delivery`);
    expect(await kpis()).toEqual([
      {
        ...{ key: 'service-level', name: 'Calls answered within 20 seconds', unit: '%', direction: 'maximise' },
        ...{ weightBp: 2_500, frequency: 'monthly', source: 'formula' },
        ...{ formula: '{answered_in_20s} / {offered_calls} * 100', inputs: ['answered_in_20s', 'offered_calls'] },
        ...{ floor: 60, target: 85, expected: 80, amber: 80, red: 70 },
      },
      {
        ...{ key: 'kpi-1', name: 'Staff trained', unit: '', direction: 'milestone', weightBp: 7_500 },
        ...{ frequency: 'monthly', source: 'vendor', target: 1 },
      },
    ]);
    expect((await world.trail()).at(-1)).toMatchObject({ type: 'kpi.defined', channel: 'page' });
    expect(wordsOf(await page())).toContain(' 85 % Amber 80 · Red 70 ');
  });

  test('says what is wrong beside each line, in the language of the reader, and sets nothing', async () => {
    await define();
    const { page: shown, send } = await world.browse('owner', `${form('kpis')}?lang=zh-CN`);
    const typed = { 'kpis.0.target': 'much', 'kpis.1.floor': '1', 'kpis.4.name': '培训' };
    const refused = await send(sent(shown.text, typed)).expect(422);
    expect(focusedIn(refused.text)).toEqual(['kpis.0.target']);
    expect(faultsIn(refused.text)).toEqual(expect.arrayContaining(['必须是数字', '必须高于目标值', '必填']));
    expect(faultsIn(refused.text).join('')).not.toMatch(/[a-z]{3}/);
    expect(sent(refused.text)).toMatchObject(typed);
    expect(await versions()).toHaveLength(1);
  });

  test.each([
    [
      'weights that make no whole',
      { 'kpis.1.weightBp': '30.5' },
      'kpis.0.weightBp',
      '每月考核的指标权重合计为 90.5%，应为 100%',
    ],
    ['a formula that ends too early', { 'kpis.1.formula': '{lost} /' }, 'kpis.1.formula', '公式不完整'],
    ['a figure that nobody gives', { 'kpis.1.formula': '{lost} / {due}' }, 'kpis.1.formula', '{due} 不是输入项'],
    ['a formula over itself', { 'kpis.1.formula': '{given-up}', 'kpis.1.inputs': '' }, 'kpis.1.formula', null],
  ])('names %s', async (_what, typed, field, fault) => {
    await define();
    const { page: shown, send } = await world.browse('owner', `${form('kpis')}?lang=zh-CN`);
    const refused = await send(sent(shown.text, typed)).expect(422);
    expect(focusedIn(refused.text)).toEqual([field]);
    if (fault !== null) expect(faultsIn(refused.text)).toEqual([fault]);
    expect(faultsIn(refused.text).join('')).not.toMatch(/ [a-z]{3,} /);
    expect(await versions()).toHaveLength(1);
  });

  test('says of one that has values that it stays, at its own line', async () => {
    await define();
    await world.call('post', '/kpis/given-up/values', { period: '2027-01', value: 4 }).expect(201);
    const { page: shown, send } = await world.browse('owner', form('kpis'));
    const refused = await send(sent(shown.text, { 'kpis.1.gone': '1', 'kpis.0.weightBp': '100' })).expect(422);
    expect(focusedIn(refused.text)).toEqual(['kpis.1.gone']);
    expect(await kpis()).toHaveLength(2);
  });

  test('sent as it was drawn makes no new version, and asks in service from when on a new one counts', async () => {
    await define();
    await world.database
      .db('engagements')
      .where({ id: world.id })
      .update({ state: 'IN_SERVICE', live_on: '2027-01-01' });
    const { page: shown, send } = await world.browse('owner', form('kpis'));
    expect(sent(shown.text)).toMatchObject({ from: '2027-03', 'kpis.0.direction': '' });
    await send(sent(shown.text)).expect(303);
    expect(await versions()).toHaveLength(1);
    await send(sent(shown.text, { from: '2027-05', reason: 'Amendment 2', 'kpis.0.target': '90' })).expect(303);
    expect((await versions()).at(-1)).toMatchObject({
      ...{ version: 2, effectiveOn: '2027-05-01', reason: 'Amendment 2' },
      kpis: [{ ...ANSWERED, target: 90 }, GIVEN_UP],
    });
  });

  test('does not write over what somebody else has set meanwhile', async () => {
    const { page: shown, send } = await world.browse('owner', form('kpis'));
    await define();
    const late = await send(sent(shown.text, { 'kpis.0.name': 'Mine' })).expect(422);
    expect(late.text).toContain('Somebody else has changed it meanwhile');
    expect(late.text).toContain('value="Mine"');
    expect(await kpis()).toEqual([ANSWERED, GIVEN_UP]);
  });

  test('is offered to nobody who may not set them, and where they stand to nobody', async () => {
    expect(await page('stranger')).not.toContain('forms/kpi');
    await expect(world.browse('stranger', form('kpis'))).rejects.toThrow('403');
    await world.begin({ state: 'EXITING' });
    expect(await page()).not.toContain('forms/kpi');
    const { page: shown, send } = await world.browse('owner', form('kpis'));
    expect((await send(sent(shown.text, { 'kpis.0.name': 'Mine' })).expect(422)).text).toContain('value="Mine"');
    expect(await kpis()).toEqual([]);
  });

  test('takes a hundred of them', async () => {
    const line = (n: number) => ({ ...ANSWERED, key: `k-${n}`, weightBp: 100 });
    await world
      .call(
        'put',
        '/kpis',
        Array.from({ length: 100 }, (_, n) => line(n)),
      )
      .expect(200);
    const { page: shown, send } = await world.browse('owner', form('kpis'));
    await send(sent(shown.text, { 'kpis.99.target': '99' })).expect(303);
    expect((await kpis())[99]).toEqual({ ...line(99), target: 99 });
  });
});

describe('the form of one KPI', () => {
  beforeEach(async () => {
    await define();
    await world.database
      .db('engagements')
      .where({ id: world.id })
      .update({ state: 'IN_SERVICE', live_on: '2027-01-01' });
  });

  test('makes a new version in which nothing else has changed', async () => {
    expect(await page()).toContain(`href="${form('kpi', 'answered')}"`);
    const { page: shown, send } = await world.browse('owner', form('kpi', 'answered'));
    expect(sent(shown.text)).toMatchObject({ name: ANSWERED.name, expected: '80', from: '2027-03' });
    const typed = {
      ...{ precision: '1', domain: 'Quality', nature: 'lagging', thresholds: '60\n70.5\n80', floor: '' },
      ...{ red: '65', evidenceRequired: '1', from: '2027-04', reason: 'Amendment 3' },
    };
    await send(sent(shown.text, typed)).expect(303);
    const { floor: _floor, ...rest } = ANSWERED;
    const changed = {
      ...rest,
      ...{ precision: 1, domain: 'Quality', nature: 'lagging', thresholds: [60, 70.5, 80] },
      ...{ red: 65, evidenceRequired: true },
    };
    expect(await versions()).toMatchObject([{ version: 1, kpis: [ANSWERED, GIVEN_UP] }, { version: 2 }]);
    expect((await versions())[1]).toMatchObject({ effectiveOn: '2027-04-01', reason: 'Amendment 3' });
    expect((await versions())[1]?.kpis).toEqual([changed, GIVEN_UP]);
    const again = await world.browse('owner', form('kpi', 'answered'));
    expect(sent(again.page.text)).toMatchObject({
      thresholds: '60\n70.5\n80',
      evidenceRequired: '1',
      nature: 'lagging',
    });
    await again.send(sent(again.page.text)).expect(303);
    expect((await versions()).at(-1)?.kpis).toEqual([changed, GIVEN_UP]);
  });

  test('keeps what was typed beside what is wrong, in the language of the reader', async () => {
    const { page: shown, send } = await world.browse('owner', `${form('kpi', 'given-up')}&lang=zh-CN`);
    const typed = { target: '20', thresholds: '5\nmany', domain: '接通' };
    const refused = await send(sent(shown.text, typed)).expect(422);
    expect(focusedIn(refused.text)).toEqual(['thresholds']);
    expect(faultsIn(refused.text)).toEqual(['第 2 行：必须是数字']);
    expect(sent(refused.text)).toMatchObject({ target: '20', domain: '接通' });
    const low = await send(sent(shown.text, { ...typed, thresholds: '' })).expect(422);
    expect([focusedIn(low.text), faultsIn(low.text)]).toEqual([['floor'], ['必须高于目标值']]);
    const unknown = await send(sent(shown.text, { formula: '{lost} / {due}' })).expect(422);
    expect([focusedIn(unknown.text), faultsIn(unknown.text)]).toEqual([['formula'], ['{due} 不是输入项']]);
    expect(await versions()).toHaveLength(1);
  });

  test('does not write over what somebody else has said of it, and minds nothing said of another', async () => {
    const { page: shown, send } = await world.browse('owner', form('kpi', 'answered'));
    await world.call('put', '/kpis', [ANSWERED, { ...GIVEN_UP, target: 2 }]).expect(200);
    await send(sent(shown.text, { target: '90' })).expect(303);
    expect(await kpis()).toEqual([
      { ...ANSWERED, target: 90 },
      { ...GIVEN_UP, target: 2 },
    ]);
    const late = await send(sent(shown.text, { target: '95' })).expect(422);
    expect(late.text).toContain('Somebody else has changed it meanwhile');
    expect(late.text).toContain('<dd>90</dd>');
    expect((await kpis())[0]).toMatchObject({ target: 90 });
    await send(sent(late.text, { target: '95', onto: '1' })).expect(303);
    expect((await kpis())[0]).toMatchObject({ target: 95 });
  });

  test('is about a KPI of the engagement, for those who may set them', async () => {
    await expect(world.browse('owner', form('kpi', 'nothing'))).rejects.toThrow('404');
    await expect(world.browse('owner', form('kpi'))).rejects.toThrow('404');
    await expect(world.browse('stranger', form('kpi', 'answered'))).rejects.toThrow('403');
  });
});
