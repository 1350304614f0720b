import { MailCourier } from '../../activities/courier/mail-courier';
import { orderMails } from '../../db/stores/mail-orders';
import { inTransaction } from '../../db/transaction';
import type { MailOrder } from '../../domain/mail/order';
import { type TestDatabase, testDatabase } from '../database';

const DAY = 86_400_000;

let database: TestDatabase;
let now: number;
let sent: string[];
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.db('mail_orders').delete();
  sent = [];
});
afterAll(() => database.drop());

const mail = (key: string): MailOrder => ({
  key,
  kind: 'kpi-reminder',
  recipientId: 'ann',
  engagementId: null,
  facts: { period: '2027-01' },
  now: Date.UTC(2027, 1, 1),
});

async function order(...keys: readonly string[]): Promise<void> {
  await inTransaction(database.db, (trx) => orderMails(trx, keys.map(mail)));
  now = Date.now() + 1_000;
}

type Send = (order: MailOrder) => Promise<void>;
const noted: Send = ({ key }) => Promise.resolve(void sent.push(key));

const courier = (sendMail: Send = noted): MailCourier =>
  new MailCourier({ db: database.db, sendMail, clock: () => now });

/** Goes round until nothing is due any more. */
async function carry(one: MailCourier): Promise<void> {
  while ((await one.round()) > 0) await one.settled();
}

const waiting = () =>
  database.db('mail_orders').orderBy('key').select<{ key: string; attempts: number; next_at: Date | null }[]>();

const refusal = (status: number): Error =>
  Object.assign(new Error(`${status}`), { code: 'EENVELOPE', responseCode: status });
const silence = (): Error => Object.assign(new Error('no route'), { code: 'ESOCKET' });

test('a mail that was ordered goes out as it was ordered, and nothing of it waits any more', async () => {
  const orders: MailOrder[] = [];
  await order('a', 'b');
  await carry(courier((one) => Promise.resolve(void orders.push(one))));

  expect(orders.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([mail('a'), mail('b')]);
  expect(await waiting()).toEqual([]);
});

test('the same key is the same mail, and what is rolled back was never ordered', async () => {
  await order('a');
  await order('a');
  const failing = inTransaction(database.db, async (trx) => {
    await orderMails(trx, [mail('b')]);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await carry(courier());

  expect(sent).toEqual(['a']);
});

test('of a thousand mails due together four couriers lose none and send none twice, though some are refused at first', async () => {
  const keys = Array.from({ length: 1_000 }, (_none, n) => `m${String(n).padStart(4, '0')}`);
  await order(...keys);
  const refused = new Set<string>();
  const sendMail: Send = (one) => {
    if (!one.key.endsWith('7') || refused.has(one.key)) return noted(one);
    refused.add(one.key);
    return Promise.reject(refusal(451));
  };
  await Promise.all([1, 2, 3, 4].map(() => carry(courier(sendMail))));
  now += 10_000;
  await carry(courier(sendMail));

  expect(refused.size).toBe(100);
  expect(sent.sort()).toEqual(keys);
  expect(await waiting()).toEqual([]);
});

test('a connection that hangs delays nobody else', async () => {
  await order('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
  let release = (): void => undefined;
  const hanging = new Promise<void>((resolve) => (release = resolve));
  const one = courier((each) => (each.key === 'a' ? hanging.then(() => noted(each)) : noted(each)));
  while (sent.length < 9) if ((await one.round()) === 0) await one.rest(1_000);

  expect(sent.sort()).toEqual(['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
  release();
  await one.settled();
  expect(sent).toContain('a');
});

test('a relay that does not answer is left in peace for a moment, and then gets everything', async () => {
  await order('a', 'b');
  let away = true;
  const one = courier((each) => (away ? Promise.reject(silence()) : noted(each)));
  await carry(one);
  await order('c');
  expect(await one.round()).toBe(0);
  away = false;
  now += 5_000;
  await carry(one);

  expect(sent.sort()).toEqual(['a', 'b', 'c']);
});

test('a mail that is refused for a day is given up and says why; a later one goes its own way', async () => {
  await order('a');
  const one = courier((each) => (each.key === 'a' ? Promise.reject(refusal(550)) : noted(each)));
  const end = now + 2 * DAY;
  for (; now < end; now += 15 * 60_000) await carry(one);
  const [{ attempts } = { attempts: 0 }] = await waiting();
  await order('b');
  now = end;
  await carry(one);

  expect(attempts).toBeGreaterThan(90);
  expect(sent).toEqual(['b']);
  expect(await waiting()).toMatchObject([{ key: 'a', attempts, next_at: null, last_error: '550' }]);
});

test('what a courier had in hand when it died is taken by another one after its lease', async () => {
  await order('a');
  await courier(() => new Promise(() => undefined)).round();
  await carry(courier());
  expect(sent).toEqual([]);

  now += 61_000;
  await carry(courier());
  expect(sent).toEqual(['a']);
});
