import { begin as beginIn, codes, criterion, hidden, model, scoring, type Tail } from './selection-desk';
import { CNY, TenderWorld } from './tender-world';

let world: TenderWorld;
beforeAll(async () => {
  world = await TenderWorld.open();
});
afterAll(() => world.close());

const begin = (...part: Tail<Parameters<typeof beginIn>>) => beginIn(world, ...part);
const score = (...part: Parameters<ReturnType<typeof scoring>>) => scoring(world)(...part);

describe('evaluators', () => {
  test('see no scores, totals or ranks before their own sheets are in', async () => {
    const { first, second } = await begin();
    await score('bo', first, 5).expect(200);
    for (const path of ['/evaluation', '/comparison', '/evaluation/sensitivity', '/waivers']) {
      const { body } = await world.call('ann', 'get', path).expect(403);
      expect(body.code).toBe('OWN_SHEETS_FIRST');
    }
    await score('ann', first, 4).expect(200);
    await world.call('ann', 'get', '/evaluation').expect(403);
    await score('ann', second, 4).expect(200);
    await world.call('ann', 'get', '/evaluation').expect(200);
    await world.call('owner', 'get', '/evaluation').expect(200);
  });

  test('who are named judge alone, and are blind even if they manage', async () => {
    const { first, second } = await begin();
    const evaluators = [world.people.ann.person.id, world.people.boss.person.id];
    await world.call('owner', 'put', '/evaluators').send({ evaluators }).expect(200);
    await score('bo', first, 5).expect(403);
    await world.call('boss', 'get', '/evaluation').expect(403);
    await score('boss', first, 5).expect(200);
    await score('boss', second, 5).expect(200);
    await world.call('boss', 'get', '/evaluation').expect(200);
  });

  test('with an interest in one candidate judge none', async () => {
    const { first, second } = await begin();
    await score('ann', first, 5).expect(200);
    await score('bo', second, 0).expect(200);
    await score('bo', first, null, { scores: {}, conflictOfInterest: true }).expect(200);
    const { body } = await score('bo', second, 1).expect(403);
    expect(body.code).toBe('CONFLICT_OF_INTEREST');
    const result = await world.call('owner', 'get', '/evaluation').expect(200);
    expect(result.body.flags).toEqual(['CONFLICT_OF_INTEREST']);
    expect((result.body.candidates as { evaluators: number }[]).map((one) => one.evaluators)).toEqual([1, 0]);
  });

  test('give evidence where the model asks for it, and judge nothing that is measured', async () => {
    const { first } = await begin();
    const asked = (part: object) => ({
      ...model,
      dimensions: [{ key: 'capability', weightBp: 10_000, criteria: [criterion('team', part)] }],
    });
    await world
      .call('owner', 'put', '/evaluation-model')
      .send(asked({ evidenceRequired: true }))
      .expect(200);
    await score('ann', first, 4).expect(422);
    await score('ann', first, 4, { evidence: { team: 'Two audits.' } }).expect(200);
    await world
      .call('owner', 'put', '/evaluation-model')
      .send(asked({ source: 'overlap' }))
      .expect(200);
    await score('ann', first, 4).expect(422);
  });
});

describe('gate G2', () => {
  const whole = async (quotes?: readonly [string, string], teams: readonly [number, number] = [5, 4]) => {
    const { id, first, second } = await begin(quotes);
    await score('ann', first, teams[0]).expect(200);
    await score('ann', second, teams[1]).expect(200);
    return { id, first, second };
  };
  const missing = async (candidate: string, justification?: string) =>
    codes(world.submitAward(candidate, justification).prepared);

  test('names what is missing by codes that stay', async () => {
    const { first } = await begin(['100', '130'], [null, '0']);
    expect(await missing(first)).toEqual([
      'HIDDEN_COST_UNANSWERED',
      'SCORES_INCOMPLETE',
      'LOW_BID_UNANSWERED',
      'JUSTIFICATION_NEEDED',
    ]);
  });

  test('holds a snapshot of the ranking with its fingerprint, and every figure stays while it is decided', async () => {
    const { id, first, second } = await whole();
    const { order, prepared } = world.submitAward(first);
    const { request: input } = await prepared;
    const { db } = world.database;
    const subject = await db('request_subjects').where({ request_id: order.requestId }).first('data');
    const { data } = subject;
    expect(data.rankingHash).toMatch(/^[0-9a-f]{64}$/);
    expect(data.ranking).toMatchObject([
      { vendor: 'sun', rank: 1 },
      { vendor: 'moon', rank: 2 },
    ]);
    expect(input).toBeDefined();

    await db('engagements').where({ id }).update({ open_gate: 'award', open_request_id: order.requestId });
    const offer = { oneOff: CNY('0'), annual: CNY('1'), years: 1, hiddenCosts: hidden() };
    const refused = [
      await score('ann', first, 1),
      await world.call('owner', 'put', `/candidates/${second}/quote`).send(offer),
      await world.call('owner', 'put', '/evaluation-model').send(model),
      await world.call('owner', 'put', `/candidates/${second}/culture`).send({}),
      await world.call('owner', 'put', '/evaluators').send({ evaluators: [] }),
    ];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(refused.map(() => [409, 'GATE_PENDING']));
    expect(refused[0]?.body.detail).toContain('Withdraw the request');
    await db('engagements').where({ id }).update({ open_gate: null, open_request_id: null });

    await score('ann', first, 1).expect(200);
    const again = world.submitAward(first, 'Still.');
    expect(await codes(again.prepared)).toEqual(['BELOW_MINIMUM']);
  });

  test('waits for a moderator where evaluators lie apart, and for a new word when scores change', async () => {
    const { first } = await whole();
    await score('bo', first, 3).expect(200);
    expect(await missing(first)).toEqual(['EVALUATOR_DIVERGENCE']);
    const path = `/candidates/${first}/moderation`;
    await world.call('owner', 'put', path).send({ criterion: 'price', note: 'Why?' }).expect(422);
    await world.call('owner', 'put', path).send({ criterion: 'team', note: 'They saw other sites.' }).expect(200);
    expect(await missing(first)).toEqual([]);
    await score('bo', first, 2.5).expect(200);
    expect(await missing(first)).toEqual(['EVALUATOR_DIVERGENCE']);
  });

  test('takes a dimension below 60 only with a waiver by two people', async () => {
    const { first } = await whole(undefined, [2.5, 2]);
    expect(await missing(first)).toEqual(['BELOW_MINIMUM']);
    const path = `/candidates/${first}/waivers`;
    await world.call('owner', 'post', path).send({ dimension: 'price', reason: 'No need.' }).expect(422);
    await world.call('owner', 'post', path).send({ dimension: 'capability', reason: 'They train.' }).expect(201);
    await world.call('owner', 'post', `${path}/capability/confirm`).send({}).expect(403);
    expect(await missing(first)).toEqual(['BELOW_MINIMUM']);
    await world.call('boss', 'post', `${path}/capability/confirm`).send({}).expect(200);
    await world.call('boss', 'post', `${path}/capability/confirm`).send({}).expect(409);
    expect(await missing(first)).toEqual([]);
    await score('ann', first, 2).expect(200);
    expect(await missing(first)).toEqual(['BELOW_MINIMUM']);
  });

  test('lets a low bid pass once its vendor has answered and the proposer has a reason', async () => {
    const { first } = await whole(['100', '150']);
    expect(await missing(first, 'Cheap.')).toEqual(['LOW_BID_UNANSWERED']);
    const question = { text: 'How?', topic: 'low-bid' };
    const { body } = await world.call('owner', 'post', `/candidates/${first}/questions`).send(question).expect(201);
    expect(await missing(first, 'Cheap.')).toEqual(['LOW_BID_UNANSWERED']);
    await world.call('owner', 'post', `/tender/questions/${body.id}/answer`).send({ answer: 'Own tools.' }).expect(200);
    expect(await missing(first)).toEqual(['JUSTIFICATION_NEEDED']);
    expect(await missing(first, 'They own their tools.')).toEqual([]);
  });
});
