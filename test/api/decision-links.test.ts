import { isEqual } from '../../links';
import { HOUR } from '../domain/approval-builders';
import { type Asking, LinkWorld, links } from './link-world';

let world: LinkWorld;
beforeAll(async () => {
  world = await LinkWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(() => {
  world.away = false;
  world.notices.length = 0;
});

const isUntouched = ({ id, state }: Asking): boolean => world.stateOf(id)?.version === state.version;
const approve = { decision: 'approve' };

test('reading a link shows what is decided, often and by any method, and changes nothing', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  for (let visit = 0; visit < 5; visit += 1) await world.get(`${path}?intent=reject`).expect(200);
  const { text, headers } = await world.get(path);
  expect(text).toContain('Pay &lt;Oceanic&gt;');
  expect(text).toContain('1,000 CNY');
  expect(text).not.toContain(' checked');
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  expect(isUntouched(asking)).toBe(true);
});

test('a decision is recorded with its channel, and the page is its receipt', async () => {
  const asking = await world.ask();
  const { text } = await world.post(asking.link(asking.asked[0]), { ...approve, comment: 'Fine.' }).expect(200);
  expect(text).toContain('Your decision is recorded');
  expect(world.stateOf(asking.id)).toMatchObject({ status: 'approved' });
  expect(world.stateOf(asking.id)?.tasks[0]).toMatchObject({ decision: 'approve', channel: 'email' });
});

test('the same decision again is answered as recorded and has no second effect', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  await world.post(path, approve).expect(200);
  const version = world.stateOf(asking.id)?.version;
  await world.post(path, approve).expect(200).expect('idempotent-replay', 'true');
  expect(world.stateOf(asking.id)?.version).toBe(version);
});

test('another decision after one’s own is a conflict', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  await world.post(path, approve);
  const { text } = await world.post(path, { decision: 'reject', comment: 'Changed my mind' }).expect(409);
  expect(text).toContain('already decided otherwise');
});

test('the link of the others is dead once one person decided, and names them', async () => {
  const asking = await world.ask();
  await world.post(asking.link(asking.asked[0]), approve);
  const { text } = await world.get(asking.link(asking.asked[1])).expect(410);
  expect(text).toContain('Somebody else has decided');
  expect(text).toContain('Ann &lt;b&gt;');
  await world.post(asking.link(asking.asked[1]), approve).expect(410);
});

test.each([
  ['without a choice', {}, 'Choose one of the options'],
  ['with a choice that does not exist', { decision: 'delegate' }, 'Choose one of the options'],
  ['to reject without a reason', { decision: 'reject' }, 'at least two characters'],
])('a form %s changes nothing', async (_what, fields, words) => {
  const asking = await world.ask();
  const { text } = await world.post(asking.link(asking.asked[0]), fields).expect(422);
  expect(text).toContain(words);
  expect(isUntouched(asking)).toBe(true);
});

test('altered, foreign and made-up links get one and the same answer', async () => {
  const asking = await world.ask();
  const other = await world.ask();
  const path = asking.link(asking.asked[0]);
  const flipped = path.slice(0, -5) + (path.at(-5) === 'A' ? 'B' : 'A') + path.slice(-4);
  const crossed = path.replace(/^\/a\/[^.]+/, other.link(other.asked[0]).replace(/\..*/, ''));
  const bodies = await Promise.all(
    [flipped, crossed, '/a/nonsense', '/a/018f4c1e-0000-7000-8000-000000000000.abcdef.x'].map(async (wrong) => {
      const { text, status } = await world.get(wrong);
      return [status, text.replace(/\?lang[^"]*|\/a\/[^"?]*|value="[^"]*"/g, '')];
    }),
  );
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(bodies[0]?.[0]).toBe(404);
});

test('an expired link offers a new one, which goes to the address on file', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0], { expiresAt: world.now - HOUR });
  const { text } = await world.post(path, approve).expect(410);
  expect(text).toContain('Send me a new link');
  expect(isUntouched(asking)).toBe(true);
  await world.post(`${path}/renew`).expect(200);
  expect(world.notices).toEqual([expect.stringMatching(/^notice-new-link-/)]);
});

test('a link to an address that the person no longer has decides nothing', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0], { address: 'old@example.com' });
  const { status } = await world.post(path, approve);
  expect([404, 410]).toContain(status);
  expect(isUntouched(asking)).toBe(true);
});

test('forms of other sites and other kinds of bodies are refused', async () => {
  const asking = await world.ask();
  const path = asking.link(asking.asked[0]);
  await world.post(path, approve).set('sec-fetch-site', 'cross-site').expect(403);
  await world.post(path, approve).set('origin', 'https://evil.example').expect(403);
  await world.post(path).type('json').send('{"decision":"approve"}').expect(415);
  expect(isUntouched(asking)).toBe(true);
  await world.post(path, approve).set({ 'sec-fetch-site': 'same-origin', origin: 'null' }).expect(200);
});

test('while the engine is away nothing is lost and the link still works afterwards', async () => {
  const asking = await world.ask();
  world.away = true;
  await world.post(asking.link(asking.asked[0]), approve).expect(503).expect('retry-after', /\d/);
  expect(isUntouched(asking)).toBe(true);
  world.away = false;
  await world.post(asking.link(asking.asked[0]), approve).expect(200);
});

describe('a policy that asks for more than a link', () => {
  test('wants the code that was mailed, and counts the tries', async () => {
    const asking = await world.ask({ stepUp: true });
    const path = asking.link(asking.asked[0]);
    await world.post(path, approve).expect(422);
    await world.post(`${path}/code`).expect(200);
    const codeId = world.notices[0]?.replace('notice-', '') ?? '';
    const wrong = isEqual(links.codeFor(codeId), '000000') ? '111111' : '000000';
    await world.post(path, { ...approve, code: wrong }).expect(422);
    expect(isUntouched(asking)).toBe(true);
    await world.post(path, { ...approve, code: links.codeFor(codeId) }).expect(200);
    expect(world.stateOf(asking.id)?.status).toBe('approved');
  });

  test('refuses even the right code after five wrong ones', async () => {
    const asking = await world.ask({ stepUp: true });
    const path = asking.link(asking.asked[0]);
    await world.post(`${path}/code`);
    const code = links.codeFor(world.notices[0]?.replace('notice-', '') ?? '');
    for (let tries = 0; tries < 5; tries += 1) await world.post(path, { ...approve, code: 'wrong!' });
    await world.post(path, { ...approve, code }).expect(422);
    expect(isUntouched(asking)).toBe(true);
  });
});

test('many presses at once leave one decision', async () => {
  const asking = await world.ask();
  const paths = asking.asked.map((person) => asking.link(person));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => world.post(paths[index % 2] ?? '', approve)),
  );
  expect(world.stateOf(asking.id)?.tasks.filter(({ decision }) => decision !== null)).toHaveLength(1);
  expect(answers.filter(({ status }) => ![200, 409, 410].includes(status))).toEqual([]);
});
