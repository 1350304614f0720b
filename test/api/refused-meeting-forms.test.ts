import { v7 as uuidv7 } from 'uuid';
import { insertReview } from '../../db/stores/reviews';
import { insertQuestion } from '../../db/stores/tender-questions';
import { inTransaction } from '../../db/transaction';
import { actOnMeeting, type MeetingAction, scheduleMeeting } from '../../domain/review/meeting';
import { faultsIn, focusedIn } from './page-form';
import { ServiceWorld, START } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open(undefined, { start: () => Promise.resolve() });
});
afterAll(() => world.close());

const SHORT = 'must have at least 2 characters';
const DAY = 86_400_000;

describe('the page of a tender, after a refusal,', () => {
  const at = (days: number): string => new Date(START + days * DAY).toISOString();
  /** A published tender with a question of its vendor that is not answered. */
  const asked = async () => {
    await world.begin({ state: 'VENDOR_SELECTION' });
    const items = [{ key: 'seats', title: 'Seats', quantity: 1, unit: 'seat', charge: 'annual' }];
    const body = { items, questionsUntil: at(1), closeAt: at(2), invited: [world.vendorId] };
    await world.call('put', '/tender', body).expect(200);
    await world.call('post', '/tender/publish', {}).expect(200);
    const candidateId = String((await world.call('get', '/candidates').expect(200)).body.items[0].id);
    const questionId = uuidv7();
    const question = { id: questionId, candidateId, asker: 'vendor', topic: 'general', text: 'How many?' } as const;
    const { db } = world.database;
    await inTransaction(db, (trx) => insertQuestion(trx, { ...question, dueAt: null, askedBy: null, now: START }));
    return { questionId, candidateId, ...(await world.browse('owner', `/engagements/${world.id}/tender`)) };
  };

  test('leads to the answer or the question that is too short, and keeps what was chosen', async () => {
    const { send, questionId, candidateId } = await asked();
    const answer = await send({ act: 'answer', questionId, answer: 'x', visibility: 'asker' }).expect(422);
    expect(focusedIn(answer.text)).toEqual(['answer']);
    expect(faultsIn(answer.text)).toEqual([SHORT]);
    expect(answer.text).toContain('<option value="asker" selected>');
    const ask = await send({ act: 'ask', candidateId, topic: 'low-bid', text: 'y' }).expect(422);
    expect(focusedIn(ask.text)).toEqual(['text']);
    expect(faultsIn(ask.text)).toEqual([SHORT]);
    expect(ask.text).toContain('<option value="low-bid" selected>');
    expect(ask.text).toContain('>y</textarea>');
  });

  test('keeps an answer to a question that somebody else has answered meanwhile', async () => {
    const { send, questionId } = await asked();
    await send({ act: 'answer', questionId, answer: 'Forty.' }).expect(303);
    for (const answer of ['Fifty <or so>', 'x']) {
      const { text } = await send({ act: 'answer', questionId, answer }).expect(422);
      expect(focusedIn(text)).toEqual(['alert']);
      expect(text).toContain(`<blockquote>${answer.replace('<', '&lt;').replace('>', '&gt;')}</blockquote>`);
    }
  });
});

describe('the page of a review, after a refusal,', () => {
  const HELD: MeetingAction = { actorId: null, type: 'held', at: START, participants: ['Wang'] };
  const MINUTES: MeetingAction = { actorId: null, type: 'minutes', text: 'All is well.' };
  const met = async (...actions: readonly MeetingAction[]) => {
    await world.begin();
    const id = uuidv7();
    const [meetingAt, minutesDueAt] = [START + DAY, START + 2 * DAY];
    const dates = { meetingAt, minutesDueAt, approvalDueAt: START + 3 * DAY, missedAt: START + 4 * DAY };
    const meeting = actions.reduce(actOnMeeting, scheduleMeeting(id, dates));
    const review = { id, engagementId: world.id, kind: 'monthly', period: '2027-02', state: meeting.state } as const;
    await inTransaction(world.database.db, (trx) => insertReview(trx, { ...review, meetingAt, meeting }, START));
    return world.browse('owner', `/reviews/${id}`);
  };

  test('is followed no more, so that nothing that was typed is drawn over', async () => {
    const { page, send } = await met(HELD);
    expect(page.text).toContain(`data-live="/live/engagements/${world.id}"`);
    expect((await send({ act: 'minutes', text: 'x' }).expect(422)).text).not.toContain('data-live');
  });

  test('leads to minutes that are missing and to an action without a title or a date', async () => {
    const { send } = await met(HELD);
    const minutes = await send({ act: 'minutes', text: 'x' }).expect(422);
    expect(focusedIn(minutes.text)).toEqual(['text']);
    expect(faultsIn(minutes.text)).toEqual([SHORT]);
    const ownerId = world.people.service.person.id;
    const action = await send({ act: 'actions', title: 'Hire', due: '', party: 'vendor', ownerId }).expect(422);
    expect(focusedIn(action.text)).toEqual(['due']);
    expect(action.text).toContain('value="Hire"');
    expect(action.text).toContain('<option value="vendor" selected>');
    expect(action.text).toContain(`<option value="${ownerId}" selected>`);
    expect(action.text).toMatch(
      /<details open><summary>[^<]*<\/summary><form[^>]*>[^\n]*\n<label class="field"><span>[^<]*<\/span><input name="title"/,
    );
  });

  test('leads to the reason of an objection and of a meeting that is called off', async () => {
    const { send } = await met(HELD, MINUTES);
    const objection = await send({ act: 'object', comment: 'x' }).expect(422);
    expect(focusedIn(objection.text)).toEqual(['comment']);
    expect(objection.text).toContain('>x</textarea>');
    const planned = await met();
    const off = await planned.send({ act: 'cancel', reason: 'y' }).expect(422);
    expect(focusedIn(off.text)).toEqual(['reason']);
    expect(off.text).toContain('value="y"');
  });

  test('leads to the day of a meeting that is moved into the past, or to no time', async () => {
    const { send } = await met();
    const moved = { act: 'reschedule', date: '2027-02-01', time: '10:30', reason: 'Ill' };
    const past = await send(moved).expect(422);
    expect(focusedIn(past.text)).toEqual(['date']);
    expect(past.text).toContain('value="10:30"');
    const timeless = await send({ ...moved, time: '' }).expect(422);
    expect(focusedIn(timeless.text)).toEqual(['time']);
    expect(timeless.text).toContain('value="2027-02-01"');
    expect(timeless.text).toContain('value="Ill"');
  });

  test('keeps minutes that can be written no more', async () => {
    const { send } = await met({ actorId: null, type: 'cancel', reason: 'SUSPENDED' });
    const { text } = await send({ act: 'minutes', text: '<' }).expect(422);
    expect(focusedIn(text)).toEqual(['alert']);
    expect(text).toContain('<blockquote>&lt;</blockquote>');
  });
});
