import request from 'supertest';
import { csrfIn } from './page-form';
import { begin as beginIn, model, scoring, type Tail, type Who } from './selection-desk';
import { bid, TenderWorld } from './tender-world';

let world: TenderWorld;
beforeAll(async () => {
  world = await TenderWorld.open();
});
afterAll(() => world.close());

const begin = (...part: Tail<Parameters<typeof beginIn>>) => beginIn(world, ...part);
const score = (...part: Parameters<ReturnType<typeof scoring>>) => scoring(world)(...part);

describe('the comparison', () => {
  test('puts items, costs and criteria down and vendors across, as JSON, CSV and XLSX', async () => {
    const { id, vendorIds } = await world.begin();
    await world.call('owner', 'put', '/evaluation-model').send(model).expect(200);
    await world.publish(vendorIds);
    await world.act(await world.link('sun'), bid('100'));
    world.pass(49);
    await world.call('owner', 'post', '/tender/open').send({}).expect(200);
    const { body } = await world.call('owner', 'get', '/comparison').expect(200);
    const { columns, rows } = body;
    const at = (columns as { vendor: string }[]).findIndex(({ vendor }) => vendor === 'sun');
    const row = (key: string) =>
      (rows as { key: string; cells: { value: unknown }[] }[]).find((one) => one.key === key)?.cells ?? [];
    expect(row('seats')[at]).toEqual({ value: '100', rank: 1, delta: 0, missing: false });
    expect(row('seats')[1 - at]).toEqual({ value: null, rank: null, delta: null, missing: true });
    expect(row('tco')[at]?.value).toBe('3000.00');

    const csv = await world.call('owner', 'get', '/evaluation').set('accept', 'text/csv').expect(200);
    expect(csv.text).toContain('Seats,');
    expect(csv.text).toContain('missing');
    const xlsx = await world
      .call('owner', 'get', '/comparison')
      .set('accept', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
      })
      .expect(200);
    expect((xlsx.body as Buffer).subarray(0, 2).toString()).toBe('PK');
    expect(id).toBeDefined();
  });

  test('tells where the lead would change if weights were others', async () => {
    const { first, second } = await begin(['100', '125']);
    await score('ann', first, 3).expect(200);
    await score('ann', second, 4).expect(200);
    const { body } = await world.call('owner', 'get', '/evaluation/sensitivity').expect(200);
    // 60 + 40w against 80: equal at half the weight.
    expect(body.dimensions[1]).toMatchObject({
      dimension: 'price',
      current: 40,
      switches: [50],
      margin: 10,
      segments: [
        { from: 0, to: 50, leaders: [second] },
        { from: 50, to: 100, leaders: [first] },
      ],
    });
  });

  test('measures a low bid against the gaps of tenders that were awarded', async () => {
    const { db } = world.database;
    for (let past = 0; past < 8; past += 1) {
      const { id, first } = await begin(['100', '160']);
      await db('engagements').where({ id }).update({ candidate_id: first });
    }
    await begin(['100', '150']);
    const { body } = await world.call('owner', 'get', '/evaluation').expect(200);
    expect(body.lowBid).toEqual({ ratio: 0.5, fence: 0.6 });
    expect(body.candidates[0].flags).not.toContain('ABNORMALLY_LOW_BID');
    await db('engagements').update({ candidate_id: null });
  });
});

test('results of many candidates need no more statements than those of two', async () => {
  const { db } = world.database;
  const statements = async (path: string): Promise<number> => {
    let count = 0;
    const seen = (): void => void (count += 1);
    db.on('query', seen);
    await world.call('owner', 'get', path).expect(200);
    db.removeListener('query', seen);
    return count;
  };
  const paths = ['/evaluation', '/evaluation/sensitivity', '/comparison'];
  const measured = async (names: readonly string[]): Promise<readonly number[]> => {
    const { vendorIds } = await world.begin(Object.fromEntries(names.map((name) => [name, 'en'])));
    await world.call('owner', 'put', '/evaluation-model').send(model).expect(200);
    for (const vendorId of Object.values(vendorIds)) {
      const { body } = await world.call('owner', 'post', '/candidates').send({ vendorId }).expect(201);
      await score('ann', body.id, 4).expect(200);
    }
    const counts: number[] = [];
    for (const path of paths) counts.push(await statements(path));
    return counts;
  };
  const few = await measured(['a', 'b']);
  expect(few).toHaveLength(paths.length);
  expect(await measured(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])).toEqual(few);
});

describe('the evaluation model', () => {
  test('changes after the opening only with a reason, which stands in the trail', async () => {
    const { vendorIds } = await world.begin();
    await world.call('owner', 'put', '/evaluation-model').send(model).expect(200);
    await world.publish(vendorIds);
    await world.call('owner', 'put', '/evaluation-model').send(model).expect(200);
    world.pass(49);
    await world.call('owner', 'post', '/tender/open').send({}).expect(200);
    const { body } = await world.call('owner', 'put', '/evaluation-model').send(model).expect(422);
    expect(body.code).toBe('COMMENT_REQUIRED');
    await world
      .call('owner', 'put', '/evaluation-model')
      .send({ ...model, reason: 'A typing error.' })
      .expect(200);
    const trail = await world.database
      .db('audit_events')
      .where({ type: 'selection.model' })
      .orderBy('at', 'desc')
      .first();
    expect(trail.payload).toMatchObject({ reason: 'A typing error.' });
  });

  test('takes its weights from pairwise judgements, and refuses those that contradict each other', async () => {
    await world.begin();
    const put = (judgements: number[][]) =>
      world.call('owner', 'put', '/evaluation-model').send({ method: 'ahp', judgements });
    const even = [1, 1, 1, 1];
    const { body } = await put([even, even, even, even]).expect(200);
    expect((body.dimensions as { weightBp: number }[]).map(({ weightBp }) => weightBp)).toEqual([
      2500, 2500, 2500, 2500,
    ]);
    const wild = await put([
      [1, 9, 1 / 9, 1],
      [1 / 9, 1, 9, 1],
      [9, 1 / 9, 1, 1],
      [1, 1, 1, 1],
    ]).expect(422);
    expect(wild.body.code).toBe('INCONSISTENT_JUDGEMENTS');
  });
});

describe('pages for people inside', () => {
  const open = async (who: Who, path: string) => {
    const agent = request.agent(world.app).set('accept', 'text/html');
    const form = await agent.get('/sign-in');
    const csrf = csrfIn(form.text);
    const token = world.people[who].authorization.replace('Bearer ', '');
    await agent.post('/sign-in').type('form').send({ csrf, token }).expect(303);
    return { agent, page: await agent.get(path) };
  };

  test('say that bids are sealed, open them, and show the comparison with its picture', async () => {
    const { id, vendorIds } = await world.begin();
    await world.call('owner', 'put', '/evaluation-model').send(model).expect(200);
    await world.publish(vendorIds);
    await world.act(await world.link('sun'), bid('7777'));
    const tender = `/engagements/${id}/tender`;
    const sealed = await open('owner', `/engagements/${id}/comparison`);
    expect(sealed.page.text).toContain('Bids are sealed');
    expect(sealed.page.text).not.toContain('7777');
    expect((await sealed.agent.get(`/engagements/${id}/comparison.csv`)).status).toBe(422);

    world.pass(49);
    const { agent, page } = await open('owner', tender);
    const csrf = csrfIn(page.text);
    await agent.post(tender).type('form').send({ csrf, act: 'open' }).expect(303);
    for (const { id: candidate } of (await world.call('owner', 'get', '/candidates')).body.items as { id: string }[])
      await score('ann', candidate, 4).expect(200);
    const shown = await agent.get(`/engagements/${id}/comparison`).expect(200);
    expect(shown.text).toContain('7,777');
    expect(shown.text).toContain('<svg class="bar-picture"');
    // Two dimensions have no area.
    expect(shown.text).not.toContain('By dimension');
    const file = await agent.get(`/engagements/${id}/comparison.csv`).expect(200);
    expect(file.text).toContain('Seats');
    expect((await open('bo', `/engagements/${id}/comparison`)).page.text).toContain('your own score sheets');
    expect((await open('bo', tender)).page.text).not.toContain('name="act"');
    expect((await open('owner', `/engagements/${id}?part=all`)).page.text).toContain('156,540.00');
    const blind = (await open('bo', `/engagements/${id}?part=all`)).page.text;
    expect(blind).toContain('your own score sheets');
    expect(blind).not.toContain('156,540.00');
  });

  test('answer a vendor and ask it', async () => {
    const { id, vendorIds } = await world.begin();
    await world.publish(vendorIds);
    await world.act(await world.link('sun'), { act: 'ask', question: 'Remote work?' });
    const tender = `/engagements/${id}/tender`;
    const { agent, page } = await open('owner', tender);
    const csrf = csrfIn(page.text);
    const questionId = /name="questionId" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    await agent
      .post(tender)
      .type('form')
      .send({ csrf, act: 'answer', questionId, answer: 'Yes.', visibility: 'all' })
      .expect(303);
    const candidateId = /<option value="([0-9a-f-]{36})"/.exec(page.text)?.[1] ?? '';
    const ask = { csrf, act: 'ask', candidateId, topic: 'general', text: 'How many?' };
    await agent.post(tender).type('form').send(ask).expect(303);
    const { body } = await world.call('owner', 'get', '/tender/questions').expect(200);
    expect((body.items as { asker: string; answer: string }[]).map(({ asker, answer }) => [asker, answer])).toEqual([
      ['vendor', 'Yes.'],
      ['buyer', null],
    ]);
  });
});
