import request from 'supertest';
import { auditTrail } from '../../db/read/audit';
import { engagementStream } from '../../db/stores/audit';
import { bid, TenderWorld } from './tender-world';

let world: TenderWorld;
beforeAll(async () => {
  world = await TenderWorld.open();
});
afterAll(() => world.close());

const trail = async (id: string) => auditTrail(world.database.db, engagementStream(id), { after: 0, limit: 100 });
const candidates = async (): Promise<{ id: string; vendorId: string; quote: unknown }[]> =>
  (await world.call('owner', 'get', '/candidates').expect(200)).body.items;

const statuses = ({ invitations }: { invitations: { status: string }[] }): string[] =>
  invitations.map(({ status }) => status).sort();

const focusedIn = (page: string): readonly string[] =>
  [...page.matchAll(/<(?:input|textarea)[^>]* name="([^"]+)"[^>]* autofocus/g)].map(([, name]) => name ?? '');

describe('a vendor behind its link', () => {
  let path: string;
  let id: string;
  beforeEach(async () => {
    const begun = await world.begin();
    id = begun.id;
    await world.publish(begun.vendorIds);
    path = await world.link('sun');
  });

  test('meets a page that says nothing at any made-up link', async () => {
    const [head = ''] = path.split('.');
    const bodies = [];
    for (const wrong of [`${path}x`, `${head}.abc.${'A'.repeat(43)}`, '/v/x', '/v/%ff'])
      bodies.push((await world.page(wrong).expect(404)).text.replace(/value="[^"]*"/g, ''));
    expect(new Set(bodies).size).toBe(1);
  });

  test('meets the same after the contact has changed, and a word when the link is old', async () => {
    await world.database
      .db('vendors')
      .where('contact_email', 'like', `sun-${id}%`)
      .update({ contact_email: 'new@example.com' });
    await world.page(path).expect(404);
    await world.database
      .db('vendors')
      .where({ contact_email: 'new@example.com' })
      .update({ contact_email: `sun-${id}@example.com` });
    world.pass(24 * 100);
    await world.page(path).expect(410);
  });

  test('changes nothing by reading', async () => {
    const before = await trail(id);
    await world.page(path).expect(200);
    await world.page(`${path}?done=submit`).expect(200);
    expect(await trail(id)).toEqual(before);
  });

  test('is asked for a choice, a form of ours and a confirmation before anything happens', async () => {
    const before = await trail(id);
    await world.act(path, {}, 422);
    await world.act(path, bid('100', { confirm: '' }), 422);
    const kept = await world.act(path, { act: 'decline', reason: 'No "people"' }, 422);
    expect(kept.text).toContain('value="No &quot;people&quot;"');
    await world.act(path, bid('100', { nonce: 'x' }), 403);
    await request(world.app).post(path).type('form').set('sec-fetch-site', 'cross-site').send(bid('100')).expect(403);
    expect(await trail(id)).toEqual(before);
  });

  test('saves a draft as typed and hands in only what is whole', async () => {
    await world.act(path, { act: 'save', 'line.seats': '12 abc', assumptions: 'Two "sites".' });
    const page = (await world.page(path).expect(200)).text;
    expect(page).toContain('value="12 abc"');
    expect(page).toContain('Two &quot;sites&quot;.');

    const refused = await world.act(path, bid('100', { 'hidden.exit': '', annual: '999' }), 422);
    expect(refused.text).toContain('0 where there is none');
    expect(refused.text).toContain('not the sum');
    expect(refused.text).toContain('value="999"');
    expect(refused.text).toContain('name="confirm" value="yes" checked');
    expect(await world.database.db('bids').count()).toEqual([{ count: expect.anything() }]);
    expect((await trail(id)).map(({ type }) => type)).not.toContain('tender.bid');
  });

  test('has the focus on the first field that is wrong, and on the tick when that is missing', async () => {
    const refused = (await world.act(path, bid('100', { 'hidden.exit': '', annual: '999' }), 422)).text;
    expect(focusedIn(refused)).toEqual(['annual']);
    expect(refused).toMatch(/name="hidden\.exit"[^>]* aria-invalid="true"/);
    expect(refused).not.toMatch(/name="oneOff"[^>]* aria-invalid/);
    expect(focusedIn((await world.act(path, bid('12 abc', { years: 'x' }), 422)).text)).toEqual(['line.seats']);
    expect(focusedIn((await world.act(path, bid('100', { confirm: '' }), 422)).text)).toEqual(['confirm']);
    const unread = await world.act(path, bid('100', { confirm: '', nonce: 'x' }), 403);
    expect(unread.text).toMatch(/class="alert" role="alert" tabindex="-1" autofocus/);
    expect(focusedIn(unread.text)).toEqual([]);
  });

  test.each([
    ['a time zone', { act: 'team', timeZone: 'Nowhere', from: '09:00', to: '18:00', languages: 'en' }, 'timeZone'],
    ['an end', { act: 'team', timeZone: 'Asia/Shanghai', from: '09:00', to: '09:00', languages: 'en' }, 'to'],
    ['languages', { act: 'team', timeZone: 'Asia/Shanghai', from: '09:00', to: '18:00', languages: '' }, 'languages'],
    ['a question', { act: 'ask', question: '?' }, 'question'],
  ])('has the focus on %s that cannot be taken', async (_what, fields, name) => {
    const { text } = await world.act(path, fields, 422);
    expect(focusedIn(text)).toEqual([name]);
    expect(text).not.toMatch(/class="alert"[^>]* autofocus/);
  });

  test('is told nothing of totals that follow from a line that cannot be read', async () => {
    const { text } = await world.act(path, bid('12 abc'), 422);
    expect(text).toMatch(/name="line\.seats"[^>]* aria-invalid="true"/);
    expect(text).not.toMatch(/name="(oneOff|annual)"[^>]* aria-invalid/);
    expect((await world.act(path, bid('12 abc', { annual: 'x' }), 422)).text).toMatch(
      /name="annual"[^>]* aria-invalid/,
    );
  });

  test.each([
    ['a bid', 'submit', 'assumptions', 10_000],
    ['a draft', 'save', 'assumptions', 10_000],
    ['a question', 'ask', 'question', 5_000],
    ['a refusal to bid', 'decline', 'reason', 2_000],
    ['its hours', 'team', 'languages', 500],
  ])('is told that a text of %s is too long, and finds it whole', async (_what, act, name, most) => {
    const before = await trail(id);
    const long = `${'x'.repeat(most)}END`;
    const refused = await world.act(path, bid('100', { act, [name]: long }), 422);
    expect(refused.text).toContain('longer than its field takes');
    expect(refused.text).toContain(long);
    expect((await world.page(path)).text).not.toContain('xxx');
    expect(await trail(id)).toEqual(before);
  });

  test('hands in a bid, gets a receipt with its fingerprint, replaces it and takes it back', async () => {
    expect((await world.act(path, bid('100'))).headers['location']).toBe(`${path}?done=submit`);
    const [first] = (await world.post('sun')).slice(-1);
    const hash = /[0-9a-f]{64}/.exec(first?.text ?? '')?.[0] ?? 'none';
    expect((await world.page(path).expect(200)).text).toContain(hash);

    await world.act(path, bid('１,００0.50'));
    const page = (await world.page(path).expect(200)).text;
    expect(page).not.toContain(hash);
    expect(page).toContain('10,005.00 CNY');

    await world.act(path, { act: 'withdraw', confirm: 'yes' });
    expect((await world.page(path).expect(200)).text).not.toContain('10,005.00 CNY');
    expect((await trail(id)).map(({ type }) => type).slice(-3)).toEqual([
      'tender.bid',
      'tender.bid',
      'tender.bid-withdrawn',
    ]);
  });

  test('finds what it typed of a bid or a refusal that comes too late', async () => {
    await world.act(path, bid('100'));
    world.pass(49);
    const { text } = await world.act(path, bid('12.5', { assumptions: 'Two <sites>' }), 422);
    expect(text).not.toContain('name="assumptions"');
    expect(text).toMatch(/<dt>[^<]*<\/dt><dd>12.5<\/dd>/);
    expect(text).toContain('<dd>Two &lt;sites&gt;</dd>');
    const left = await world.act(path, { act: 'decline', confirm: 'yes', reason: 'No people' }, 422);
    expect(left.text).toContain('<blockquote>No people</blockquote>');
    world.pass(24 * 100);
    const form = { act: 'ask', question: 'What <now>?' };
    const expired = await request(world.app).post(path).type('form').send(form).expect(410);
    expect(expired.text).toContain('<blockquote>What &lt;now&gt;?</blockquote>');
  });

  test('declines, and may think better of it', async () => {
    await world.act(path, { act: 'decline', confirm: 'yes', reason: 'No people.' });
    const declined = await world.call('owner', 'get', '/tender').expect(200);
    expect(statuses(declined.body)).toEqual(['declined', 'invited']);
    await world.act(path, bid('100'));
    const back = await world.call('owner', 'get', '/tender').expect(200);
    expect(statuses(back.body)).toEqual(['bid', 'invited']);
  });

  test('asks, and all read the answer without a name', async () => {
    await world.act(path, { act: 'ask', question: 'May we work <remotely>?' });
    const [asked] = (await world.post('p-')).slice(-1);
    expect(asked?.text).toContain('May we work <remotely>?');
    const questions = (await world.call('owner', 'get', '/tender/questions').expect(200)).body.items;
    const other = await world.link('moon');
    expect((await world.page(other).expect(200)).text).not.toContain('remotely');
    const answer = { answer: 'Yes.', visibility: 'all' };
    await world.call('owner', 'post', `/tender/questions/${questions[0].id}/answer`).send(answer).expect(200);
    const seen = (await world.page(other).expect(200)).text;
    expect(seen).toContain('May we work &lt;remotely&gt;?');
    expect(seen).not.toContain('sun');
    await world
      .call('owner', 'post', `/tender/questions/${questions[0].id}/answer`)
      .send({ answer: 'No.' })
      .expect(409);
    world.pass(25);
    const late = await world.act(path, { act: 'ask', question: 'Too <late>?' }, 409);
    expect(late.text).toContain('<blockquote>Too &lt;late&gt;?</blockquote>');
  });

  test('is asked by us, and how long it takes is measured', async () => {
    const [one] = await candidates();
    const question = { text: 'How many nights?', dueAt: new Date(world.now + 10 * 3_600_000).toISOString() };
    const { body } = await world
      .call('owner', 'post', `/candidates/${one?.id ?? ''}/questions`)
      .send(question)
      .expect(201);
    world.pass(11);
    expect(await world.agenda()).toContain('question-due');
    world.pass(9);
    const own = (await world.page(path)).text.includes('How many nights?') ? path : await world.link('moon');
    await world.act(own, { act: 'answer', questionId: body.id, answer: 'Seven.' });
    const late = await world.act(own, { act: 'answer', questionId: body.id, answer: 'Six.' }, 409);
    expect(late.text).toContain('<blockquote>Six.</blockquote>');
    const culture = await world.call('owner', 'get', `/candidates/${one?.id ?? ''}/culture`).expect(200);
    expect(culture.body.responseTime).toEqual({ medianHours: 20, answered: 1, open: 0, score: 76.4706 });
  });

  test('says when its people work, which counts as shared hours', async () => {
    const hours = { timeZone: 'Europe/London', from: '09:00', to: '18:00', languages: 'en, zh-CN' };
    const refused = await world.act(path, { act: 'team', ...hours, timeZone: 'Mars/Base' }, 422);
    for (const typed of ['Mars/Base', '09:00', '18:00', 'en, zh-CN'])
      expect(refused.text).toContain(`value="${typed}"`);
    await world.act(path, { act: 'team', ...hours });
    const all = await Promise.all(
      (await candidates()).map(
        async ({ id: cid }) => (await world.call('owner', 'get', `/candidates/${cid}/culture`)).body,
      ),
    );
    expect(all.map(({ overlap }) => overlap).filter(Boolean)).toEqual([
      { hours: 1, sharedLanguages: ['zh-CN', 'en'], score: 25 },
    ]);
  });

  test('is slowed down when it reads or guesses too often', async () => {
    const { app } = world;
    for (let reading = 0; reading < 60; reading += 1) await request(app).get(path).expect(200);
    await request(app).get(path).expect(429).expect('retry-after', /\d+/);
  });
});
