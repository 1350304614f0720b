import { recordActivities } from '../../activities/record';
import { sweepActivities } from '../../activities/sweep';
import { openRatingRound } from '../../db/stores/rating-rounds';
import { inTransaction } from '../../db/transaction';
import { openEngagement } from '../../domain/engagement/engagement';
import { noDocuments } from '../documents';
import { ServiceWorld } from './service-world';

const DAY = 86_400_000;
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const invitees = [
  { name: 'Ann', email: 'ann@example.com' },
  { name: 'Bob', email: 'bob@example.com' },
];
/** A survey that is mailed to two people, of whom the first answers. */
async function ask(): Promise<{ readonly id: string; readonly paths: readonly string[] }> {
  const body = { title: 'How was March?', period: '2027-03', questions: ['csat'], closesOn: '2027-03-12', invitees };
  const { id } = (await world.call('post', '/surveys', body).expect(201)).body as { id: string };
  await world.settle();
  const letters = [...(await world.post())].sort((a, b) => (a.to.address < b.to.address ? -1 : 1));
  const paths = letters.map(({ text }) => /http:\/\/localhost(\/f\/\S+)/.exec(text)?.[1] ?? '');
  await world.act(paths[0] ?? '', { csat: '4', comment: 'Kind people.' });
  return { id, paths };
}
const rows = (table: string, id: string) => world.database.db(table).where({ survey_id: id }).orderBy('id');
const sweep = (now: number) =>
  sweepActivities({ db: world.database.db, documents: noDocuments.store, secrets: ['s'.repeat(32)] }).sweep({ now });
const addresses = () =>
  world.database.db('mail_log').where({ engagement_id: world.id, kind: 'survey' }).pluck('address');

/** The service is given up before its time. */
async function end(): Promise<void> {
  const { id, now } = world;
  const engagement = { ...openEngagement(id), state: 'CANCELLED', version: 9 } as const;
  const record = { type: 'engagement.cancelled', actorId: null, channel: 'api', detail: {}, now } as const;
  await recordActivities({ db: world.database.db }).recordEngagement({ engagement, ...record });
}

test('surveys of a service that ends early end with it: nobody is reminded, and answers stay without names', async () => {
  const { id, paths } = await ask();
  await end();
  expect(await world.until('2027-03-20T09:00')).toEqual([]);
  expect((await world.call('get', `/surveys/${id}`).expect(200)).body).toMatchObject({ state: 'closed', answered: 1 });
  expect(await rows('survey_answers', id)).toMatchObject([{ csat: 4, comment: 'Kind people.', invitation_id: null }]);
  for (const path of paths) await world.page(path).expect(410);
  const ended = (await world.trail()).filter(({ type }) => type === 'survey.ended');
  expect(ended).toMatchObject([{ payload: { surveyId: id } }]);
});

test('who was invited is forgotten half a year after the close, and a survey that runs keeps its people', async () => {
  const { id, paths } = await ask();
  await sweep(world.now + 400 * DAY);
  expect((await rows('survey_invitations', id)).map(({ name }) => name)).toEqual(['Ann', 'Bob']);
  await world.until('2027-03-13T00:00');
  const closed = world.now;
  await sweep(closed + 179 * DAY);
  expect((await addresses()).sort()).toEqual(['ann@example.com', 'bob@example.com']);
  await sweep(closed + 181 * DAY);
  expect((await rows('survey_invitations', id)).map(({ name, email }) => [name, email])).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(await addresses()).toEqual([null, null]);
  expect((await world.call('get', `/surveys/${id}`).expect(200)).body).toMatchObject({ invited: 2, answered: 1 });
  for (const path of paths) await world.page(path).expect(404);
});

test('a round in which the vendor rates us ends with the service', async () => {
  const round = { engagementId: world.id, vendorId: world.vendorId, quarter: '2026-Q4', closesAt: world.now + DAY };
  const fresh = { ...round, asked: 1, answer: null, answeredAt: null, closedAt: null };
  await inTransaction(world.database.db, (trx) => openRatingRound(trx, fresh, world.now));
  await end();
  const { body } = await world.call('get', '/our-score').expect(200);
  expect(body.ratings.rounds).toMatchObject([{ quarter: '2026-Q4', state: 'closed', answered: false }]);
});
