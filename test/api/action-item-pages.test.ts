import { openActionItem } from '../../db/stores/action-items';
import { inTransaction } from '../../db/transaction';
import { csrfIn, faultsIn, focusedIn } from './page-form';
import { browser, HOTLINE, LI, type PageWorld, pageWorld, SUPPLIER } from './page-world';

let world: PageWorld;
let item: string;
let open: ReturnType<typeof browser>;

beforeAll(async () => {
  world = await pageWorld();
  open = browser(world);
  const now = Date.UTC(2026, 10, 24, 8);
  const id = await inTransaction(world.database.db, (trx) =>
    openActionItem(trx, {
      key: 'report',
      engagementId: HOTLINE,
      kind: 'obligation',
      title: 'Report <b>now</b>',
      assigneeId: LI.id,
      opensAt: now,
      dueAt: now + 86_400_000,
      now,
    }),
  );
  item = `/action-items/${id}`;
});
afterAll(() => world.database.drop());

const state = async () =>
  world.database.db('action_items').where({ key: 'report' }).first('state', 'comment', 'waiver');

test('work that lies with a person is listed for them and for nobody else', async () => {
  const mine = await open.get('/action-items', await open.signIn(LI)).expect(200);
  const theirs = await open.get('/action-items', await open.signIn(SUPPLIER)).expect(200);

  expect(mine.text).toContain('Report &lt;b&gt;now&lt;/b&gt;');
  expect(theirs.text).not.toContain('Report');
  await open.get(item, await open.signIn(SUPPLIER)).expect(404);
});

test('looking changes nothing; a form without a reason is shown again with what was written', async () => {
  const cookie = await open.signIn(LI);
  const page = await open.get(item, cookie).expect(200);
  expect(await state()).toMatchObject({ state: 'open' });

  const refused = await open.post(item, { cookie, csrf: csrfIn(page.text), act: 'waive', text: 'x' }).expect(422);
  expect(refused.text).toContain('>x</textarea>');
  expect(focusedIn(refused.text)).toEqual(['text']);
  expect(faultsIn(refused.text)).toHaveLength(1);
  expect(await state()).toMatchObject({ state: 'open', waiver: null });
});

test('pressing done closes it and shows who did it', async () => {
  const cookie = await open.signIn(LI);
  const csrf = csrfIn((await open.get(item, cookie)).text);
  await open.post(item, { cookie, csrf, act: 'done', text: 'Sent.' }).expect(303);

  const after = await open.get(item, cookie).expect(200);
  expect(after.text).not.toContain('<button name="act"');
  expect(await state()).toMatchObject({ state: 'done', comment: 'Sent.' });
});

test('a form without its token does nothing', async () => {
  const cookie = await open.signIn(LI);
  await open.post(item, { cookie, act: 'cancel', text: 'because' }).expect(403);

  expect(await state()).toMatchObject({ state: 'done' });
});
