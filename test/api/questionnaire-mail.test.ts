import request from 'supertest';
import { sendQuestionnaire } from '../../activities/questionnaire-mail';
import type { Letter } from '../../activities/deps';
import { createApp } from '../../api/app';
import { vendorRoutes } from '../../api/routes/vendors';
import { hashSecret } from '../../db/stores/tokens';
import type { MailOrder } from '../../domain/mail/order';
import { testDatabase, type TestDatabase } from '../database';
import { servicesOver, signedIn, type SignedIn } from './world';

let now = Date.parse('2027-03-05T09:00:00Z');
let database: TestDatabase;
let manager: SignedIn;
const orders: MailOrder[] = [];
const letters: Letter[] = [];

beforeAll(async () => {
  database = await testDatabase();
  manager = await signedIn(database.db, { roles: ['manager'] });
});
afterAll(() => database.drop());
beforeEach(() => {
  orders.length = 0;
  letters.length = 0;
});

const call = (path: string, body: object = {}) => {
  const base = servicesOver(database.db, () => now);
  const start = ({ args }: { readonly args: readonly unknown[] }) => {
    orders.push(...(args[0] as MailOrder[]));
    return Promise.resolve();
  };
  const services = { ...base, gateway: { ...base.gateway, start } };
  return request(createApp({ services, routes: vendorRoutes(services) }))
    .post(`/api/v1${path}`)
    .set({ authorization: manager.authorization })
    .send(body);
};
const deliver = async () => {
  const { config, db } = servicesOver(database.db);
  const mailer = { send: (letter: Letter) => Promise.resolve(void letters.push(letter)) };
  const deps = { ...config, db, mailer, mailFrom: 'tenure@localhost' };
  for (const order of orders) await sendQuestionnaire(deps, order);
};
async function asked(vendor: object): Promise<string> {
  const { body } = await call('/vendors', vendor).expect(201);
  const questionnaireKey = 'secure-basic';
  return (await call(`/vendors/${body.id}/assessments`, { questionnaireKey }).expect(201)).body.id;
}

test('sending a questionnaire mails its link to the contact once, and tells it to the sender', async () => {
  const id = await asked({ name: 'Sun', contactEmail: 'them@example.com', contactName: 'Lin', locale: 'zh-CN' });
  const { body } = await call(`/assessments/${id}/link`).expect(201);
  expect(body).toMatchObject({ contact: 'them@example.com', mailed: true });
  await deliver();
  await deliver();
  expect(letters).toHaveLength(1);
  expect(letters[0]).toMatchObject({ to: { name: 'Lin', address: 'them@example.com' } });
  expect(letters[0]?.subject).toContain('请填写');
  expect(letters[0]?.text).toContain(body.url);
  // The secret stands nowhere: only its hash is kept.
  const secret = String(body.url).split('/q/')[1] ?? '';
  const kept = await database.db('vendor_assessments').where({ id }).first('link_secret_hash');
  expect(kept.link_secret_hash).toBe(hashSecret(secret));
  expect(JSON.stringify([orders, await database.db('mail_log')])).not.toContain(secret);
});

test('a link that was replaced before its mail went out is not sent', async () => {
  const id = await asked({ name: 'Moon', contactEmail: 'moon@example.com' });
  await call(`/assessments/${id}/link`).expect(201);
  now += 1_000;
  const { body } = await call(`/assessments/${id}/link`).expect(201);
  await deliver();
  expect(letters.map(({ text }) => text.includes(body.url))).toEqual([true]);
});

test('without a contact the link is only told to the sender', async () => {
  const id = await asked({ name: 'Star' });
  const { body } = await call(`/assessments/${id}/link`).expect(201);
  expect(body).toMatchObject({ contact: null, mailed: false });
  expect(orders).toEqual([]);
});
