import { formIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open(undefined, { start: () => Promise.resolve() });
});
afterAll(() => world.close());
beforeEach(() => world.begin({ state: 'VENDOR_SELECTION' }));

const form = (name: string, of = '') => `/engagements/${world.id}/forms/${name}${of === '' ? '' : `?of=${of}`}`;
const drawnIn = (html: string, action: string) =>
  Object.fromEntries(formIn(html.replaceAll('?of&#x3D;', '?of='), action.replace('?', '\\?')));
const textOf = async (path: string, who: 'owner' | 'stranger' = 'owner'): Promise<string> =>
  (await world.browse(who, `/engagements/${world.id}${path}`)).page.text.replaceAll('&#x3D;', '=');
const withNewest = (html: string): Record<string, string> => ({
  newest: /name="newest" value="([^"]+)"/.exec(html)?.[1] ?? '',
  onto: '1',
});

describe('the form of a tender', () => {
  const tender = async () => (await world.call('get', '/tender').expect(200)).body;
  const typed = () => ({
    ...{ introduction: 'We look for a partner.', questionsUntil: '2027-03-10T12:00', closeAt: '2027-03-20T12:00' },
    ...{ lateBids: 'refuse', invited: [world.vendorId], 'items.0.title': 'Seats', 'items.0.quantity': '10' },
    ...{ 'items.0.unit': 'seat', 'items.0.charge': 'annual' },
  });
  const fresh = async () => {
    const browsed = await world.browse('owner', form('tender'));
    return { ...browsed, version: String(drawnIn(browsed.page.text, form('tender'))['version']) };
  };

  test('sets it up, and amends it with what it held; items keep their keys', async () => {
    expect(await textOf('/tender')).toContain(`href="${form('tender')}"`);
    const first = await fresh();
    await first.send({ version: first.version, ...typed() }).expect(303);
    expect(await tender()).toMatchObject({
      ...{ lateBids: 'refuse', invited: [expect.anything()], closeAt: '2027-03-20T12:00:00.000Z' },
      items: [{ key: 'item-1', title: 'Seats', quantity: 10, unit: 'seat', charge: 'annual' }],
    });
    const second = await fresh();
    const more = {
      'items.0.title': 'Agents',
      'items.1.title': 'Setup',
      'items.1.quantity': '1',
      'items.1.unit': 'time',
    };
    await second.send({ version: second.version, ...typed(), ...more, 'items.1.charge': 'oneOff' }).expect(303);
    expect((await tender()).items).toMatchObject([
      { key: 'item-1', title: 'Agents' },
      { key: 'item-2', title: 'Setup' },
    ]);
  });

  test('keeps what was typed beside what is wrong, and writes nothing', async () => {
    const { send, version } = await fresh();
    const wrong = { ...typed(), closeAt: '2027-02-31T12:00', 'items.2.title': 'Nights', 'items.2.quantity': 'some' };
    const refused = await send({ version, ...wrong }).expect(422);
    expect(refused.text).toContain('We look for a partner.');
    for (const name of ['closeAt', 'items\\.2\\.quantity', 'items\\.2\\.unit'])
      expect(refused.text).toMatch(new RegExp(`class="fault" role="alert">[^<]+</span><input name="${name}"`));
    await world.call('get', '/tender').expect(404);
  });

  test('does not write over what somebody else has saved meanwhile, unless that is said', async () => {
    const { send, version } = await fresh();
    const other = await fresh();
    await other.send({ version: other.version, ...typed(), introduction: 'Another one.' }).expect(303);
    const refused = await send({ version, ...typed() }).expect(422);
    expect(refused.text).toContain('Another one.');
    expect(refused.text).toContain('We look for a partner.');
    expect((await tender()).introduction).toBe('Another one.');
    await send({ version, ...typed(), ...withNewest(refused.text) }).expect(303);
    expect((await tender()).introduction).toBe('We look for a partner.');
  });

  test('lets a published tender be put off, its links be sent again, and it be cancelled', async () => {
    const { send, version } = await fresh();
    await send({ version, ...typed() }).expect(303);
    await world.call('post', '/tender/publish', {}).expect(200);
    const later = await fresh();
    const moved = { version: later.version, ...typed(), closeAt: '2027-03-25T12:00' };
    const sooner = await later.send({ ...moved, closeAt: '2027-03-15T12:00' }).expect(422);
    expect(sooner.text).toContain('value="2027-03-15T12:00"');
    await later.send(moved).expect(303);
    expect(await tender()).toMatchObject({ revision: 2, closeAt: '2027-03-25T12:00:00.000Z' });
    const page = await textOf('/tender');
    const [, resend = ''] = /href="([^"]*forms\/invitation-resend[^"]*)"/.exec(page) ?? [];
    await (await world.browse('owner', resend)).send({ sure: '1' }).expect(303);
    const cancel = await world.browse('owner', form('tender-cancel'));
    await cancel.send({ reason: '' }).expect(422);
    await cancel.send({ reason: 'No budget.' }).expect(303);
    expect(await tender()).toMatchObject({ cancelReason: 'No budget.' });
  });

  test('is refused for people without a part in it', async () => {
    await expect(world.browse('stranger', form('tender'))).rejects.toThrow('403');
    expect(await textOf('/tender', 'stranger')).not.toContain('/forms/tender');
  });
});

describe('forms of candidates', () => {
  const candidates = async () => (await world.call('get', '/candidates').expect(200)).body.items;
  const join = async (): Promise<string> => {
    const { send } = await world.browse('owner', form('candidate'));
    await send({ vendorId: world.vendorId }).expect(303);
    return (await candidates())[0].id;
  };

  test('take a vendor in, and enter what it asks for with its hidden costs', async () => {
    const { send } = await world.browse('owner', form('candidate'));
    await send({ vendorId: '' }).expect(422);
    const id = await join();
    expect(await textOf('?part=selection')).toContain(`href="${form('quote', id)}"`);
    const quote = await world.browse('owner', form('quote', id));
    const version = /name="version" value="([^"]+)"/.exec(quote.page.text)?.[1];
    const typed = { version, currency: 'CNY', oneOff: '100', annual: '2000.50', years: '3', 'hiddenCosts.exit': '0' };
    const refused = await quote.send({ ...typed, annual: 'cheap' }).expect(422);
    expect(refused.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="annual"/);
    expect(refused.text).toContain('value="cheap"');
    await quote.send(typed).expect(303);
    const hiddenCosts = { exit: { amount: '0', currency: 'CNY' }, transition: null };
    expect(await candidates()).toMatchObject([{ quote: { annual: { amount: '2000.50' }, years: 3, hiddenCosts } }]);
    await quote.send({ ...typed, annual: '1' }).expect(422);
    expect(await candidates()).toMatchObject([{ quote: { annual: { amount: '2000.50' } } }]);
  });

  test('are scored by a sheet of one’s own, criterion by criterion', async () => {
    const id = await join();
    const model = await world.browse('owner', form('evaluation-model'));
    await model.send(drawnIn(model.page.text, form('evaluation-model'))).expect(303);
    expect(await textOf('?part=selection', 'stranger')).toContain(`href="${form('scores', id)}"`);
    const { page, send } = await world.browse('stranger', form('scores', id));
    expect(page.text).toContain('name="scores.team"');
    expect(page.text).not.toContain('name="scores.response-time"');
    const typed = { 'scores.team': '4', 'evidence.team': 'Met them.', comment: 'Sound.' };
    const refused = await send({ ...typed, 'scores.team': '9', 'scores.gone': '1' }).expect(422);
    expect(refused.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="scores\.team"/);
    expect(refused.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="scores\.gone"/);
    expect(refused.text).toContain('Met them.');
    expect(await world.database.db('score_sheets').where({ candidate_id: id })).toEqual([]);
    await send(typed).expect(303);
    const [sheet] = await world.database.db('score_sheets').where({ candidate_id: id });
    expect(sheet).toMatchObject({
      ...{ evaluator_id: world.people.stranger.person.id, conflict_of_interest: false, comment: 'Sound.' },
      ...{ evidence: { team: 'Met them.' }, scores: expect.objectContaining({ team: 4, licences: null }) },
    });
    const own = await world.browse('owner', form('scores', id));
    expect(own.page.text).not.toContain('Met them.');
  });

  test('are judged by named people alone, as the form has it', async () => {
    const { page, send } = await world.browse('owner', form('evaluators'));
    const { version } = drawnIn(page.text, form('evaluators'));
    const ann = world.people.service.person.id;
    await send({ version, evaluators: ['nobody'] }).expect(422);
    await send({ version, evaluators: [ann] }).expect(303);
    expect((await world.call('get', '/evaluators')).body).toEqual({ evaluators: [ann] });
    await send({ version, evaluators: [] }).expect(422);
    expect((await world.call('get', '/evaluators')).body).toEqual({ evaluators: [ann] });
  });
});

describe('the form of criteria and weights', () => {
  const model = async () => (await world.call('get', '/evaluation-model').expect(200)).body;
  const open = async () => {
    const browsed = await world.browse('owner', form('evaluation-model'));
    return { ...browsed, drawn: drawnIn(browsed.page.text, form('evaluation-model')) };
  };

  test('shows the usual ones, and writes what was made of them', async () => {
    const usual = await model();
    const { send, drawn } = await open();
    expect(drawn).toMatchObject({ 'price.weightBp': '30', 'capability.criteria.0.key': 'experience' });
    await send(drawn).expect(303);
    expect(await model()).toEqual(usual);
    const again = await open();
    const more = {
      'price.weightBp': '20',
      'esg.weightBp': '10',
      'esg.criteria.0.key': 'energy',
      'esg.criteria.0.weightBp': '100',
    };
    await again.send({ ...again.drawn, ...more }).expect(303);
    const { dimensions }: { readonly dimensions: readonly unknown[] } = await model();
    expect(dimensions.at(-1)).toEqual({
      ...{ key: 'esg', weightBp: 1_000 },
      criteria: [{ key: 'energy', weightBp: 10_000, type: 'scale', min: 0, max: 5, direction: 'maximise' }],
    });
  });

  test('says beside its field what does not add up or is no name, and writes nothing', async () => {
    const { send, drawn } = await open();
    const wrong = { ...drawn, 'capability.criteria.1.key': 'The Team', 'capability.criteria.2.weightBp': 'much' };
    const refused = await send(wrong).expect(422);
    for (const name of ['capability\\.criteria\\.1\\.key', 'capability\\.criteria\\.2\\.weightBp'])
      expect(refused.text).toMatch(new RegExp(`class="fault" role="alert">[^<]+</span><input name="${name}"`));
    const sums = await send({ ...drawn, 'price.weightBp': '31' }).expect(422);
    expect(sums.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="qualification\.weightBp"/);
    expect(sums.text).toContain('value="31"');
    expect(await world.database.db('evaluation_models').where({ engagement_id: world.id })).toEqual([]);
  });

  test('does not write over another model unseen', async () => {
    const { send, drawn } = await open();
    await world.call('put', '/evaluation-model', { method: 'topsis' }).expect(200);
    const refused = await send(drawn).expect(422);
    expect(await model()).toMatchObject({ method: 'topsis' });
    await send({ ...drawn, ...withNewest(refused.text) }).expect(303);
    expect(await model()).toMatchObject({ method: 'weighted-sum' });
  });
});
