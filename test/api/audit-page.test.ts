import { headWord, signHead } from '../../audit-head';
import { anchorAudit } from '../../db/stores/audit-anchors';
import { inTransaction } from '../../db/transaction';
import { browser, HOTLINE, pageWorld, type PageWorld, Visitor } from './page-world';

const SECRETS = ['s'.repeat(32)];
const PATH = '/admin/audit';
let world: PageWorld;
let li: Visitor;
let word = '';
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
  await li.as('auditor');
  const head = await inTransaction(world.database.db, (trx) =>
    anchorAudit(trx, (content) => signHead(content, SECRETS), Date.UTC(2026, 10, 24)),
  );
  if (!head) throw new Error('no head');
  word = headWord(head);
});
beforeEach(() => li.as('auditor'));
afterAll(() => world.database.drop());

const verify = async (head: string) => li.send((await li.get(PATH).expect(200)).text, PATH, { head });

test('an auditor has the trail verified with the head of a mail, and finds the signed heads', async () => {
  const { text } = await li.get(PATH).expect(200);
  expect(text).toContain('24 Nov 2026');
  expect(text).not.toContain('class="chip verified"');
  // Mail programs break long words.
  const verified = await verify(`${word.slice(0, 60)}\r\n ${word.slice(60)}`);
  expect(verified.status).toBe(200);
  expect(verified.text).toContain('class="chip verified"');
  expect(verified.text).toContain('The head from your mail is one of them.');
});

test('what is no head is refused beside its field and stays typed', async () => {
  const refused = await verify('bm90LWEtaGVhZA');
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('is not the long word of a mailed head</span>');
  expect(refused.text).toContain('>bm90LWEtaGVhZA</textarea>');
});

test('the first entry that does not fit is named, with its stream to take along', async () => {
  const { db } = world.database;
  const stream = `engagement:${HOTLINE}`;
  await db.raw('alter table audit_events disable trigger user');
  await db('audit_events').where({ stream }).update({ payload: '{"forged":true}' });
  const verified = await verify('');
  expect(verified.text).toContain('class="chip mismatch"');
  expect(verified.text).toContain(`<a href="/engagements/${HOTLINE}"><code>${stream}</code></a></td><td class="num">1`);
  expect(verified.text).toContain(`/api/v1/audit/export?stream&#x3D;engagement%3A${HOTLINE}`);
});

test('others neither see nor start it', async () => {
  const { text } = await li.get(PATH).expect(200);
  await li.as('manager');
  await li.get(PATH).expect(403);
  await li.send(text, PATH, { head: '' }).expect(403);
  expect((await li.get('/admin').expect(200)).text).not.toContain(`href="${PATH}"`);
  await browser(world).post(PATH, { cookie: li.cookie, csrf: 'made-up', head: '' }).expect(403);
});
