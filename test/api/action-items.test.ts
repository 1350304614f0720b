import type { Express } from 'express';
import pino from 'pino';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { engagementMailActivities } from '../../activities/engagement-mail';
import { recordActivities } from '../../activities/record';
import { sweepActivities } from '../../activities/sweep';
import { createApp } from '../../api/app';
import { actionItemRoutes } from '../../api/routes/action-items';
import { alarmRoutes } from '../../api/routes/alarms';
import { presenceRoutes } from '../../api/routes/presence';
import type { Services } from '../../api/services';
import { auditTrail } from '../../db/read/audit';
import { listAlarms } from '../../db/stores/alarms';
import { openActionItem } from '../../db/stores/action-items';
import { engagementStream } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import type { ActionItem } from '../../domain/action-item/schema';
import { openEngagement } from '../../domain/engagement/engagement';
import type { MailOrder } from '../../domain/mail/order';
import { anEngagement } from '../activities/migration/parts';
import { takeOrders } from '../mails';
import { noDocuments } from '../documents';
import { testDatabase, type TestDatabase } from '../database';
import { noRequests, signedIn, type SignedIn } from './world';
const SWEPT = { documents: noDocuments.store, secrets: ['s'.repeat(32)] };
const DAY = 86_400_000;
let own: TestDatabase;
let app: Express;
let engagementId: string;
let owner: SignedIn;
let ann: SignedIn;
let cat: SignedIn;
const signals: string[] = [];
let now = Date.UTC(2026, 10, 2, 8);

beforeAll(async () => {
  own = await testDatabase();
  const services: Services = {
    config: { publicUrl: 'http://x', secrets: ['k'.repeat(32)], smtpUrl: '', production: false, exitAllow: [] },
    db: own.db,
    gateway: { ...noRequests, signal: (id) => Promise.resolve(void signals.push(id)) },
    log: pino({ level: 'silent' }),
    clock: () => now,
    documents: noDocuments,
  };
  const routes = [actionItemRoutes, alarmRoutes, presenceRoutes].flatMap((make) => make(services));
  app = createApp({ services, routes });
});
beforeEach(async () => {
  now = Date.UTC(2026, 10, 2, 8);
  signals.length = 0;
  ({ engagementId } = await anEngagement(own.db));
  owner = await signedIn(own.db, { roles: ['manager'], name: 'Olga' });
  ann = await signedIn(own.db, { roles: ['security'], name: 'Ann' });
  cat = await signedIn(own.db, { roles: ['legal'], name: 'Cat' });
  await own.db('engagements').where({ id: engagementId }).update({ owner_id: owner.person.id, state: 'IN_SERVICE' });
});
afterAll(() => own.drop());

const post = (path: string, body: object, by: SignedIn = owner) =>
  request(app).post(`/api/v1${path}`).set({ authorization: by.authorization }).send(body);
const opened = async (part: object = {}): Promise<ActionItem> => {
  const body = { title: 'Report', assigneeId: ann.person.id, due: '2026-11-30', ...part };
  const answer = await post(`/engagements/${engagementId}/action-items`, body);
  expect(answer.status).toBe(201);
  return answer.body as ActionItem;
};

/** What the monitoring does until an instant: plans, performs what is due, plans again. */
async function untilThen(at: number): Promise<readonly string[]> {
  const agenda = agendaActivities(own);
  const mails: MailOrder[] = [];
  let cursor = { at: Date.UTC(2026, 0, 1), key: '' };
  for (;;) {
    const [next] = await agenda.planAgenda({ engagementId, cursor, limit: 1 });
    if (!next || next.at > at) break;
    const outcome = await agenda.performAgenda({ engagementId, items: [next], now: Math.max(next.at, now) });
    mails.push(...outcome.mails);
    cursor = { at: next.at, key: next.key };
  }
  const names = new Map([owner, ann, cat].map(({ person }) => [person.id, person.name]));
  return mails.map(({ kind, recipientId }) => `${kind} → ${names.get(recipientId) ?? '?'}`);
}

test('work is told to whoever owes it, recalled, and escalated to the owner when it is late', async () => {
  await opened();

  expect(signals).toEqual([`monitoring-${engagementId}`]);
  expect(await untilThen(now + DAY)).toEqual(['action-item → Ann']);
  expect(await untilThen(now + DAY)).toEqual([]);
  expect(await untilThen(Date.UTC(2026, 10, 29, 23))).toEqual([
    'action-item-reminder → Ann',
    'action-item-reminder → Ann',
  ]);
  expect(await untilThen(Date.UTC(2026, 11, 1))).toEqual(['action-item-reminder → Ann', 'action-item-reminder → Olga']);
});

test('what is done is never recalled again', async () => {
  const { id } = await opened();
  const answer = await post(`/action-items/${id}/done`, { comment: 'Sent.' }, ann);

  expect(answer.body).toMatchObject({ state: 'done', closedBy: ann.person.id, comment: 'Sent.' });
  expect(await untilThen(Date.UTC(2027, 5, 1))).toEqual([]);
  const trail = await auditTrail(own.db, engagementStream(engagementId), { after: 0, limit: 50 });
  expect(trail.map(({ type }) => type)).toEqual(['action-item.opened', 'action-item.done']);
});

test('a result with an approver is handed in, returned, handed in again and accepted by nobody but another', async () => {
  const { id } = await opened({ approverId: cat.person.id });
  await untilThen(now);

  expect((await post(`/action-items/${id}/done`, {}, ann)).body).toMatchObject({ state: 'submitted' });
  expect(await untilThen(now + 60_000)).toEqual(['action-item → Cat']);
  expect((await post(`/action-items/${id}/approve`, {}, ann)).body).toMatchObject({ code: 'FORBIDDEN' });
  expect((await post(`/action-items/${id}/return`, {}, cat)).body).toMatchObject({ code: 'INVALID_FIELDS' });
  expect((await post(`/action-items/${id}/return`, { reason: 'Too short.' }, cat)).body).toMatchObject({
    state: 'open',
  });
  expect(await untilThen(now + 60_000)).toEqual(['action-item → Ann']);
  await post(`/action-items/${id}/done`, { comment: 'Longer.' }, ann);
  expect((await post(`/action-items/${id}/approve`, {}, cat)).body).toMatchObject({
    state: 'done',
    comment: 'Longer.',
  });
});

test('leaving work out takes two people', async () => {
  const { id } = await opened();
  await post(`/action-items/${id}/waive`, { reason: 'No service.' }, ann);

  expect((await post(`/action-items/${id}/waive/confirm`, {}, ann)).body).toMatchObject({ code: 'FORBIDDEN' });
  expect((await post(`/action-items/${id}/waive/confirm`, {}, cat)).body).toMatchObject({ state: 'waived' });
});

test('overdue work with an alarm raises it once', async () => {
  await inTransaction(own.db, (trx) =>
    openActionItem(trx, {
      key: `o:${engagementId}`,
      engagementId,
      kind: 'obligation',
      title: 'Audit report',
      assigneeId: ann.person.id,
      opensAt: now,
      dueAt: now + 5 * DAY,
      alarm: { rule: 'OBLIGATION_OVERDUE', severity: 'amber' },
      now,
    }),
  );
  const mails = await untilThen(now + 40 * DAY);

  expect(mails.filter((mail) => mail.startsWith('alarm →'))).toEqual(['alarm → Olga']);
  expect(await listAlarms(own.db, { engagementId, after: null, limit: 9 })).toMatchObject([
    { rule: 'OBLIGATION_OVERDUE', subject: 'Audit report', severity: 'amber', state: 'open' },
  ]);
});

test('work about a vendor alone is spoken of by the nightly sweep', async () => {
  const vendorId = uuidv7();
  const at = new Date(now);
  await own.db('vendors').insert({
    id: vendorId,
    name: 'Oceanic',
    country: 'CN',
    status: 'qualified',
    locale: 'en',
    created_at: at,
    updated_at: at,
  });
  const items = await inTransaction(own.db, async (trx) => {
    const about = { vendorId, kind: 'manual', assigneeId: ann.person.id } as const;
    return openActionItem(trx, { key: `v:${vendorId}`, ...about, opensAt: now, dueAt: now + 5 * DAY, now });
  });
  const mine = async () => {
    await sweepActivities({ ...own, ...SWEPT }).sweep({ now });
    return (await takeOrders(own.db)).filter(({ facts }) => facts['item'] === items);
  };

  expect(await mine()).toMatchObject([{ kind: 'action-item', engagementId: null, recipientId: ann.person.id }]);
  expect(await mine()).toEqual([]);
});

test('a mail names the work, its day and the way to it, in the language of its reader', async () => {
  const { id } = await opened();
  const letters: { subject: string; text: string }[] = [];
  const post = engagementMailActivities({
    db: own.db,
    mailFrom: 'tenure@example.org',
    secrets: ['s'.repeat(32)],
    publicUrl: 'http://x',
    mailer: { send: (letter) => Promise.resolve(void letters.push(letter)) },
  });
  const order = { engagementId, facts: { item: id, overdue: 'false' }, now };
  await own.db('users').where({ id: cat.person.id }).update({ locale: 'zh-CN' });
  for (const { person } of [ann, cat])
    await post.sendMail({ ...order, key: `k:${id}:${person.id}`, kind: 'action-item', recipientId: person.id });

  expect(letters.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^\[Task\] Report by .*30 Nov/),
    expect.stringMatching(/^\[任务\] Report，2026年11月30日.*前完成/),
  ]);
  expect(letters[0]?.text).toContain(`http://x/action-items/${id}`);
});

test('the end of an engagement cancels what is open in it', async () => {
  const { id } = await opened();
  const ended = { ...openEngagement(engagementId), state: 'CANCELLED', version: 9 } as const;
  const record = { type: 'engagement.cancelled', actorId: null, channel: 'workflow', detail: {} } as const;
  await recordActivities(own).recordEngagement({ engagement: ended, ...record, now });

  expect((await post(`/action-items/${id}/done`, {}, ann)).body).toMatchObject({ code: 'STATE_CONFLICT' });
  expect(await untilThen(Date.UTC(2027, 1, 1))).toEqual([]);
});

test('whoever leaves hands their open work over', async () => {
  const { id } = await opened();
  const admin = await signedIn(own.db, { roles: ['admin'], name: 'Ada' });
  await signedIn(own.db, { roles: ['admin'], name: 'Other' });
  await own.db('users').where({ id: ann.person.id }).update({ manager_id: cat.person.id });
  await post(`/users/${ann.person.id}/deactivate`, {}, admin);

  const { body } = await request(app).get(`/api/v1/action-items/${id}`).set({ authorization: cat.authorization });
  expect(body).toMatchObject({ assigneeId: cat.person.id, state: 'open', version: 2 });
});

test('an engagement whose monitoring missed the word is asked again', async () => {
  await opened();
  const late = (at: number) => sweepActivities({ ...own, ...SWEPT }).lateWatches({ now: at });

  expect(await late(now + 60_000)).not.toContain(engagementId);
  expect(await late(now + 2 * 3_600_000)).toContain(engagementId);
});

test('bad input is refused by field and writes nothing', async () => {
  const path = `/engagements/${engagementId}/action-items`;
  const body = { title: 'Report', assigneeId: ann.person.id, due: '2026-11-30' };
  const past = await post(path, { ...body, due: '2026-10-01' });
  const nobody = await post(path, { ...body, assigneeId: '0198f0de-0000-7000-8000-00000000dead' });

  expect(past.body).toMatchObject({ status: 422, errors: [{ path: 'due' }] });
  expect(nobody.body).toMatchObject({ status: 422, errors: [{ path: 'assigneeId' }] });
  expect(
    (
      await request(app)
        .get('/api/v1/action-items?engagementId=' + engagementId)
        .set({ authorization: owner.authorization })
    ).body,
  ).toEqual({ items: [], next: null });
});
