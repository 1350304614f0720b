import type { TokenView } from '../../domain/people/token-schema';
import type { Person } from '../../domain/people/people';
import { faultsIn, focusedIn } from './page-form';
import { MINUTE, NOW, SignInWorld, tokenOf } from './sign-in-world';

let world: SignInWorld;
let person: Person;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
});

describe('the page of one’s own security', () => {
  test('makes a token with scopes and an end, shows it once, and revokes it', async () => {
    const browser = await world.signedIn(person);
    const fields = { act: 'new-token', name: 'Export', scopes: ['read'], expiresOn: '2026-12-24' };
    const made = await browser.submit('/security', fields);
    const token = /<code>(tenure_[\w-]{43})<\/code>/.exec(made.text)?.[1] ?? '';
    expect((await browser.get('/security')).text).not.toContain(token);
    const call = (path: string) => world.on('get', path).set({ authorization: `Bearer ${token}` });
    await call('/api/v1/me').expect(200);
    const list = await call('/api/v1/me/tokens').expect(200);
    const { items } = list.body as { items: readonly TokenView[] };
    const mine = items.find(({ name }) => name === 'Export');
    expect(mine).toMatchObject({ scopes: ['read'], lastUsedAt: new Date(NOW).toISOString(), revokedAt: null });
    await browser.submit('/security', { act: 'revoke-token', id: mine?.id ?? '' });
    await call('/api/v1/me').expect(401);
  });

  test('is led to what a token lacks, and finds what it typed', async () => {
    const browser = await world.signedIn(person);
    const fields = { act: 'new-token', name: 'Export', scopes: ['read'], expiresOn: '2020-01-01' };
    const late = (await browser.submit('/security', fields)).text;
    expect(focusedIn(late)).toEqual(['expiresOn']);
    expect(late).toContain('name="name" required maxlength="200" autocomplete="off" value="Export"');
    const { text } = await browser.submit('/security', { ...fields, name: '', scopes: [] });
    expect(focusedIn(text)).toEqual(['name']);
    expect(faultsIn(text)).toHaveLength(3);
  });

  test('makes no token long after one has shown who one is, until it is shown again', async () => {
    const browser = await world.signedIn(person);
    const fields = { act: 'new-token', name: 'Export', scopes: ['read'], expiresOn: '2026-12-24' };
    world.now += 16 * MINUTE;
    const asked = await browser.submit('/security', fields);
    expect(asked.headers['location']).toBe('/confirm?next=%2Fsecurity');
    const wrong = await browser.submit('/confirm', { token: tokenOf(await world.hire()), next: '/security' });
    expect(wrong.status).toBe(422);
    const proved = await browser.submit('/confirm', { token: tokenOf(person), next: '/security' });
    expect(proved.headers['location']).toBe('/security');
    expect((await browser.submit('/security', fields)).text).toContain('<code>tenure_');
  });
});

describe('a token with scopes', () => {
  const scoped = async (scopes: readonly string[], roles: Person['roles'] = ['admin']) => {
    person = await world.hire({ roles });
    const browser = await world.signedIn(person);
    const made = await browser.submit('/security', { act: 'new-token', name: 'x', scopes, expiresOn: '2026-12-24' });
    return /<code>(tenure_[\w-]{43})<\/code>/.exec(made.text)?.[1] ?? '';
  };

  test.each([
    ['read', 'get', '/api/v1/users', 200],
    ['read', 'post', '/api/v1/users', 403],
    ['write', 'get', '/api/v1/users', 403],
    ['decide', 'post', '/api/v1/users', 403],
    ['administer', 'post', '/api/v1/users', 422],
  ] as const)('%s: %s %s answers %d', async (scope, method, path, status) => {
    const token = await scoped([scope]);
    const call = world.on(method, path).set({ authorization: `Bearer ${token}` });
    await (method === 'post' ? call.send({}) : call).expect(status);
  });

  test('opens no session', async () => {
    const token = await scoped(['read', 'write', 'decide', 'administer']);
    const answer = await world.browser().submit('/sign-in', { token });
    expect(answer.status).toBe(401);
  });

  test('ends by its date', async () => {
    const token = await scoped(['read']);
    const me = () => world.on('get', '/api/v1/me').set({ authorization: `Bearer ${token}` });
    world.now = Date.UTC(2026, 11, 24, 23, 59);
    await me().expect(200);
    world.now = Date.UTC(2026, 11, 25);
    await me().expect(401);
  });
});

describe('a token that an administrator gives', () => {
  const make = async (body: object) => {
    const admin = await world.hire({ roles: ['admin'] });
    const made = await world
      .on('post', `/api/v1/users/${person.id}/tokens`)
      .set({ authorization: `Bearer ${tokenOf(admin)}` })
      .send({ name: 'Program', ...body })
      .expect(201);
    return made.body as { readonly id: string; readonly token: string };
  };
  const me = (token: string) => world.on('get', '/api/v1/me').set({ authorization: `Bearer ${token}` });

  test('opens for 90 days where no end is given, which its list says, and the trail', async () => {
    const { id, token, ...others } = await make({});
    expect(others).toEqual({});
    const end = world.now + 90 * 24 * 60 * MINUTE;
    const { body } = await me(token).expect(200);
    expect(body).toMatchObject({ id: person.id });
    const list = await world.on('get', '/api/v1/me/tokens').set({ authorization: `Bearer ${token}` });
    const expiresAt = new Date(end).toISOString();
    expect(list.body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id, expiresAt })]) as object,
    });
    const [entry] = await world.database
      .db('audit_events')
      .where({ type: 'user.token-created' })
      .orderBy('seq', 'desc');
    expect(entry).toMatchObject({ payload: { tokenId: id, expiresAt } });
    world.now = end - 1;
    await me(token).expect(200);
    world.now = end;
    await me(token).expect(401);
  });

  test('opens until the end that is given, a later one as well', async () => {
    const expiresAt = new Date(world.now + 400 * 24 * 60 * MINUTE).toISOString();
    const { token } = await make({ expiresAt });
    world.now = Date.parse(expiresAt) - 1;
    await me(token).expect(200);
  });
});
