import { v7 as uuidv7 } from 'uuid';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const invitees = (n: number, part: object = {}) =>
  Array.from({ length: n }, (_, index) => ({ name: `Guest ${index}`, email: `guest${index}@example.com`, ...part }));
const survey = (part: object = {}) => ({
  title: 'How was March?',
  period: '2027-03',
  questions: ['csat', 'nps'],
  closesOn: '2027-03-12',
  invitees: invitees(5),
  ...part,
});
const open = async (part: object = {}) => (await world.call('post', '/surveys', survey(part)).expect(201)).body;
const read = async (id: string) => (await world.call('get', `/surveys/${id}`).expect(200)).body;
/** Paths of the links that were mailed, in the order of the addresses. */
async function links(): Promise<readonly string[]> {
  await world.settle();
  const letters = [...(await world.post())].sort((a, b) => (a.to.address < b.to.address ? -1 : 1));
  return letters.map(({ text }) => /http:\/\/localhost(\/f\/\S+)/.exec(text)?.[1] ?? '');
}
const formIn = (html: string): string => /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';
/** Opens the page behind a link and sends its form. */
const answer = async (path: string, fields: Readonly<Record<string, string>>, status = 303) =>
  world.act(path, { form: formIn((await world.page(path)).text), ...fields }, status);
const answersOf = (id: string) => world.database.db('survey_answers').where({ survey_id: id });
const CLOSED = '2027-03-13T00:00';

describe('a survey', () => {
  test('mails each invited person a link, reminds whoever is silent, closes and shows figures without names', async () => {
    const { id } = await open();
    const paths = await links();
    expect(paths).toHaveLength(5);
    expect(new Set(paths).size).toBe(5);
    const given: readonly [number, number][] = [
      [5, 10],
      [4, 9],
      [4, 9],
      [2, 6],
    ];
    for (const [index, [csat, nps]] of given.entries())
      await answer(paths[index] ?? '', { csat: `${csat}`, nps: `${nps}`, comment: `Said by ${index}` });
    expect(await read(id)).toMatchObject({ state: 'running', answered: 4, csat: null, nps: null, comments: [] });
    expect(await world.until('2027-03-10T09:00')).toContain('survey-mail:reminder');
    expect((await world.post()).map(({ to }) => to.address)).toEqual(['guest4@example.com']);
    await answer(paths[4] ?? '', { csat: '3', nps: '7', comment: '' });
    expect(await world.until(CLOSED)).toContain('survey-close:');
    expect(await read(id)).toMatchObject({
      state: 'closed',
      invited: 5,
      answered: 5,
      csat: { enough: true, shareBp: 6000, mean: 3.6 },
      nps: { enough: true, score: 40, promoters: 3, passives: 1, detractors: 1 },
      comments: ['Said by 0', 'Said by 1', 'Said by 2', 'Said by 3'],
      openUrl: null,
    });
    expect((await answersOf(id)).map(({ invitation_id }) => invitation_id)).toEqual([null, null, null, null, null]);
    await world.page(paths[0] ?? '').expect(410);
    expect(JSON.stringify(await world.trail())).not.toMatch(/Guest|guest\d|Said by/);
  });

  test('shows no figure of four answers, and none of them', async () => {
    const { id } = await open({ invitees: invitees(4) });
    for (const path of await links()) await answer(path, { csat: '1', nps: '0', comment: 'Awful' });
    await world.until(CLOSED);
    expect(await read(id)).toMatchObject({
      answered: 4,
      csat: { n: 4, enough: false, shareBp: null },
      nps: { enough: false, score: null, promoters: null },
      comments: [],
    });
    const { body } = await world.call('get', '/feedback').expect(200);
    expect(body.items).toMatchObject([{ period: '2027-03', surveys: 1, answered: 4, csat: { n: 0, enough: false } }]);
  });

  test.each([
    ['closesOn', { closesOn: '2027-02-26' }],
    ['closesOn', { closesOn: '2029-01-01' }],
    ['kpi.key', { kpi: { key: 'happy', figure: 'nps' } }],
    ['period', { period: '2027-13' }],
    ['invitees', { invitees: [] }],
  ])('names %s when it is wrong, and mails nobody', async (path, part) => {
    const { body } = await world.call('post', '/surveys', survey(part)).expect(422);
    expect(body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path }] });
    expect((await world.call('get', '/surveys')).body.items).toEqual([]);
    expect(await world.settle()).toEqual([]);
  });

  test('is opened once under one key, for the people of a running service', async () => {
    const send = () => world.call('post', '/surveys', survey()).set('idempotency-key', `once-${world.id}`);
    expect((await send().expect(201)).body).toEqual((await send().expect(201)).body);
    expect((await world.call('get', '/surveys')).body.items).toHaveLength(1);
    await world.call('post', '/surveys', survey(), 'stranger').expect(403);
    const { id } = await open({ title: 'Second' });
    const first = await world.call('get', '/surveys?limit=1').expect(200);
    const second = await world.call('get', `/surveys?limit=1&cursor=${first.body.next}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ title: 'Second' }], next: null });
    await world.begin();
    await world.call('get', `/surveys/${id}`).expect(404);
    await world.call('get', `/surveys/${uuidv7()}`).expect(404);
    await world.begin({ state: 'CONTRACTING' });
    await world.call('post', '/surveys', survey()).expect(409);
  });
});

describe('the page behind a link', () => {
  test('is in the language of the invited person, and reading it changes nothing', async () => {
    const { id } = await open({ invitees: invitees(1, { locale: 'zh-CN' }) });
    const [path = ''] = await links();
    const before = await world.trail();
    const { text } = await world.page(path).expect(200);
    expect(text).toContain('您对这项服务的满意程度如何');
    expect(text).not.toMatch(/<script(?! src="\/assets\/drafts)/);
    expect((await world.page(`${path}?lang=en`)).text).toContain('How satisfied are you');
    expect(await world.trail()).toEqual(before);
    expect(await answersOf(id)).toEqual([]);
  });

  test('lets an answer be changed, and keeps what was filled in when something is missing', async () => {
    const { id } = await open({ invitees: invitees(1) });
    const [path = ''] = await links();
    const refused = await answer(path, { csat: '4', comment: 'Kept <b>' }, 422);
    expect(refused.text).toContain('value="4" required checked');
    expect(refused.text).toContain('Kept &lt;b&gt;');
    expect(refused.text.match(/class="question fault"/g)).toHaveLength(1);
    expect(refused.text).toMatch(
      /<fieldset class="question fault" tabindex="-1" autofocus><legend>[^<]*<span class="fault">(is not answered|未作答)/,
    );
    await answer(path, { csat: '6', nps: '1' }, 422);
    await answer(path, { csat: '4', nps: '9', comment: 'First' });
    await answer(path, { csat: '2', nps: '3', comment: '' });
    expect(await answersOf(id)).toMatchObject([{ csat: 2, nps: 3, comment: null }]);
    expect((await world.page(path)).text).toContain('value="2" required checked');
    await answer(path, { csat: '5', nps: '5', nonce: 'x' }, 403);
    expect(await answersOf(id)).toMatchObject([{ csat: 2 }]);
  });

  test('refuses a comment that is too long and shows it whole', async () => {
    const { id } = await open({ invitees: invitees(1) });
    const [path = ''] = await links();
    const comment = `${'x'.repeat(2_000)}END`;
    const refused = await answer(path, { csat: '4', nps: '9', comment }, 422);
    expect(refused.text).toContain('more than 2,000 characters');
    expect(refused.text).toContain('maxlength="2000" aria-invalid="true" autofocus>');
    expect(refused.text).not.toContain('class="question fault"');
    expect(refused.text).toContain(comment);
    expect(await answersOf(id)).toEqual([]);
    await answer(path, { csat: '4', nps: '9', comment: comment.slice(3) });
    expect(await answersOf(id)).toMatchObject([{ csat: 4, comment: comment.slice(3) }]);
  });

  test('takes answers by an open link up to its limit, one for each form however often it is sent', async () => {
    const { id, openUrl } = await open({ invitees: [], open: true, openLimit: 5, questions: ['nps'] });
    const path = String(openUrl).replace('http://localhost', '');
    expect(await world.settle()).toEqual([]);
    const form = formIn((await world.page(path)).text);
    for (const nps of ['9', '10']) await world.act(path, { form, nps });
    expect(await answersOf(id)).toMatchObject([{ nps: 10, csat: null }]);
    for (const nps of ['0', '1', '2', '3']) await answer(path, { nps });
    await answer(path, { nps: '4' }, 429);
    await world.act(path, { form, nps: '8' });
    expect(await answersOf(id)).toHaveLength(5);
    const thanks = await world.page(`${path}?done=saved`).expect(200);
    expect(thanks.text).not.toContain('type="radio"');
  });

  test('is one and the same for every link that we did not make', async () => {
    const closed = await open({ invitees: invitees(1) });
    const [path = ''] = await links();
    const bodies = [];
    const forged = path.replace(/\/f\/[^.]+/, `/f/${closed.id}`);
    for (const wrong of [`${path}x`, forged, '/f/x', '/f/%ff'])
      bodies.push((await world.page(wrong).expect(404)).text.replace(/value="[^"]*"/g, ''));
    expect(new Set(bodies).size).toBe(1);
    await world.database.db('engagements').where({ id: world.id }).update({ state: 'CLOSED' });
    await world.page(path).expect(410);
  });
});

const satisfied = {
  key: 'satisfied',
  name: 'Satisfied',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  source: 'internal',
  floor: 0,
  target: 100,
};
const kpi = { key: 'satisfied', figure: 'csat-share' };
const valuesOf = async () => (await world.call('get', '/kpis/satisfied/values?period=2027-03').expect(200)).body.items;

describe('a KPI that takes a figure of a survey', () => {
  const define = (part: object = {}) => world.call('put', '/kpis', [{ ...satisfied, ...part }]).expect(200);

  test('gets its value when the survey closes', async () => {
    await define();
    await open({ kpi });
    for (const [index, path] of (await links()).entries()) await answer(path, { csat: `${index + 1}`, nps: '5' });
    expect(await valuesOf()).toEqual([]);
    await world.until(CLOSED);
    expect(await valuesOf()).toMatchObject([
      { revision: 1, value: 40, status: null, recordedBy: null, evidence: 'How was March? (n = 5)' },
    ]);
  });

  test('gets a reason in place of a value of too few answers', async () => {
    await define();
    await open({ kpi });
    await world.until(CLOSED);
    expect(await valuesOf()).toMatchObject([{ value: null, status: 'unavailable', reason: 'n = 0 < 5' }]);
  });

  test('is refused where its values come from elsewhere or for another period', async () => {
    await define({ source: 'vendor' });
    const { body } = await world.call('post', '/surveys', survey({ kpi })).expect(422);
    expect(body.errors).toMatchObject([{ path: 'kpi.key' }]);
    await define();
    const quarter = await world.call('post', '/surveys', survey({ kpi, period: '2027-Q1' })).expect(422);
    expect(quarter.body.errors).toMatchObject([{ path: 'period' }]);
  });
});

test('remarks that came by another way are recorded and shown with the figures', async () => {
  const remark = { on: '2027-02-26', source: 'Store manager', text: 'The <b>night</b> shift is kind.', rating: 5 };
  const { body } = await world.call('post', '/feedback', remark).expect(201);
  expect(body).toMatchObject({ ...remark, recordedBy: world.people.owner.person.id });
  await world.call('post', '/feedback', { ...remark, on: '2027-03-02' }).expect(422);
  await world.call('post', '/feedback', { ...remark, rating: 6 }).expect(422);
  await world.call('post', '/feedback', remark, 'stranger').expect(403);
  const feedback = await world.call('get', '/feedback').expect(200);
  expect(feedback.body).toMatchObject({ items: [], next: null, remarks: [remark] });
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain('The &lt;b&gt;night&lt;/b&gt; shift is kind.');
});
