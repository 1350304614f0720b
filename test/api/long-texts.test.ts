import { insertRetrospective } from '../../db/stores/retrospectives';
import { inTransaction } from '../../db/transaction';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const LONG = `${'x'.repeat(10_000)}END`;

test.each([
  ['of the exit', 'exit', { act: 'done', about: '' }, 'text'],
  ['of the settlement', 'settlement', { act: 'dispute', line: '0' }, 'reason'],
  ['of the follow-up', 'follow-up', { act: 'raise', title: 'Slow', severity: 'minor', assignee: 'us' }, 'description'],
])('a text that is too long for the page %s is refused and shown whole', async (_, page, fields, name) => {
  const { send } = await world.browse('owner', `/engagements/${world.id}/${page}`);
  const refused = await send({ ...fields, [name]: LONG }).expect(422);
  expect(refused.text).toContain('more than 10,000 characters');
  expect(refused.text).toContain(LONG);
  expect((await world.call('get', '/issues').expect(200)).body.items).toEqual([]);
});

test('a text that is too long for the page of a vendor is refused and shown whole', async () => {
  const ours = { title: 'Ours', severity: 'minor', assignee: 'vendor', description: 'Slow.' };
  await world.call('post', '/issues', ours).expect(201);
  const path = await world.link();
  const raised = { act: 'raise', title: 'Slow', severity: 'minor', description: LONG };
  const refused = await world.act(path, raised, 422);
  expect(refused.text).toContain(LONG);
  expect((await world.call('get', '/issues').expect(200)).body.items).toMatchObject([{ title: 'Ours' }]);
});

describe('a look back that has become shorter since its form was drawn', () => {
  const form = () => `/engagements/${world.id}/forms/retrospective?of=2027`;
  const needs = (names: readonly string[]) => {
    const successMeasures = names.map((name) => ({ name, target: 80 }));
    return world.database
      .db('engagements')
      .where({ id: world.id })
      .update({ needs: JSON.stringify({ successMeasures }) });
  };
  beforeEach(async () => {
    const money = { amount: '0.00', currency: 'CNY' };
    const facts = {
      ...{ objective: null, statement: null },
      cost: { vendor: money, management: money, total: money, planned: null, spentBp: null },
      score: { rolling: null, standing: 'not_rated', trend: null, ratedPeriods: 0 },
      issues: { raised: 0, open: 0 },
      alarms: { red: 0, amber: 0, open: 0 },
      incidents: { all: 0, major: 0 },
    };
    const year = { year: 2027, from: '2026-03-01', anniversary: '2027-03-01', openedAt: world.now };
    await inTransaction(world.database.db, (trx) =>
      insertRetrospective(trx, { engagementId: world.id, ...year, facts }),
    );
  });

  test('keeps every lesson and figure that was typed', async () => {
    await needs(['Answered', 'Solved']);
    const { send } = await world.browse('owner', form());
    await needs(['Answered']);
    const typed = {
      summary: 'A year.',
      'measures.0.actual': '84',
      'measures.1.actual': '61',
      'lessons.4.text': 'Nights.',
    };
    const refused = await send({ ...typed, 'lessons.4.gate': 'award' }).expect(422);
    expect(refused.text).toMatch(
      /class="fault" role="alert">[^<]+<\/span><input name="measures\.1\.actual"[^>]* value="61"/,
    );
    expect(refused.text).toContain('Nights.');
  });
});
