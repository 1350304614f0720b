import { createSealer } from '../../db/sealed';
import { addTest } from '../../db/stores/deliveries';
import { insertReceiver } from '../../db/stores/receivers';
import { updatePerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { csrfIn } from './page-form';
import { browser, LI, pageWorld, type PageWorld } from './page-world';

const HOOK = '019307a4-0000-7000-8000-0000000000a1';
const DEAD = '019307a4-0000-7000-8000-0000000000a2';
let world: PageWorld;

beforeAll(async () => {
  world = await pageWorld();
  const { db } = world.database;
  const sealer = createSealer(['s'.repeat(32)]);
  await inTransaction(db, async (trx) => {
    const texts = { url: sealer.seal('https://erp.example.org/private-path'), secret: null };
    const common = {
      key: null,
      kind: 'webhook',
      events: ['*'],
      active: true,
      engagement_id: null,
      locale: 'en',
    } as const;
    await insertReceiver(trx, { id: HOOK, ...common, ...texts, now: Date.now() });
    await addTest(trx, { id: DEAD, receiverId: HOOK, type: 'webhook.test' });
  });
  await db('deliveries').update({ state: 'dead', attempts: 12, last_error: 'The receiver answered 500.' });
});
afterAll(() => world.database.drop());

const asAdmin = (isAdmin: boolean) =>
  updatePerson(world.database.db, { ...LI, roles: isAdmin ? ['admin'] : ['manager'] }, Date.now());
const stateOf = async (): Promise<unknown> =>
  (await world.database.db('deliveries').where({ id: DEAD }).first('state', 'attempts')) as unknown;

test('administrators see who is told of events and what was given up, without the secret of an address', async () => {
  await asAdmin(true);
  const { get, signIn } = browser(world);
  const cookie = await signIn(LI);
  for (const lang of ['en', 'zh-CN']) {
    const { text } = await get(`/integration?lang=${lang}`, cookie).expect(200);
    expect(text).toContain('erp.example.org');
    expect(text).toContain('The receiver answered 500.');
    expect(text).not.toContain('private-path');
  }
});

test('what was given up is sent again from the page, once the form is one of the page', async () => {
  await asAdmin(true);
  const { get, post, signIn } = browser(world);
  const cookie = await signIn(LI);
  await post(`/integration/${DEAD}`, { cookie, csrf: 'made-up' }).expect(403);
  expect(await stateOf()).toEqual({ state: 'dead', attempts: 12 });

  const csrf = csrfIn((await get('/integration', cookie)).text);
  await post(`/integration/${DEAD}`, { cookie, csrf }).expect(303);
  expect(await stateOf()).toEqual({ state: 'waiting', attempts: 0 });
});

test('others see nothing of it', async () => {
  await asAdmin(false);
  const { get, signIn } = browser(world);
  await get('/integration', await signIn(LI)).expect(403);
});
