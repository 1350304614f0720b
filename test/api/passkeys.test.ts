import { forgetOldChallenges } from '../../db/stores/sweep';
import { countRecoveryCodes } from '../../db/stores/second-factors';
import { inTransaction } from '../../db/transaction';
import type { Person } from '../../domain/people/people';
import { Device } from '../passkeys/device';
import { codeIn, enrolPasskey, PasskeyBrowser, PLACE } from '../passkeys/passkey-world';
import { enrolApp } from './app-of-person';
import { MINUTE, SignInWorld, tokenOf } from './sign-in-world';

let world: SignInWorld;
let person: Person;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
});

const changes = async (): Promise<readonly string[]> => {
  const orders = await world.database.db('mail_orders').where({ recipient_id: person.id }).orderBy('ordered_at');
  return orders.map(({ facts }) => String(facts.change));
};
const kept = () => world.database.db('passkeys').where({ user_id: person.id });
const last = async () => (await world.trail()).at(-1);

describe('a passkey', () => {
  test('is made by a device for whoever is signed in; recovery codes come with the first', async () => {
    const elsewhere = PasskeyBrowser.of(world);
    await elsewhere.signIn(person);
    const { browser, added } = await enrolPasskey(world, person);
    expect(added.text).toContain('My phone');
    expect(added.text.match(/<li><code>[A-Z2-7-]{29}<\/code>/g)).toHaveLength(10);
    expect((await elsewhere.get('/inbox')).status).toBe(303);
    expect(await changes()).toEqual(['passkey-added']);
    expect((await last())?.type).toBe('passkey.added');
    const second = await browser.add(new Device(PLACE, true));
    expect(second.text).not.toMatch(/<li><code>[A-Z2-7-]{29}/);
    expect(await kept()).toMatchObject([
      { backup_eligible: false, backed_up: false, counter: 0 },
      { backup_eligible: true, backed_up: true },
    ]);
  });

  test('asks for a person who is known, of a name that says nothing, and for no word of who made the device', async () => {
    const browser = PasskeyBrowser.of(world);
    await browser.signIn(person);
    const { body } = await browser.asked('/security');
    expect(body).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect(Buffer.from(String(body.user.id), 'base64url').toString('hex')).toBe(person.id.replaceAll('-', ''));
    expect(Buffer.from(String(body.challenge), 'base64url')).toHaveLength(32);
  });

  test('signs in by itself, without a name typed in, and without a code', async () => {
    const { device } = await enrolPasskey(world, person);
    const browser = PasskeyBrowser.of(world);
    const answer = await browser.enter(device);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/inbox']);
    expect((await browser.get('/inbox')).status).toBe(200);
    expect(await last()).toMatchObject({
      type: 'sign-in.succeeded',
      actor_id: person.id,
      payload: { method: 'passkey' },
    });
    expect(await kept()).toMatchObject([{ counter: 1, last_used_at: new Date(world.now) }]);
    expect((await browser.get('/security')).text).toMatch(/My phone.*now/s);
  });

  test('is the second factor after the first proof, and opens nothing without it', async () => {
    const { device, added } = await enrolPasskey(world, person);
    const browser = PasskeyBrowser.of(world);
    const proved = await browser.firstStep(person);
    expect((await browser.get('/inbox')).status).toBe(303);
    expect((await browser.second(device, proved)).headers['location']).toBe('/inbox');
    expect((await last())?.payload).toMatchObject({ method: 'token', secondFactor: true });
    const [code = ''] = /[A-Z2-7-]{29}/.exec(added.text) ?? [];
    const other = PasskeyBrowser.of(world);
    const again = { proved: await other.firstStep(person), code };
    expect((await other.submit('/sign-in', again)).headers['location']).toBe('/inbox');
  });

  test('shows again who one is where that was too long ago', async () => {
    const { browser, device } = await enrolPasskey(world, person);
    world.now += 15 * MINUTE;
    const act = { act: 'new-token', name: 'export', scopes: 'read', expiresOn: '2026-12-24' };
    expect((await browser.submit('/security', act)).headers['location']).toBe('/confirm?next=%2Fsecurity');
    expect((await browser.confirm(device)).headers['location']).toBe('/security');
    expect((await browser.submit('/security', act)).status).toBe(200);
    expect((await world.trail()).filter(({ type }) => type === 'sign-in.proved-again')).toHaveLength(1);
  });

  test('is neither made nor removed by somebody who has not shown lately who they are', async () => {
    const { browser } = await enrolPasskey(world, person);
    const [{ id }] = await kept();
    world.now += 15 * MINUTE;
    expect((await browser.asked('/security')).body).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    for (const act of ['add-passkey', 'remove-passkey']) {
      const answer = await browser.submit('/security', { act, id, passkeyName: 'Mine', credential: '' });
      expect(answer.headers['location']).toBe('/confirm?next=%2Fsecurity');
    }
    expect(await kept()).toHaveLength(1);
  });

  test('is removed by its person and opens nothing then; with the last factor go the recovery codes', async () => {
    const { browser, device } = await enrolPasskey(world, person);
    const stranger = await world.hire({ locale: 'en' });
    const strange = await enrolPasskey(world, stranger);
    const [{ id }] = await kept();
    const notTheirs = await strange.browser.submit('/security', { act: 'remove-passkey', id });
    expect([notTheirs.status, (await kept()).length]).toEqual([422, 1]);
    const removed = await browser.submit('/security', { act: 'remove-passkey', id });
    expect(removed.headers['location']).toBe('/security?done=passkey-removed');
    expect(await countRecoveryCodes(world.database.db, person.id)).toBe(0);
    expect(await countRecoveryCodes(world.database.db, stranger.id)).toBe(10);
    expect((await changes()).at(-1)).toBe('passkey-removed');
    expect(codeIn(await PasskeyBrowser.of(world).enter(device))).toBe('PASSKEY_UNKNOWN');
    expect((await PasskeyBrowser.of(world).signIn(person)).status).toBe(303);
  });

  test('and an app keep the recovery codes for one another', async () => {
    await enrolApp(world, person);
    const { db } = world.database;
    const [before] = await db('recovery_codes').where({ user_id: person.id });
    const device = new Device(PLACE);
    const browser = PasskeyBrowser.of(world);
    await db('sessions').delete();
    const recovery = await db('recovery_codes').where({ user_id: person.id }).count();
    expect(recovery).toEqual([{ count: 10 }]);
    await db('second_factors').where({ user_id: person.id }).update({ confirmed_at: null });
    await browser.signIn(person);
    await db('second_factors')
      .where({ user_id: person.id })
      .update({ confirmed_at: new Date(world.now) });
    await browser.add(device);
    expect((await db('recovery_codes').where({ user_id: person.id }))[0]).toEqual(before);
    await browser.submit('/security', { act: 'remove-app' });
    expect(await countRecoveryCodes(db, person.id)).toBe(10);
  });

  test('that was lost is taken away by an administrator, with every other one', async () => {
    const { device } = await enrolPasskey(world, person);
    const admin = await world.hire({ roles: ['admin'] });
    const path = `/api/v1/users/${person.id}/second-factor`;
    await world.on('delete', path).set({ authorization: `Bearer ${tokenOf(admin)}` }).expect(204); // prettier-ignore
    await world.on('delete', path).set({ authorization: `Bearer ${tokenOf(admin)}` }).expect(404); // prettier-ignore
    expect(await kept()).toEqual([]);
    expect(codeIn(await PasskeyBrowser.of(world).enter(device))).toBe('PASSKEY_UNKNOWN');
    expect((await changes()).at(-1)).toBe('second-factor-reset');
  });

  test('is asked for where nobody is known without telling whose there are', async () => {
    await enrolPasskey(world, person);
    const browser = PasskeyBrowser.of(world);
    expect((await browser.asked('/sign-in')).body).toMatchObject({ rpId: 'localhost', allowCredentials: [] });
    expect((await browser.asked('/sign-in', { proved: 'x.y.z' })).status).toBe(403);
  });
});

test('a question is forgotten once nobody may answer it any more, and not before', async () => {
  const { db } = world.database;
  await db('passkey_challenges').delete();
  const browser = PasskeyBrowser.of(world);
  await browser.asked('/sign-in');
  const sweep = () => inTransaction(db, (trx) => forgetOldChallenges(trx, world.now));
  world.now += 5 * MINUTE;
  await sweep();
  expect(await db('passkey_challenges')).toHaveLength(1);
  world.now += 1;
  await sweep();
  expect(await db('passkey_challenges')).toEqual([]);
});

test.each([
  ['where the organisation’s own sign-in is the only way', 'http://localhost:3000', 'nobody'],
  ['at an address of numbers', 'https://192.0.2.7', 'everybody'],
  ['over plain http from another machine', 'http://tenure.example', 'everybody'],
] as const)('%s no passkey is offered, made or asked for', async (_where, publicUrl, passwords) => {
  const other = await SignInWorld.open(publicUrl, { passwords });
  const somebody = await other.begin();
  const browser = PasskeyBrowser.of(other);
  expect((await browser.get('/sign-in')).text).not.toContain('data-passkey');
  expect((await browser.asked('/sign-in')).status).toBe(404);
  await browser.signIn(somebody);
  expect((await browser.get('/security')).text).not.toContain('data-passkey');
  expect((await browser.asked('/security')).status).toBe(404);
  await other.database.drop();
});
