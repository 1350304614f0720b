import { causeFor } from '../../domain/risk/seed';
import { seedRisks } from '../../db/stores/risks';
import { inTransaction } from '../../db/transaction';
import { seedRisksFor } from '../../domain/risk/seed';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const form = (name: string, of = '') => `/engagements/${world.id}/forms/${name}${of === '' ? '' : `?of=${of}`}`;
const risks = async () => (await world.call('get', '/risks').expect(200)).body.items;
const incidents = async () => (await world.call('get', '/incidents').expect(200)).body.items;

describe('the form of a risk', () => {
  const typed = {
    type: 'people',
    cause: 'Two experts leave',
    likelihood: '4',
    impact: '3',
    controls: 'Stand-ins\n\nTraining',
  };

  test('is offered beside the register, and writes what the route writes', async () => {
    const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
    expect(page.text).toContain(`href="${form('risk')}"`);
    const { send } = await world.browse('owner', form('risk'));
    const ownerId = world.people.service.person.id;
    const done = await send({ ...typed, residual: '6', ownerId, reviewAt: '2027-06-01' }).expect(303);
    expect(done.headers['location']).toBe(`/engagements/${world.id}?part=risk#risk`);
    expect(await risks()).toMatchObject([
      { cause: 'Two experts leave', exposure: 12, controls: ['Stand-ins', 'Training'], residual: 6, ownerId },
    ]);
    expect((await world.trail()).map(({ type }) => type)).toContain('risk.added');
  });

  test('keeps what was typed beside what is wrong, in the language of the reader, and writes nothing', async () => {
    const { send } = await world.browse('owner', `${form('risk')}?lang=zh-CN`);
    const refused = await send({ ...typed, likelihood: '', residual: '20' }).expect(422);
    expect(refused.text).toContain('value="Two experts leave"');
    expect(refused.text).toContain('value="20"');
    expect(refused.text).toMatch(
      /可能性（1–5）<\/span><span class="fault" role="alert">[^<]+<\/span><select name="likelihood"/,
    );
    expect(refused.text).not.toContain('must ');
    const above = await send({ ...typed, residual: '20' }).expect(422);
    expect(above.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="residual"/);
    expect(await risks()).toEqual([]);
  });

  test('shows what was known, empties what is emptied, and leaves a cause of ours ours', async () => {
    await inTransaction(world.database.db, (trx) => seedRisks(trx, seedRisksFor(world.id), world.now));
    const [before] = await risks();
    const { page, send } = await world.browse('owner', `${form('risk', before.id)}&lang=zh-CN`);
    const cause = causeFor(before.cause, 'zh-CN');
    expect(page.text).toContain(`value="${cause}"`);
    const body = { version: '1', type: before.type, cause, likelihood: '5', impact: '5', controls: '', residual: '' };
    await send(body).expect(303);
    expect((await risks())[0]).toMatchObject({
      id: before.id,
      cause: before.cause,
      exposure: 25,
      controls: [],
      version: 2,
    });
  });

  test('does not write over what somebody else has saved meanwhile, unless it is said to count', async () => {
    const { body: risk } = await world.call('post', '/risks', { ...typed, likelihood: 2, impact: 2, controls: [] });
    const { send } = await world.browse('owner', form('risk', risk.id));
    await world.call('patch', `/risks/${risk.id}`, { impact: 5 }).expect(200);
    const refused = await send({ version: '1', ...typed }).expect(422);
    expect(refused.text).toContain('Somebody saved a change');
    expect(refused.text).toContain('Training');
    expect(await risks()).toMatchObject([{ impact: 5, likelihood: 2 }]);
    await send({ version: '1', newest: '2', onto: '1', ...typed }).expect(303);
    expect(await risks()).toMatchObject([{ impact: 3, likelihood: 4 }]);
  });

  test('is changed although its owner has left, and takes nobody anew who has left', async () => {
    const gone = world.people.stranger.person.id;
    const { body: risk } = await world.call('post', '/risks', {
      ...typed,
      likelihood: 2,
      impact: 2,
      controls: [],
      ownerId: gone,
    });
    const users = () => world.database.db('users').where({ id: gone });
    await users().update({ active: false });
    const { page, send } = await world.browse('owner', form('risk', risk.id));
    expect(page.text).toContain(`value="${gone}" selected`);
    await send({ version: '1', ...typed, ownerId: gone }).expect(303);
    expect(await risks()).toMatchObject([{ likelihood: 4, ownerId: gone }]);
    await (await world.browse('owner', form('risk'))).send({ ...typed, ownerId: gone }).expect(422);
    expect(await risks()).toHaveLength(1);
    await users().update({ active: true });
  });

  test('is refused for people who have no part in the engagement, and for a risk of another one', async () => {
    await expect(world.browse('stranger', form('risk'))).rejects.toThrow('403');
    await expect(world.browse('owner', form('risk', world.id))).rejects.toThrow('404');
    expect((await world.browse('stranger', `/engagements/${world.id}?part=all`)).page.text).not.toContain(
      '/forms/risk',
    );
  });
});

describe('the form of an incident', () => {
  const typed = {
    type: 'Line down',
    severity: 'minor',
    detectedAt: '2027-03-01T08:15',
    description: 'Nobody could call.',
  };

  test('records it by the clock of the engagement; more of it is said later, and its root cause closes it', async () => {
    const { send } = await world.browse('owner', form('incident'));
    await send({ ...typed, personalData: '1', records: '12' }).expect(303);
    const [first] = await incidents();
    expect(first).toMatchObject({
      detectedAt: '2027-03-01T08:15:00.000Z',
      personalData: true,
      records: 12,
      state: 'open',
    });
    const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
    expect(page.text.replaceAll('&#x3D;', '=')).toContain(form('incident', first.id));
    const more = await world.browse('owner', form('incident', first.id));
    await more.send({ version: '1', ...typed, severity: 'moderate', records: '' }).expect(422);
    await more.send({ version: '1', ...typed, severity: 'moderate', records: '13' }).expect(303);
    expect(await incidents()).toMatchObject([{ severity: 'moderate', personalData: false, records: 13 }]);
    const close = await world.browse('owner', form('incident-close', first.id));
    expect((await close.send({ version: '1', rootCause: 'A cable.' }).expect(422)).text).toContain('A cable.');
    await world.database.db('action_items').where({ engagement_id: world.id }).update({ state: 'done' });
    await close.send({ version: '2', rootCause: 'A cable.' }).expect(303);
    expect(await incidents()).toMatchObject([{ state: 'closed', closing: { rootCause: 'A cable.' } }]);
  });

  test('is refused where it lies ahead or at no moment, and keeps what was typed', async () => {
    const { send } = await world.browse('owner', form('incident'));
    for (const detectedAt of ['2027-03-02T08:15', '2027-02-30T08:15', 'soon', '']) {
      const refused = await send({ ...typed, detectedAt }).expect(422);
      expect(refused.text).toContain('Nobody could call.');
      expect(refused.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="detectedAt"/);
      if (detectedAt !== '') expect(refused.text).toContain(`value="${detectedAt}"`);
    }
    expect(await incidents()).toEqual([]);
  });
});
