import { MailCourier } from '../../activities/courier/mail-courier';
import { postMail } from '../../activities/mail';
import type { Letter } from '../../activities/deps';
import { orderMails } from '../../db/stores/mail-orders';
import { inTransaction } from '../../db/transaction';
import type { MailOrder } from '../../domain/mail/order';
import { v7 as uuidv7 } from 'uuid';
import { resendMail } from '../../api/admin/resend-mail';
import type { StartOptions } from '../../api/gateway';
import { noGateway, servicesOver } from './world';
import { HOTLINE, LI, pageWorld, type PageWorld, Visitor } from './page-world';

const PATH = '/admin/mails';
const ENTRY = `${PATH}/entry`;
let world: PageWorld;
const CALL = { query: {}, actor: LI, channel: 'page', session: null, tokenById: null, requestId: 'r', accept: 'text/html', ifMatch: null } as const; // prettier-ignore
let li: Visitor;
let sent: Letter[] = [];
let fault: Error | null = null;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
});
beforeEach(async () => {
  await li.as('admin');
  await world.database.db('mail_log').delete();
  await world.database.db('mail_orders').delete();
  [sent, fault] = [[], null];
});
afterAll(() => world.database.drop());

const entry = (key: string) => `${ENTRY}?${new URLSearchParams({ key }).toString()}`;
const again = (html: string) => li.send(html, ENTRY);

const order = (key: string, facts: MailOrder['facts'] = {}): MailOrder => ({
  ...{ key, facts, kind: 'issue', recipientId: LI.id, engagementId: HOTLINE },
  now: Date.now(),
});
const place = (...orders: MailOrder[]) => inTransaction(world.database.db, (trx) => orderMails(trx, orders));

/** One round of the courier, with a relay of ours. */
async function carry(): Promise<void> {
  const { db } = world.database;
  const mailer = {
    send: (letter: Letter) => (fault ? Promise.reject(fault) : Promise.resolve(void sent.push(letter))),
  };
  const sendMail = ({ key, kind, engagementId, now }: MailOrder) =>
    postMail(
      { db, mailer, mailFrom: 'Tenure <tenure@example.com>' },
      { key, kind, engagementId, now, recipient: LI, write: () => Promise.resolve({ subject: `About ${key}`, text: 't', html: 'h' }) }, // prettier-ignore
    );
  const courier = new MailCourier({ db, sendMail, clock: () => Date.now() + 1_000 });
  await courier.round();
  await courier.settled();
}
const giveUp = () => world.database.db('mail_orders').update({ next_at: null });
const resent = async (): Promise<unknown> =>
  world.database.db('audit_events').where({ type: 'mail.resent' }).orderBy('seq').pluck('payload') as Promise<unknown>;

test('mails are found by recipient, state, template and engagement', async () => {
  await place(order('issue:1'));
  await carry();
  await place(order('issue:2'));
  const both = await li.get(PATH).expect(200);
  expect(both.text.match(/<li><a href="\/admin\/mails\/entry/g)).toHaveLength(2);
  const found = async (query: string) => (await li.get(`${PATH}?${query}`).expect(200)).text.includes('About issue:1');
  expect(await found('recipient=person1%40')).toBe(true);
  expect(await found('recipient=nobody')).toBe(false);
  expect(await found('recipient=%25')).toBe(false);
  expect([await found('state=sent'), await found('state=waiting')]).toEqual([true, false]);
  expect([await found('kind=issue'), await found('kind=digest')]).toEqual([true, false]);
  expect([await found('engagement=Hotline'), await found('engagement=Other')]).toEqual([true, false]);
  const { text } = await li.get(`${PATH}?recipient=some%22thing`).expect(200);
  expect(text).toContain('value="some&quot;thing"');
});

test('a mail without a subject says what became of it', async () => {
  for (const [key, status] of [
    ['issue:8', 'skipped'],
    ['issue:9', 'collected'],
  ] as const) {
    await place(order(key));
    await carry();
    await world.database.db('mail_log').where({ key }).update({ status, subject: null });
  }
  await place(order('issue:10'));
  const { text } = await li.get(PATH).expect(200);
  const titles = [...text.matchAll(/<span class="title">([^<]*)/g)].map(([, title]) => title).sort();
  expect(titles).toEqual(['(not written yet)', '(not written, as it was not needed any more)', '(told in the digest)']);
  expect((await li.get(entry('issue:8')).expect(200)).text).toContain('<h1>(not written, as');
});

test('a mail that was given up says why without its links, and is tried again as the same mail', async () => {
  fault = new Error('554 refused https://tenure.example/a/secret-token');
  await place(order('issue:3'));
  await carry();
  await giveUp();
  const { text } = await li.get(entry('issue:3')).expect(200);
  expect(text).toContain('554 refused …');
  expect(text).not.toContain('secret-token');
  const [before] = (await world.database.db('mail_log').pluck('message_id')) as string[];
  fault = null;
  await again(text).expect(303);
  await carry();
  expect(sent.map(({ messageId }) => messageId)).toEqual([before]);
  expect(await resent()).toContainEqual({ key: 'issue:3', kind: 'issue', way: 'retry' });
  // The form that was open says less than what has happened since.
  await again(text).expect(409);
  expect(await world.database.db('mail_orders').count()).toEqual([{ count: 0 }]);
});

test('a mail that went out is written anew as a mail of its own, once for each form', async () => {
  await place(order('issue:4', { issueId: 'x' }));
  await carry();
  const { text } = await li.get(entry('issue:4')).expect(200);
  await again(text).expect(303);
  await again(text).expect(303);
  await carry();
  expect(sent.map(({ subject }) => subject)).toEqual(['About issue:4', 'About issue:4:again:1']);
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(2);
  const copies = await world.database.db('mail_log').where({ key: 'issue:4:again:1' }).first<unknown>('facts');
  expect(copies).toEqual({ facts: { issueId: 'x' } });
});

test('a link that has ended is not sent, and the page says so', async () => {
  await place(order('issue:5', { linkUntil: '1' }));
  await carry();
  const { text } = await li.get(entry('issue:5')).expect(200);
  expect(text).toContain('Its link has expired.');
  const { db } = world.database;
  await db('mail_log').update({ facts: {} });
  const open = await li.get(entry('issue:5')).expect(200);
  await db('mail_log').update({ facts: { linkUntil: '1' } });
  const refused = await again(open.text);
  expect([refused.status, refused.text.includes('The mail has moved on meanwhile')]).toEqual([409, true]);
  expect(await db('mail_orders').count()).toEqual([{ count: 0 }]);
});

async function aTask(): Promise<string> {
  const { db } = world.database;
  const [requestId, taskId, now] = [uuidv7(), uuidv7(), new Date()];
  const subject = { request_id: requestId, hash: 'h', type: 'award', title: 'T', data: {}, roles: {}, created_at: now };
  await db('request_subjects').insert(subject);
  await db('requests').insert({ id: requestId, policy_key: 'p', policy_version: 1, requester_id: LI.id, status: 'pending', round: 1, subject_hash: 'h', started_at: now, state: {}, version: 1 }); // prettier-ignore
  await db('request_tasks').insert({ id: taskId, request_id: requestId, run_id: 'r', round: 1, assignee_id: LI.id, owner_id: LI.id, origin: 'direct', weight: 1, status: 'active', subject_hash: 'h', active_at: now, version: 1 }); // prettier-ignore
  await db('mail_log').insert({ key: `asked:${taskId}`, kind: 'approval-request', recipient_id: LI.id, address: LI.email, subject: 'S', message_id: '<m@x>', task_id: taskId, status: 'sent', attempts: 1, created_at: now, sent_at: now }); // prettier-ignore
  return taskId;
}

test('who has an open task gets a mail with a new link, three an hour at most, and none once it is done', async () => {
  const { db } = world.database;
  const taskId = await aTask();
  const started: StartOptions[] = [];
  const gateway = { ...noGateway, start: (start: StartOptions) => Promise.resolve(void started.push(start)) };
  const deps = { ...servicesOver(db), gateway };
  const wanted = { key: `asked:${taskId}`, way: 'new-link', copies: 0 };
  const send = () => resendMail(deps, wanted, { ...CALL, now: Date.now(), newId: uuidv7() });
  await send();
  expect(started).toMatchObject([{ workflow: 'noticeWorkflow', args: [{ kind: 'new-link', taskId }] }]);
  expect(await resent()).toContainEqual({ key: wanted.key, kind: 'approval-request', way: 'new-link' });
  await send();
  await send();
  await expect(send()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  await db('request_tasks').where({ id: taskId }).update({ status: 'approved' });
  await expect(send()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  expect(started).toHaveLength(3);
});

test('managers look without sending, and others do not look', async () => {
  await place(order('issue:6'));
  await carry();
  const open = await li.get(entry('issue:6')).expect(200);
  await li.as('manager');
  const { text } = await li.get(entry('issue:6')).expect(200);
  expect(text).not.toContain('name="copies"');
  await again(open.text).expect(403);
  await li.as('evaluator');
  await li.get(PATH).expect(403);
  await li.get(entry('issue:6')).expect(403);
  await li.as('admin');
  await li.get(entry('no-such-mail')).expect(404);
});
