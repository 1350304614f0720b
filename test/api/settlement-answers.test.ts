import { MailCourier } from '../../activities/courier/mail-courier';
import type { Letter } from '../../activities/deps';
import { engagementMailActivities } from '../../activities/engagement-mail';
import { gateActivities } from '../../activities/gates';
import { orderMails } from '../../db/stores/mail-orders';
import { inTransaction } from '../../db/transaction';
import type { MailOrder } from '../../domain/mail/order';
import { ServiceWorld } from './service-world';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const LINES = [
  { kind: 'final_fee_prorata', money: cny('1500.00') },
  { kind: 'termination_fee', money: cny('400.00'), disputed: true, note: 'Notice was kept.' },
  { kind: 'service_credit', money: cny('120.00') },
];
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(() => begin());

async function begin(locale: 'en' | 'zh-CN' = 'en'): Promise<void> {
  await world.begin({ state: 'EXITING', locale });
  await world.call('put', '/settlement', { lines: LINES }, 'service').expect(200);
}

/** Gate G6 is passed. */
async function approve(): Promise<void> {
  const gate = { gate: 'settlement', requestId: world.id, choice: {} } as const;
  await gateActivities({ db: world.database.db }).applyGate({
    engagementId: world.id,
    gate,
    outcome: 'approved',
    now: world.now,
  });
}

const settlement = async () => (await world.call('get', '/settlement').expect(200)).body;
const dispute = (body: object, who: 'owner' | 'service' = 'service') => world.call('post', '/settlement/disputes', body, who); // prettier-ignore
const resolve = (id: string, body: object, who: 'owner' | 'service' = 'owner') => world.call('post', `/settlement/disputes/${id}/resolve`, body, who); // prettier-ignore

/** The path of the vendor's page, out of its newest mail. */
async function link(): Promise<string> {
  await world.settle();
  await world.post();
  const letter = world.letters.filter(({ to }) => to.address.startsWith('v-')).at(-1);
  return /http:\/\/localhost(\/s\/\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
}

async function answer(path: string, fields: Record<string, string>, status = 303) {
  const sha256 = /name="sha256" value="([^"]+)"/.exec((await world.page(path)).text)?.[1] ?? '';
  return world.act(path, { sha256, name: 'Wu', ...fields }, status);
}

const AGREE = { 'answer-1': 'agree', 'answer-3': 'agree' };
const items = (kind: string) => world.database.db('action_items').where({ engagement_id: world.id, kind }).select('state', 'assignee_id'); // prettier-ignore
const types = async () =>
  (await world.trail()).map(({ type }) => type).filter((type) => type.startsWith('settlement.'));

test('lines that are approved as disputed wait, and their resolution adds to the first payment', async () => {
  await approve();
  const before = await settlement();
  expect(before).toMatchObject({ status: 'approved', net: cny('1780.00'), payable: cny('1380.00'), disputedTotal: cny('400.00'), adjusted: cny('0.00') }); // prettier-ignore
  const [{ id }] = before.disputes;

  const resolved = await resolve(id, { outcome: 'agreed', amount: cny('250.00'), reason: 'Half-way.' }).expect(200);

  expect(resolved.body).toMatchObject({ line: 2, side: 'us', money: cny('250.00'), adjustment: cny('250.00') });
  const after = await settlement();
  expect(after).toMatchObject({ net: cny('1630.00'), payable: cny('1380.00'), disputedTotal: cny('0.00'), adjusted: cny('250.00') }); // prettier-ignore
  expect(after.lines).toEqual(before.lines);
  expect((await resolve(id, { outcome: 'upheld', reason: 'Again.' })).body).toMatchObject({ status: 409 });
  expect(await types()).toEqual(['settlement.changed', 'settlement.approved', 'settlement.dispute-resolved']);
  expect(await items('settlement-dispute')).toEqual([{ state: 'done', assignee_id: world.people.owner.person.id }]);
});

test.each([
  ['of no line', { line: 9, reason: 'No.' }, 422],
  ['without a reason', { line: 1, reason: '' }, 422],
  ['of a line that was disputed', { line: 2, reason: 'No.' }, 409],
  ['of a line that nobody has disputed', { line: 3, reason: 'No.' }, 201],
])('after the approval a dispute %s %j answers %i', async (_what, body, status) => {
  await approve();
  await dispute(body).expect(status);
});

test('before the approval a line is marked and not disputed, and the approved lines can no longer change', async () => {
  expect((await dispute({ line: 1, reason: 'No.' })).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  await approve();
  expect((await world.call('put', '/settlement', { lines: LINES })).body).toMatchObject({ status: 409 });
  const { db } = world.database;
  const changes = { lines: '[]' };
  await expect(db('settlements').where({ engagement_id: world.id }).update(changes)).rejects.toThrow('approved');
  const [{ id }] = (await settlement()).disputes;
  await resolve(id, { outcome: 'withdrawn', reason: 'It stands.' }).expect(200);
  await expect(db('settlement_disputes').where({ id }).update({ minor: 0 })).rejects.toThrow('resolved');
});

test('whoever wrote the lines or raised the dispute does not resolve it', async () => {
  await approve();
  const [{ id }] = (await settlement()).disputes;
  await resolve(id, { outcome: 'withdrawn', reason: 'It stands.' }, 'service').expect(403);
  await resolve(id, { outcome: 'agreed', reason: 'No sum.' }).expect(422);
  await resolve(id, { outcome: 'upheld', amount: cny('1.00'), reason: 'A sum.' }).expect(422);
  expect((await settlement()).disputedTotal).toEqual(cny('400.00'));
});

test.each(['en', 'zh-CN'] as const)(
  'the vendor is asked in its language (%s) and agrees behind its link',
  async (locale) => {
    await begin(locale);
    await approve();
    const path = await link();
    const page = await world.page(path);
    expect(page.text).toContain(locale === 'en' ? 'Termination fee' : '解约费');
    expect(page.text).toContain('Notice was kept.');

    const { headers } = await answer(path, AGREE);

    expect((await world.page(headers['location'] ?? '')).text).toContain(locale === 'en' ? 'Thank you' : '谢谢');
    expect((await settlement()).confirmation).toMatchObject({ how: 'link', name: 'Wu', recordedById: null });
    expect((await types()).at(-1)).toBe('settlement.confirmed');
    expect((await world.page(path)).text).not.toContain('<form');
  },
);

test('what the vendor disputes is left out of the first payment, and it is asked anew once nothing is in dispute', async () => {
  await approve();
  const path = await link();
  await answer(path, { 'answer-1': 'dispute', 'reason-1': 'All of March is owed.', 'answer-3': 'agree' });
  const between = await settlement();
  expect(between).toMatchObject({ payable: cny('-120.00'), disputedTotal: cny('1900.00'), confirmation: { how: 'link' } }); // prettier-ignore
  expect(between.disputes[0]).toMatchObject({ line: 1, side: 'vendor', raisedById: null });
  const letters = world.letters.length;
  await world.until('2027-04-30T09:00');
  await world.post();
  expect(world.letters.slice(letters).filter(({ to }) => to.address.startsWith('v-'))).toEqual([]);

  for (const { id } of between.disputes) await resolve(id, { outcome: 'withdrawn', reason: 'It stands.' }).expect(200);

  expect(await settlement()).toMatchObject({ net: cny('1780.00'), adjusted: cny('1900.00'), confirmation: null });
  await answer(await link(), { 'answer-3': 'agree' });
  expect((await settlement()).confirmation).toMatchObject({ how: 'link' });
});

test.each([
  ['without an answer to each line', { 'answer-1': 'agree' }, 422],
  ['with a dispute that gives no reason', { ...AGREE, 'answer-1': 'dispute' }, 422],
  ['without a name', { ...AGREE, name: '' }, 422],
  ['about an account that has changed', { ...AGREE, sha256: 'x' }, 409],
])('a form %s records nothing', async (_what, fields, status) => {
  await approve();
  const path = await link();
  await answer(path, fields, status);
  expect(await settlement()).toMatchObject({ confirmation: null, disputes: [{ line: 2 }] });
});

test('a vendor that does not answer is recalled once; then its owner hears, and nothing is agreed', async () => {
  await approve();
  await world.until('2027-03-31T18:00');
  await world.post();
  const toVendor = world.letters.filter(({ to }) => to.address.startsWith('v-')).map(({ subject }) => subject);
  expect(toVendor).toHaveLength(2);
  expect(await items('settlement-silent')).toEqual([{ state: 'open', assignee_id: world.people.owner.person.id }]);
  expect((await settlement()).confirmation).toBeNull();

  const paper = { name: 'Wu Min', evidence: 'Letter of 2 April, file 7.' };
  await world.call('post', '/settlement/confirmation', paper).expect(201);
  expect((await settlement()).confirmation).toMatchObject({ how: 'paper', recordedById: world.people.owner.person.id });
  expect(await items('settlement-silent')).toMatchObject([{ state: 'done' }]);
  await world.call('post', '/settlement/confirmation', paper).expect(409);
});

test('once the account has changed nobody is to obtain the agreement to what it was', async () => {
  await approve();
  await world.until('2027-03-31T18:00');
  await dispute({ line: 1, reason: 'Paid in cash.' }, 'owner').expect(201);
  expect(await items('settlement-silent')).toMatchObject([{ state: 'done' }]);
});

test('the resolution of a dispute ends the task about the account that it changes', async () => {
  await approve();
  await world.until('2027-03-31T18:00');
  const [{ id }] = (await settlement()).disputes;
  await resolve(id, { outcome: 'withdrawn', reason: 'It stands.' }).expect(200);
  expect(await items('settlement-silent')).toMatchObject([{ state: 'done' }]);
});

test('what the vendor has agreed to, or can no longer agree to, is not asked by mail', async () => {
  for (const change of [agreeOnPaper, close]) {
    await begin();
    await approve();
    await world.settle();
    const asked = world.orders.filter(({ kind }) => kind === 'vendor-settlement');
    expect(asked).toHaveLength(1);
    await change();
    const sent = await carry(asked);
    expect(sent).toEqual([]);
    expect(await world.database.db('mail_orders').select('key', 'last_error')).toEqual([]);
  }
});

const agreeOnPaper = () =>
  world.call('post', '/settlement/confirmation', { name: 'Wu', evidence: 'File 7' }).expect(201);
const close = () => world.database.db('engagements').where({ id: world.id }).update({ state: 'CLOSED' });

/** A courier tries these mails once; answers the letters that went out. */
async function carry(orders: readonly MailOrder[]): Promise<readonly Letter[]> {
  const { db } = world.database;
  const sent: Letter[] = [];
  const mailer = { send: (letter: Letter) => Promise.resolve(void sent.push(letter)) };
  const deps = { db, mailer, mailFrom: 'tenure@localhost', publicUrl: 'http://localhost', secrets: ['s'.repeat(32)] };
  const { sendMail } = engagementMailActivities(deps);
  await inTransaction(db, (trx) => orderMails(trx, orders));
  const courier = new MailCourier({ db, sendMail, clock: () => Date.now() + 1_000 });
  expect(await courier.round()).toBe(orders.length);
  await courier.settled();
  return sent;
}

test('a link of another address opens nothing', async () => {
  await approve();
  const path = await link();
  await world.database.db('vendors').where({ id: world.vendorId }).update({ contact_email: 'new@example.com' });
  await world.page(path).expect(404);
});

test('the page takes the proposal over, disputes and resolves as the API does', async () => {
  const { db } = world.database;
  const invoice = { number: 'R-1', period: '2027-02', money: cny('310.00') };
  await world.call('post', '/invoices', invoice).expect(201);
  await db('engagements').where({ id: world.id }).update({ exit_effective_date: '2027-03-16' });
  const { send, page } = await world.browse('owner', `/engagements/${world.id}/settlement`);
  expect(page.text).toContain('invoice R-1');
  await send({ act: 'take-over' }).expect(303);
  expect((await settlement()).lines).toMatchObject([{ kind: 'unpaid_invoice', source: 'invoice R-1' }]);
  await approve();
  await send({ act: 'dispute', line: '1', reason: 'Paid in cash.' }).expect(303);
  const [{ id }] = (await settlement()).disputes;
  await send({ act: 'resolve', dispute: id, outcome: 'upheld', reason: 'So it was.' }).expect(422);
  await db('sessions').update({ proved_at: new Date(world.now - 3_600_000) });
  const late = await send({ act: 'paper', name: 'Wu', evidence: 'File 7' }).expect(422);
  expect(late.text).toContain(`href="/confirm?next&#x3D;${encodeURIComponent(`/engagements/${world.id}/settlement`)}"`);
  expect(late.text).toContain('>File 7</textarea>');
  expect((await settlement()).confirmation).toBeNull();
  await db('sessions').update({ proved_at: new Date(world.now) });
  await send({ act: 'paper', name: 'Wu', evidence: 'File 7' }).expect(303);
  await send({ act: 'nothing' }).expect(422);
});
