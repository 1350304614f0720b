import { countRecoveryCodes } from '../../db/stores/second-factors';
import { TRIES } from '../../db/stores/sign-in-tries';
import type { Person } from '../../domain/people/people';
import { Device, type Lie } from '../passkeys/device';
import { codeIn, enrolPasskey, PasskeyBrowser, PLACE, type WithPasskey } from '../passkeys/passkey-world';
import { MINUTE, SignInWorld } from './sign-in-world';

let world: SignInWorld;
let person: Person;
let own: WithPasskey;

beforeAll(async () => {
  world = await SignInWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  person = await world.begin();
  own = await enrolPasskey(world, person);
});

const flipped =
  (at: number, bits = 1) =>
  (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ bits;
    return copy;
  };
const sessions = () => world.database.db('sessions').select('id').orderBy('id');
const reason = async () => (await world.trail()).at(-1);

const LIES: readonly (readonly [string, Lie, string])[] = [
  ['of another origin', { origin: 'https://tenure.example.evil' }, 'PASSKEY_ORIGIN'],
  ['of the origin with another port', { origin: 'http://localhost:3001' }, 'PASSKEY_ORIGIN'],
  ['of the origin with a path', { origin: 'http://localhost:3000/' }, 'PASSKEY_ORIGIN'],
  ['out of a frame of another site', { crossOrigin: true }, 'PASSKEY_ORIGIN'],
  ['for another place', { rpId: 'example.evil' }, 'PASSKEY_RP_ID'],
  ['to a question that nobody asked', { challenge: 'A'.repeat(43) }, 'PASSKEY_CHALLENGE'],
  ['to no question', { challenge: '' }, 'PASSKEY_CHALLENGE'],
  ['as if a passkey had been made', { type: 'webauthn.create' }, 'PASSKEY_ANSWER'],
  ['without its person being known to it', { verified: false }, 'PASSKEY_UNVERIFIED'],
  ['without anybody there', { present: false }, 'PASSKEY_UNVERIFIED'],
  ['with a signature of which one bit is another', { signature: flipped(20) }, 'PASSKEY_SIGNATURE'],
  ['with half a signature', { signature: (bytes) => bytes.subarray(0, 35) }, 'PASSKEY_SIGNATURE'],
  ['with no signature', { signature: () => Buffer.alloc(0) }, 'PASSKEY_ANSWER'],
  ['with data that were cut off', { data: (bytes) => bytes.subarray(0, 36) }, 'PASSKEY_ANSWER'],
  ['with more data than it may say', { data: (bytes) => Buffer.concat([bytes, Buffer.from('x')]) }, 'PASSKEY_ANSWER'],
  ['of a passkey that nobody has', { credentialId: 'A'.repeat(22) }, 'PASSKEY_UNKNOWN'],
  ['in the name of somebody else', { userHandle: 'A'.repeat(22) }, 'PASSKEY_OTHER_PERSON'],
  ['in nobody’s name', { userHandle: null }, 'PASSKEY_OTHER_PERSON'],
  ['as one that may be copied, of one that may not', { data: flipped(32, 8) }, 'PASSKEY_ANSWER'],
];

describe('an answer', () => {
  test.each(LIES)('%s signs nobody in', async (_what, lie, code) => {
    const before = await sessions();
    const browser = PasskeyBrowser.of(world);
    const answer = await browser.enter(own.device, lie);
    expect([answer.status, codeIn(answer)]).toEqual([401, code]);
    expect((await browser.get('/inbox')).status).toBe(303);
    expect(await sessions()).toEqual(before);
    expect(await reason()).toMatchObject({
      type: 'sign-in.failed',
      payload: { method: 'passkey', reason: wordOf(code) },
    });
  });

  const wordOf = (code: string) => code.replace('PASSKEY_', '').replaceAll('_', '-').toLowerCase();

  test.each(LIES.filter(([what]) => what !== 'in nobody’s name'))(
    '%s is no second factor',
    async (_what, lie, code) => {
      const browser = PasskeyBrowser.of(world);
      const answer = await browser.second(own.device, await browser.firstStep(person), lie);
      expect([answer.status, codeIn(answer)]).toEqual([401, code]);
      expect((await browser.get('/inbox')).status).toBe(303);
    },
  );

  test.each(LIES.filter(([what]) => what !== 'in nobody’s name'))(
    '%s shows nothing again',
    async (_what, lie, code) => {
      world.now += 15 * MINUTE;
      const answer = await own.browser.confirm(own.device, lie);
      expect([answer.status, codeIn(answer)]).toEqual([422, code]);
      const act = { act: 'renew-codes' };
      expect((await own.browser.submit('/security', act)).headers['location']).toBe('/confirm?next=%2Fsecurity');
    },
  );

  test('that came before comes to nothing again, also at the same time', async () => {
    const browser = PasskeyBrowser.of(world);
    const credential = own.device.show(await browser.options('/sign-in'));
    const answers = await Promise.all([1, 2, 3].map(() => browser.submit('/sign-in', { credential })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    const fresh = PasskeyBrowser.of(world);
    await fresh.get('/sign-in');
    expect(codeIn(await fresh.submit('/sign-in', { credential }))).toBe('PASSKEY_CHALLENGE');
  });

  test('comes to nothing five minutes after the question', async () => {
    const browser = PasskeyBrowser.of(world);
    const credential = own.device.show(await browser.options('/sign-in'));
    world.now += 5 * MINUTE;
    expect(codeIn(await browser.submit('/sign-in', { credential }))).toBe('PASSKEY_CHALLENGE');
  });

  test('to what another browser was asked comes to nothing', async () => {
    const asked = await PasskeyBrowser.of(world).options('/sign-in');
    const browser = PasskeyBrowser.of(world);
    await browser.options('/sign-in');
    const answer = await browser.submit('/sign-in', { credential: own.device.show(asked) });
    expect(codeIn(answer)).toBe('PASSKEY_CHALLENGE');
  });

  test('is good for nothing but what was asked: not from one purpose, session or first proof to another', async () => {
    const { browser, device } = own;
    const visitor = PasskeyBrowser.of(world);
    const proved = await visitor.firstStep(person);
    world.now += 1_000;
    const other = PasskeyBrowser.of(world);
    const otherProved = await other.firstStep(person);
    expect(otherProved).not.toBe(proved);
    const toSecond = device.show(await visitor.options('/sign-in', { proved }));
    expect(codeIn(await other.submit('/sign-in', { proved: otherProved, credential: toSecond }))).toBe(
      'PASSKEY_CHALLENGE',
    );
    const toSecondAgain = device.show(await visitor.options('/sign-in', { proved }));
    expect(codeIn(await visitor.submit('/sign-in', { credential: toSecondAgain }))).toBe('PASSKEY_CHALLENGE');
    const toSignIn = device.show(await visitor.options('/sign-in'));
    expect(codeIn(await visitor.submit('/sign-in', { proved, credential: toSignIn }))).toBe('PASSKEY_CHALLENGE');
    const toSignInAgain = device.show(await visitor.options('/sign-in'));
    expect(codeIn(await browser.submit('/confirm', { credential: toSignInAgain }))).toBe('PASSKEY_CHALLENGE');
    const elsewhere = PasskeyBrowser.of(world);
    await elsewhere.second(device, await elsewhere.firstStep(person));
    const toConfirm = device.show(await elsewhere.options('/confirm'));
    expect(codeIn(await browser.submit('/confirm', { credential: toConfirm }))).toBe('PASSKEY_CHALLENGE');
    const toMake = device.show(await browser.options('/security'));
    expect(codeIn(await browser.submit('/confirm', { credential: toMake }))).toBe('PASSKEY_CHALLENGE');
  });

  test('of another person’s passkey is neither a second factor nor shows who one is', async () => {
    const stranger = await enrolPasskey(world, await world.hire({ locale: 'en' }));
    const browser = PasskeyBrowser.of(world);
    const proved = await browser.firstStep(person);
    for (const lie of [{}, { userHandle: null }, { userHandle: own.device.userHandle }])
      expect(codeIn(await browser.second(stranger.device, proved, lie))).toBe('PASSKEY_OTHER_PERSON');
    expect(codeIn(await own.browser.confirm(stranger.device))).toBe('PASSKEY_OTHER_PERSON');
    const claimed = { credentialId: own.device.id, userHandle: own.device.userHandle };
    expect(codeIn(await browser.second(stranger.device, proved, claimed))).toBe('PASSKEY_SIGNATURE');
  });

  test('of somebody whose account is closed comes to nothing', async () => {
    await world.database.db('users').where({ id: person.id }).update({ active: false });
    expect(codeIn(await PasskeyBrowser.of(world).enter(own.device))).toBe('PASSKEY_UNKNOWN');
  });

  test.each(['', '{}', '[]', 'null', '"x"', '{"id":', `{"id":"a","rawId":"a","type":"public-key","response":{}}`])(
    'that is %j is none',
    async (credential) => {
      const answer = await PasskeyBrowser.of(world).submit('/sign-in', { credential });
      expect([answer.status, codeIn(answer)]).toEqual([401, 'PASSKEY_ANSWER']);
    },
  );
});

describe('a counter', () => {
  test.each([
    ['stands still', 0],
    ['goes backwards', -1],
  ])('that %s is that of a copy: refused, in the trail, and the passkey stays', async (_how, by) => {
    await PasskeyBrowser.of(world).enter(own.device);
    await PasskeyBrowser.of(world).enter(own.device);
    const db = world.database.db;
    const [{ id }] = await db('passkeys').where({ user_id: person.id });
    const answer = await PasskeyBrowser.of(world).enter(own.device, { counter: 2 + by });
    expect([answer.status, codeIn(answer)]).toEqual([401, 'PASSKEY_COUNTER']);
    const payload = { method: 'passkey', reason: 'counter', passkeyId: id, userId: person.id };
    expect(await reason()).toMatchObject({ type: 'sign-in.failed', actor_id: person.id, payload });
    expect(await db('passkeys').where({ id })).toMatchObject([{ counter: 2 }]);
    expect((await PasskeyBrowser.of(world).enter(own.device)).status).toBe(303);
  });

  test('of 0 is that of a device that does not count', async () => {
    const somebody = await world.hire({ locale: 'en' });
    const { device } = await enrolPasskey(world, somebody, true);
    for (const _n of [1, 2]) expect((await PasskeyBrowser.of(world).enter(device)).status).toBe(303);
  });

  test('is not believed of whoever cannot sign', async () => {
    await PasskeyBrowser.of(world).enter(own.device);
    const answer = await PasskeyBrowser.of(world).enter(own.device, { counter: 0, signature: flipped(20) });
    expect(codeIn(answer)).toBe('PASSKEY_SIGNATURE');
  });
});

describe('a passkey is not made', () => {
  const made: readonly (readonly [string, Lie, string])[] = [
    ['elsewhere', { origin: 'https://tenure.example.evil' }, 'PASSKEY_ORIGIN'],
    ['for another place', { rpId: 'example.evil' }, 'PASSKEY_RP_ID'],
    ['for a question that nobody asked', { challenge: 'A'.repeat(43) }, 'PASSKEY_CHALLENGE'],
    ['by an answer that was to show it', { type: 'webauthn.get' }, 'PASSKEY_ANSWER'],
    ['without its person being known to the device', { verified: false }, 'PASSKEY_UNVERIFIED'],
    ['by a device that says who made it', { format: 'fido-u2f' }, 'PASSKEY_ANSWER'],
    ['out of data that were cut off', { data: (bytes) => bytes.subarray(0, 60) }, 'PASSKEY_ANSWER'],
  ];
  test.each(made)('%s', async (_how, lie, code) => {
    const codes = await countRecoveryCodes(world.database.db, person.id);
    const answer = await own.browser.add(new Device(PLACE), lie);
    expect([answer.status, codeIn(answer)]).toEqual([422, code]);
    expect(await world.database.db('passkeys').where({ user_id: person.id })).toHaveLength(1);
    expect(await countRecoveryCodes(world.database.db, person.id)).toBe(codes);
  });

  test('twice, not even by somebody else', async () => {
    const before = await world.database.db('passkeys').orderBy('id');
    expect(codeIn(await own.browser.add(own.device))).toBe('PASSKEY_TAKEN');
    const other = PasskeyBrowser.of(world);
    await other.signIn(await world.hire({ locale: 'en' }));
    expect(codeIn(await other.add(new Device(PLACE), { credentialId: own.device.id }))).toBe('PASSKEY_TAKEN');
    expect(await world.database.db('passkeys').orderBy('id')).toEqual(before);
  });

  test('in another session than the one that was asked', async () => {
    const other = PasskeyBrowser.of(world);
    await other.second(own.device, await other.firstStep(person));
    const credential = new Device(PLACE).make(await other.options('/security'));
    const answer = await own.browser.submit('/security', { act: 'add-passkey', passkeyName: 'Mine', credential });
    expect(codeIn(answer)).toBe('PASSKEY_CHALLENGE');
  });
});

test('wrong answers of one address are held back, and so are questions without end', async () => {
  const browser = PasskeyBrowser.of(world, '198.51.100.7');
  for (let n = 0; n < TRIES.address; n += 1) await browser.submit('/sign-in', { credential: '{}' });
  expect((await browser.enter(own.device)).status).toBe(429);
  world.now += 15 * MINUTE;
  expect((await browser.enter(own.device)).status).toBe(303);
  const { db } = world.database;
  await db('sign_in_tries').update({ tries: TRIES.challenge, since: new Date(world.now) });
  const asking = PasskeyBrowser.of(world, '198.51.100.7');
  expect((await asking.asked('/sign-in')).status).toBe(429);
});
