import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { insertToken } from '../../db/stores/tokens';
import type { Person } from '../../domain/people/people';
import type { TokenScope } from '../../domain/people/token-scopes';
import { type Asking, LinkWorld } from './link-world';
import { hiddenOf } from './page-form';

const MINUTE = 60_000;
const SECRET = 'a token of Ann';
let world: LinkWorld;
let asking: Asking;
let ann: Person;
let cookie: string;

beforeAll(async () => {
  world = await LinkWorld.open();
});
afterAll(() => world.database.drop());

const asked = async (settings: Parameters<LinkWorld['ask']>[0], minutes: number): Promise<void> => {
  asking = await world.ask(settings);
  [ann] = asking.asked;
  cookie = await world.signIn(ann);
  world.now += minutes * MINUTE;
};
const taskId = (): string => world.stateOf(asking.id)?.tasks.find(({ assigneeId }) => assigneeId === ann.id)?.id ?? '';
const decision = (): string | null | undefined =>
  world.stateOf(asking.id)?.tasks.find(({ id }) => id === taskId())?.decision;
const page = (): string => `/requests/${asking.id}`;

async function decideOnPage() {
  const { text } = await world.get(page()).set('cookie', cookie).expect(200);
  return world.post(`${page()}/tasks/${taskId()}`, { ...hiddenOf(text), decision: 'approve' }).set('cookie', cookie);
}

const same = { 'sec-fetch-site': 'same-origin' };
const byApi = (
  headers: Readonly<Record<string, string>>,
  path = `/api/v1/tasks/${taskId()}/actions`,
  body: object = { action: 'approve' },
) =>
  // prettier-ignore
  request(world.app).post(path).set(headers).send(body);

describe('a decision on which much hangs', () => {
  test('needs its person to have shown lately who they are: on the page', async () => {
    await asked({ stepUp: true }, 15);
    const shown = await world.get(page()).set('cookie', cookie);
    expect(shown.text).toContain(`href="/confirm?next&#x3D;${encodeURIComponent(page())}"`);
    const refused = await decideOnPage();
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Show again who you are; nothing has been changed.');
    expect(decision()).toBeNull();
    cookie = await world.signIn(ann);
    expect((await decideOnPage()).status).toBe(303);
    expect(decision()).toBe('approve');
  });

  test('in the inbox', async () => {
    await asked({ stepUp: true }, 15);
    const { text } = await world.get('/inbox').set('cookie', cookie);
    const fields = { ...hiddenOf(text), decision: 'approve', pick: taskId() };
    const answer = await world.post('/inbox/decide', fields).set('cookie', cookie).expect(200);
    expect(answer.text).toContain('href="/confirm?next=/inbox"');
    expect(decision()).toBeNull();
  });

  test('by the API with a session', async () => {
    await asked({ stepUp: true }, 15);
    const refused = await byApi({ cookie, ...same });
    expect([refused.status, refused.body.code]).toEqual([403, 'STEP_UP_REQUIRED']);
    const items = [{ taskId: taskId(), action: 'approve' }];
    const bulk = await byApi({ cookie, ...same }, '/api/v1/tasks/actions', { items });
    expect(bulk.body.items[0]).toMatchObject({ status: 403, problem: { code: 'STEP_UP_REQUIRED' } });
    expect(decision()).toBeNull();
    expect((await byApi({ cookie: await world.signIn(ann), ...same })).status).toBe(200);
    expect(decision()).toBe('approve');
  });

  test('at a mailed link, which asks for its code or for showing it again', async () => {
    await asked({ stepUp: true }, 15);
    const path = asking.link(ann);
    const again = await world.get(`${path}/sign-in`).set('cookie', cookie).expect(303);
    expect(again.headers['location']).toBe(`/confirm?next=${encodeURIComponent(path)}`);
    const form = hiddenOf((await world.get(path).set('cookie', cookie)).text);
    const sent = { ...form, decision: 'approve' };
    expect((await world.post(path, sent).set('cookie', cookie)).status).toBe(422);
    expect(decision()).toBeNull();
    cookie = await world.signIn(ann);
    await world.get(`${path}/sign-in`).set('cookie', cookie).expect('location', path);
    expect((await world.post(path, sent).set('cookie', cookie)).status).toBe(200);
    expect(decision()).toBe('approve');
  });

  test.each<[string, readonly TokenScope[] | null, number]>([
    ['a token that may do everything makes it', null, 200],
    ['a token for decisions makes it', ['decide'], 200],
    ['a token for reading does not', ['read'], 403],
  ])('by a program: %s', async (_what, scopes, status) => {
    await asked({ stepUp: true }, 0);
    const secret = `${SECRET} ${uuidv7()}`.replaceAll(' ', '-');
    const token = { id: uuidv7(), userId: ann.id, name: 't', secret, scopes, expiresAt: null, now: world.now };
    await insertToken(world.database.db, token);
    expect((await byApi({ authorization: `Bearer ${secret}` })).status).toBe(status);
    expect(decision()).toBe(status === 200 ? 'approve' : null);
  });
});

test('any other decision is made in a session of any age', async () => {
  await asked({ stepUp: false }, 29);
  expect((await world.get(page()).set('cookie', cookie)).text).not.toContain('/confirm?next');
  expect((await decideOnPage()).status).toBe(303);
  expect(decision()).toBe('approve');
});
