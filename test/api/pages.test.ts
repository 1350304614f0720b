import request from 'supertest';
import { DomainError } from '../../domain/errors';
import { csrfIn } from './page-form';
import { browser, contents, HOTLINE, LI, type PageWorld, pageWorld, REQUEST, SUPPLIER, TASK, view } from './page-world';

let world: PageWorld;
let open: ReturnType<typeof browser>;

beforeAll(async () => {
  world = await pageWorld();
  open = browser(world);
});
afterAll(() => world.database.drop());
beforeEach(() => {
  world.approvals.acts.length = 0;
  world.approvals.refusal = null;
});

describe('signing in', () => {
  test('makes a session that scripts and other sites cannot use', async () => {
    const form = await open.get('/sign-in').expect(200);
    const answer = await open
      .post('/sign-in', {
        csrf: csrfIn(form.text),
        token: `token-of-${LI.id}`,
        next: '/engagements',
      })
      .expect(303);
    expect(answer.headers['location']).toBe('/engagements');
    expect(String(answer.headers['set-cookie'])).toMatch(/tenure_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/);
  });

  test('refuses an unknown token and says so', async () => {
    const form = await open.get('/sign-in');
    const answer = await open.post('/sign-in', { csrf: csrfIn(form.text), token: 'wrong' }).expect(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('unknown or has expired');
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example'])('never leads on to %s', async (next) => {
    const form = await open.get('/sign-in');
    const answer = await open
      .post('/sign-in', { csrf: csrfIn(form.text), token: `token-of-${LI.id}`, next })
      .expect(303);
    expect(answer.headers['location']).toBe('/inbox');
  });

  test('is asked of visitors, who come back to the page they wanted', async () => {
    const answer = await open.get('/engagements?q=hotline').expect(303);
    expect(answer.headers['location']).toBe('/sign-in?next=%2Fengagements%3Fq%3Dhotline');
  });

  test('lets whoever is signed in already go on to the page they wanted, of this site only', async () => {
    const cookie = await open.signIn(LI);
    const to = async (next: string) =>
      (await open.get(`/sign-in?next=${next}`, cookie).expect(303)).headers['location'];

    expect(await to('%2Fengagements%3Fq%3Dhotline')).toBe('/engagements?q=hotline');
    expect(await to('%2F%2Felsewhere.example')).toBe('/inbox');
  });

  test('ends with the session on signing out', async () => {
    const cookie = await open.signIn(LI);
    const page = await open.get('/inbox', cookie).expect(200);
    await open.post('/sign-out', { cookie, csrf: csrfIn(page.text) }).expect(303);
    await open.get('/inbox', cookie).expect(303);
  });
});

describe('forms', () => {
  test.each([
    ['without a token', {}, {}],
    ['with a token that was made up', { csrf: 'zzzzzzzz.abc' }, {}],
    ['from another site', { csrf: 'own' }, { 'sec-fetch-site': 'cross-site' }],
    ['from another origin', { csrf: 'own' }, { origin: 'https://evil.example' }],
  ])('%s change nothing', async (_what, fields, headers) => {
    const cookie = await open.signIn(LI);
    const page = await open.get(`/requests/${REQUEST}`, cookie);
    const csrf = 'csrf' in fields && fields.csrf === 'own' ? csrfIn(page.text) : 'csrf' in fields ? fields.csrf : '';
    await open
      .post(`/requests/${REQUEST}/tasks/${TASK}`, { cookie, csrf, decision: 'approve' })
      .set(headers)
      .expect(403);
    expect(world.approvals.acts).toEqual([]);
  });

  test('of one session are refused in another', async () => {
    const [mine, theirs] = [await open.signIn(LI), await open.signIn(LI)];
    const page = await open.get(`/requests/${REQUEST}`, mine);
    await open
      .post(`/requests/${REQUEST}/tasks/${TASK}`, {
        cookie: theirs,
        csrf: csrfIn(page.text),
        decision: 'approve',
      })
      .expect(403);
    expect(world.approvals.acts).toEqual([]);
  });
});

describe('deciding on a page', () => {
  const decide = async (fields: Readonly<Record<string, string>>) => {
    const cookie = await open.signIn(LI);
    const page = await open.get(`/requests/${REQUEST}`, cookie).expect(200);
    expect(page.text).not.toContain(' checked');
    return open.post(`/requests/${REQUEST}/tasks/${TASK}`, { cookie, csrf: csrfIn(page.text), ...fields });
  };

  test('hands the choice with what was seen to the approval', async () => {
    const answer = await decide({ decision: 'approve', comment: ' fine ', subjectHash: view.subjectHash });
    expect(answer.status).toBe(303);
    expect(world.approvals.acts).toEqual([{ action: 'approve', comment: 'fine', subjectHash: view.subjectHash }]);
  });

  test('needs a choice: pressing the only button changes nothing', async () => {
    const answer = await decide({});
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('请先选择一项');
    expect(world.approvals.acts).toEqual([]);
  });

  test('keeps what was typed when the approval refuses', async () => {
    world.approvals.refusal = new DomainError('COMMENT_REQUIRED', 'A reason is needed.');
    const answer = await decide({ decision: 'reject', comment: '<b>' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="reject" checked');
    expect(answer.text).toContain('&lt;b&gt;</textarea>');
  });
});

describe('pages', () => {
  const PATHS = [
    '/sign-in',
    '/inbox',
    '/inbox?box=mine',
    '/engagements',
    `/engagements/${HOTLINE}`,
    `/engagements/${HOTLINE}?part=all`,
    `/requests/${REQUEST}`,
  ];

  test('change nothing when they are read', async () => {
    const cookie = await open.signIn(LI);
    const before = await contents(world);
    for (const path of PATHS) {
      await open.get(path, cookie);
      await request(world.app).head(path).set({ cookie });
    }
    expect(await contents(world)).toEqual(before);
    expect(world.approvals.acts).toEqual([]);
  });

  test.each(PATHS)('%s carries the headers of a page that nobody keeps or frames', async (path) => {
    const { headers } = await open.get(path, await open.signIn(LI));
    // Whoever is signed in is led on from there.
    const scripts = path === '/sign-in' ? '' : "; script-src 'self'; connect-src 'self'";
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'${scripts}`,
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, noarchive',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('show an engagement with its links, needs and timeline', async () => {
    const { text } = await open.get(`/engagements/${HOTLINE}?part=all`, await open.signIn(LI)).expect(200);
    expect(text).toContain('Answer &lt;all&gt; calls');
    expect(text).toContain('项目已创建');
    expect(text).toMatch(
      /<a href="\/engagements\/[^"]+\?part&#x3D;needs#needs" aria-label="[^"]+" aria-current="step">/,
    );
  });

  test('show what the needs come to: picture, total cost, what is missing, and what is to be checked', async () => {
    const needs = {
      statement: 'Answer <all> calls',
      swotItems: [{ quadrant: 'S', text: 'Team <b>', impact: 5, likelihoodOrFit: 4 }],
      businessCase: { vendorAnnual: '100000', years: 2 },
      employeeImpact: { headcountAffected: 3 },
    };
    const row = world.database.db('engagements').where({ id: HOTLINE });
    await row.clone().update({ needs: JSON.stringify(needs) });
    const { text } = await open.get(`/engagements/${HOTLINE}?part=all`, await open.signIn(LI)).expect(200);
    expect(text).toContain('<svg class="swot"');
    expect(text).toContain('Team &lt;b&gt;');
    expect(text).toContain('200,000.00 CNY');
    expect(text).toContain('管理成本可能低估');
    expect(text).toContain('员工影响 › 人力资源负责人');
    expect(text).toContain('已按半小时预测来量，含高峰');
    await row.clone().update({ needs: JSON.stringify({}) });
    const { text: empty } = await open.get(`/engagements/${HOTLINE}?part=all`, await open.signIn(LI)).expect(200);
    expect(empty).toContain('立项审批尚缺');
    expect(empty).toContain('<li>商业论证');
    await row.clone().update({ needs: JSON.stringify({ statement: needs.statement }) });
  });

  test('are read in the language of the person, of the switch, or of the browser', async () => {
    const cookie = await open.signIn(LI);
    expect((await open.get('/inbox', cookie)).text).toContain('<html lang="zh-CN">');
    const switched = await open.get('/inbox?lang=en', cookie);
    expect(switched.text).toContain('<html lang="en">');
    expect(String(switched.headers['set-cookie'])).toContain('tenure_lang=en');
    expect((await open.get('/sign-in').set('accept-language', 'zh-TW,zh;q=0.9')).text).toContain('<html lang="zh-CN">');
  });

  test('tell a supplier nothing of engagements and requests that are not theirs', async () => {
    const cookie = await open.signIn(SUPPLIER);
    await open.get('/engagements', cookie).expect(403);
    await open.get(`/engagements/${HOTLINE}`, cookie).expect(403);
    await open.get(`/requests/${REQUEST}`, cookie).expect(404);
  });

  test('that are not there say so to people, and as a problem to programs', async () => {
    const cookie = await open.signIn(LI);
    expect((await open.get('/engagements/nonsense', cookie).expect(404)).text).toContain('class="narrow notice bad"');
    await open.get('/nothing-here').expect(404).expect('content-type', /html/);
    await request(world.app)
      .get('/nothing-here')
      .set('accept', 'application/json')
      .expect(404)
      .expect('content-type', /problem\+json/);
  });

  test('load a style sheet that may be kept for ever', async () => {
    const { text } = await open.get('/sign-in');
    const href = /href="(\/assets\/style\.[0-9a-f]{12}\.css)"/.exec(text)?.[1] ?? '';
    await open
      .get(href)
      .expect(200)
      .expect('cache-control', 'public, max-age=31536000, immutable')
      .expect('content-type', /text\/css/);
  });
});
