import ICAL from 'ical.js';
import pino from 'pino';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { reviewActivities } from '../../activities/reviews';
import { addresseeOf } from '../../activities/mail-reader';
import { engagementMail, type WrittenMail } from '../../activities/mail-content';
import { createApp } from '../../api/app';
import { createPages } from '../../api/pages';
import { reviewLinks } from '../../api/review-links';
import type { Services } from '../../api/services';
import { itemsOfKind } from '../../db/stores/action-items';
import { findReview, insertReview } from '../../db/stores/reviews';
import { inTransaction } from '../../db/transaction';
import type { MailOrder } from '../../domain/mail/order';
import { DomainError } from '../../domain/errors';
import {
  actOnMeeting,
  type Meeting,
  type MeetingAction,
  meetingObjection,
  scheduleMeeting,
} from '../../domain/review/meeting';
import type { ReviewOrder } from '../../domain/review/order';
import { aVendor } from '../builders';
import { insertVendor } from '../../db/stores/vendor-master';
import { noDocuments } from '../documents';
import { NeedsWorld, NOW } from './needs-world';
import { focusedIn, nonceIn } from './page-form';
import { noGateway } from './world';

const DAY = 86_400_000;
const secrets = ['s'.repeat(32)];
const publicUrl = 'http://localhost:3000';
const dates = {
  meetingAt: NOW + 5 * DAY,
  minutesDueAt: NOW + 8 * DAY,
  approvalDueAt: NOW + 10 * DAY,
  missedAt: NOW + 15 * DAY,
};
const BY = { actorId: null } as const;
const HELD: MeetingAction = { ...BY, type: 'held', at: NOW, participants: ['Wang'] };
const MINUTES: MeetingAction = { ...BY, type: 'minutes', text: '一切正常。' };

let world: NeedsWorld;
let id: string;
let order: ReviewOrder;
let asked: MeetingAction[];
beforeAll(async () => (world = await NeedsWorld.open()));
afterAll(() => world.close());

/** A review of an engagement whose vendor has a contact and no account. */
beforeEach(async () => {
  asked = [];
  id = await world.engage();
  const vendor = aVendor({
    ownerId: world.manager.person.id,
    contactEmail: 'wang@vendor.test',
    contactName: '王芳',
    locale: 'zh-CN',
  });
  await inTransaction(world.db, async (trx) => {
    await insertVendor(trx, vendor, NOW);
    await trx('engagements').where({ id }).update({ vendor_id: vendor.id });
  });
  const reviewId = uuidv7();
  order = { reviewId, engagementId: id, kind: 'monthly', period: '2026-10', inviteAt: NOW, ...dates };
  const review = { id: reviewId, engagementId: id, kind: 'monthly', period: '2026-10', state: 'scheduled' } as const;
  const meeting = scheduleMeeting(reviewId, dates);
  await inTransaction(world.db, (trx) => insertReview(trx, { ...review, meetingAt: dates.meetingAt, meeting }, NOW));
});

const activities = () => reviewActivities({ db: world.db });
const known = async (): Promise<Meeting> => (await findReview(world.db, order.reviewId))!.meeting;
/** As the review's own process does it. */
async function act(action: MeetingAction): Promise<readonly MailOrder[]> {
  const meeting = actOnMeeting(await known(), action);
  return activities().recordMeeting({ order, meeting, action, now: NOW });
}
async function written(mail: MailOrder): Promise<WrittenMail & { readonly to: string; readonly url: string }> {
  const addressee = (await addresseeOf({ db: world.db, secrets, publicUrl }, mail))!;
  const letter = (await engagementMail(world.db, mail, addressee.reader))!;
  return { ...letter, to: addressee.recipient.email, url: addressee.reader.url };
}
const theirs = (mails: readonly MailOrder[]) => written(mails.find(({ facts }) => facts['reader'] === 'vendor')!);

function app() {
  const gateway = {
    ...noGateway,
    update: async <T>({ arg }: { arg: unknown }): Promise<T> => {
      // As the validator of the process does.
      const refusal = meetingObjection(await known(), arg as MeetingAction);
      if (refusal) throw DomainError.from(refusal);
      asked.push(arg as MeetingAction);
      await act(arg as MeetingAction);
      return (await known()) as T;
    },
  };
  const config = { publicUrl, secrets, smtpUrl: 'smtp://localhost', production: false, exitAllow: [] };
  const services: Services = {
    config,
    db: world.db,
    gateway,
    documents: noDocuments,
    log: pino({ level: 'silent' }),
    clock: () => NOW,
  };
  const nobody = {} as Parameters<typeof createPages>[1]['requests'];
  const pages = createPages(services, { requests: nobody, reviewLinks: reviewLinks(services) });
  return createApp({ services, routes: [], pages });
}

function parsed({ calendar }: WrittenMail) {
  const root = new ICAL.Component(ICAL.parse(calendar?.content ?? '') as unknown[]);
  const event = new ICAL.Event(root.getFirstSubcomponent('vevent')!);
  return { method: root.getFirstPropertyValue('method'), event };
}

test('everybody is invited with an entry that another program reads, the contact of the vendor among them', async () => {
  const mail = await theirs(await activities().inviteToReview({ order, meeting: await known(), now: NOW }));
  const { method, event } = parsed(mail);

  expect([mail.to, mail.calendar?.method, method]).toEqual(['wang@vendor.test', 'REQUEST', 'REQUEST']);
  expect(event.uid).toBe(`review-${order.reviewId}@tenure`);
  expect(event.sequence).toBe(0);
  expect(event.startDate.toJSDate().getTime()).toBe(dates.meetingAt);
  expect(event.organizer).toBe(`mailto:${world.manager.person.email}`);
  expect(event.attendees.map((one) => [String(one.getFirstValue()).toLowerCase(), one.getParameter('rsvp')])).toEqual(
    expect.arrayContaining([['mailto:wang@vendor.test', 'TRUE']]),
  );
  expect(mail.subject).toContain('月度评审');
});

test('a meeting that is moved keeps its identity, and one that is called off leaves calendars', async () => {
  await act({ ...BY, type: 'reschedule', dates: { ...dates, meetingAt: NOW + 7 * DAY } });
  const moved = parsed(await theirs(await activities().inviteToReview({ order, meeting: await known(), now: NOW })));
  expect([moved.method, moved.event.sequence, moved.event.startDate.toJSDate().getTime()]).toEqual([
    'REQUEST',
    1,
    NOW + 7 * DAY,
  ]);

  await act({ ...BY, type: 'cancel', reason: 'SUSPENDED' });
  const off = await theirs(await activities().inviteToReview({ order, meeting: await known(), now: NOW }));
  const { method, event } = parsed(off);
  expect([off.calendar?.method, method, event.sequence]).toEqual(['CANCEL', 'CANCEL', 2]);
  expect(event.component.getFirstPropertyValue('status')).toBe('CANCELLED');
});

test('the vendor reads the minutes behind its link and approves or objects, once; looking changes nothing', async () => {
  await act(HELD);
  const mail = await theirs(await act(MINUTES));
  const path = new URL(mail.url).pathname;
  const page = await request(app()).get(path).set('accept', 'text/html').expect(200);
  expect(page.text).toContain('一切正常。');
  expect(asked).toEqual([]);
  const nonce = nonceIn(page.text);
  const post = (fields: object) =>
    request(app())
      .post(path)
      .type('form')
      .send({ nonce, ...fields });

  const unsaid = await post({ act: 'object', comment: 'x' }).expect(422);
  expect(focusedIn(unsaid.text)).toEqual(['comment']);
  expect(unsaid.text).toContain('>x</textarea>');
  await post({ act: 'object', comment: '期限有误' }).expect(303);
  expect((await known()).objection).toMatchObject({ side: 'vendor', comment: '期限有误' });
  await post({ act: 'approve' }).expect(303);
  expect((await known()).approvedBy).toEqual(['vendor']);
  const late = await post({ act: 'approve', comment: 'Not <so>' }).expect(409);
  expect(focusedIn(late.text)).toEqual(['alert']);
  expect(late.text).toContain('<blockquote>Not &lt;so&gt;</blockquote>');
  await post({ act: 'approve', nonce: 'x' }).expect(403);
  expect(asked.map(({ type, actorId }) => [type, actorId])[0]).toEqual(['object', null]);
});

test('a link that we did not make, or for an address of before, leads nowhere', async () => {
  await act(HELD);
  const path = new URL((await theirs(await act(MINUTES))).url).pathname;
  await request(app())
    .get(`${path.slice(0, -2)}xx`)
    .set('accept', 'text/html')
    .expect(404);
  await world.db('vendors').update({ contact_email: 'new@vendor.test' });
  await request(app()).get(path).set('accept', 'text/html').expect(404);
});

test('what was agreed becomes work, each action once, with whoever manages where nobody is named', async () => {
  await act(HELD);
  const actions = [{ title: 'Hire', ownerId: null, due: '2026-12-15', party: 'vendor' as const }];
  await act({ ...BY, type: 'actions', actions });
  await act({ ...BY, type: 'actions', actions: [{ ...actions[0]!, title: 'Train' }] });

  expect(
    (await itemsOfKind(world.db, id, 'review-action')).map(({ title, assigneeId, state }) => [
      title,
      assigneeId,
      state,
    ]),
  ).toEqual([
    ['Hire', world.manager.person.id, 'open'],
    ['Train', world.manager.person.id, 'open'],
  ]);
});
