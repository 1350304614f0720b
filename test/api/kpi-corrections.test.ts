import { v7 as uuidv7 } from 'uuid';
import { findEngagement } from '../../db/stores/engagements';
import { packOf, savePack } from '../../db/stores/review-packs';
import { insertReview } from '../../db/stores/reviews';
import { buildPack } from '../../db/read/pack';
import { inTransaction } from '../../db/transaction';
import { scheduleMeeting } from '../../domain/review/meeting';
import { KpiWorld, uptime } from './kpi-world';
import { codeOf, NOW } from './needs-world';

let world: KpiWorld;
beforeAll(async () => {
  world = await KpiWorld.open();
});
afterAll(() => world.needs.close());

const PERIOD = '2026-10';
interface Kept {
  readonly correction: { readonly id: string; readonly kind: string };
}

/** October closed with 90 %. */
async function closed(): Promise<KpiWorld> {
  const own = await world.another();
  await own.define([uptime]);
  await own.report('uptime', { period: PERIOD, value: 90 }, own.vendor);
  await own.perform('kpi-close', { period: PERIOD });
  return own;
}
const propose = async (own: KpiWorld, value: number, who = own.vendor): Promise<string> => {
  const answer = await own.report('uptime', { period: PERIOD, value, reason: 'The meter was wrong.' }, who);
  expect(answer.status).toBe(202);
  return (answer.body as Kept).correction.id;
};
const decide = (own: KpiWorld, id: string, act: string, who = world.needs.manager) =>
  own.call('post', `/kpis/corrections/${id}/${act}`, who).send({});
const itemsOf = (own: KpiWorld) =>
  own.needs.db('action_items').where({ engagement_id: own.id, kind: 'kpi-correction' }).select('state', 'assignee_id');

describe('a value for a closed period', () => {
  test('waits for a second person, changes nothing until then, and is somebody’s work', async () => {
    const own = await closed();
    await propose(own, 98);
    expect(await own.card(PERIOD)).toMatchObject({ score: 50, revision: 1 });
    expect(await itemsOf(own)).toEqual([{ state: 'open', assignee_id: world.needs.manager.person.id }]);
    const { body } = await own.call('get', '/kpis/corrections?state=proposed');
    expect(body).toMatchObject({ items: [{ kind: 'closed-period', value: 98, side: 'vendor' }], next: null });
  });

  test('once confirmed counts: a new revision of the card with its reason, the first card and value kept', async () => {
    const own = await closed();
    const reviewId = uuidv7();
    const review = { id: reviewId, engagementId: own.id, kind: 'monthly', period: PERIOD, state: 'scheduled' } as const;
    const meeting = scheduleMeeting(reviewId);
    await inTransaction(own.needs.db, async (trx) => {
      await insertReview(trx, { ...review, meetingAt: NOW, meeting }, NOW);
      const engagement = await findEngagement(trx, own.id);
      const about = { reviewId, kind: 'monthly', period: PERIOD } as const;
      await savePack(trx, await buildPack(trx, engagement!, { review: about, now: NOW }), { builtBy: null });
    });
    const packed = await packOf(own.needs.db, reviewId);

    const decided = await decide(own, await propose(own, 98), 'confirm');
    expect(decided.body).toMatchObject({ correction: { state: 'confirmed' }, card: { score: 90, revision: 2 } });
    expect(await own.card(PERIOD)).toMatchObject({ score: 90, revision: 2, rolling: { score: 90 } });
    expect((await own.call('get', `/scorecards/${PERIOD}/revisions`)).body).toMatchObject({
      items: [
        { revision: 1, reason: null, card: { score: 50 } },
        { revision: 2, reason: 'The meter was wrong.', card: { score: 90 } },
      ],
    });
    const rows = await own.needs.db('kpi_values').where({ engagement_id: own.id }).orderBy('revision');
    expect(rows.map(({ value }) => value as number)).toEqual([90, 98]);
    expect(rows[1]).toMatchObject({ confirmed_by: world.needs.manager.person.id, side: 'vendor' });
    expect(await packOf(own.needs.db, reviewId)).toEqual(packed);
    expect(await itemsOf(own)).toMatchObject([{ state: 'done' }]);
  });

  test('said again while it waits is the same proposal', async () => {
    const own = await closed();
    expect(await propose(own, 98)).toBe(await propose(own, 98));
    expect((await own.report('uptime', { period: PERIOD, value: 90 }, own.vendor)).status).toBe(200);
  });

  test('is not confirmed by whoever proposed it, nor by the vendor, and only once', async () => {
    const own = await closed();
    const ours = await propose(own, 70, world.needs.manager);
    expect((await decide(own, ours, 'confirm')).status).toBe(403);
    expect((await decide(own, ours, 'confirm', own.vendor)).status).toBe(403);
    expect((await decide(own, ours, 'confirm', world.needs.admin)).status).toBe(200);
    expect(codeOf(await decide(own, ours, 'confirm', world.needs.admin))).toBe('STATE_CONFLICT');
    expect(await own.card(PERIOD)).toMatchObject({ score: 0, revision: 2 });
    expect(await own.needs.db('alarms').where({ engagement_id: own.id })).toEqual([]);
  });

  test('that is rejected or withdrawn leaves the card as it is', async () => {
    const own = await closed();
    expect((await decide(own, await propose(own, 98), 'reject')).body).toMatchObject({ card: null });
    expect((await decide(own, await propose(own, 99), 'withdraw', own.vendor)).status).toBe(200);
    expect(await own.card(PERIOD)).toMatchObject({ score: 50, revision: 1 });
  });

  test('is judged by the definitions that were in force for it', async () => {
    const own = await closed();
    await own.define([{ ...uptime, target: 120 }]);
    await decide(own, await propose(own, 100), 'confirm');
    expect(await own.card(PERIOD)).toMatchObject({ score: 100, definitionVersion: 1 });
  });
});

test('our value against the vendor’s waits for a second person, the vendor’s own change does not', async () => {
  const own = await world.another();
  await own.define([uptime]);
  await own.report('uptime', { period: PERIOD, value: 90 }, own.vendor);
  expect((await own.report('uptime', { period: PERIOD, value: 91 }, own.vendor)).status).toBe(201);
  const answer = await own.report('uptime', { period: PERIOD, value: 80 });
  expect([answer.status, (answer.body as Kept).correction.kind]).toEqual([202, 'override']);
  await own.perform('kpi-close', { period: PERIOD });
  expect(await own.card(PERIOD)).toMatchObject({ score: 55 });

  await decide(own, (answer.body as Kept).correction.id, 'confirm', world.needs.admin);
  expect(await own.card(PERIOD)).toMatchObject({ score: 0, revision: 2 });
});

test('what no automatic source has delivered becomes one task, which ends when the value comes', async () => {
  const own = await world.another();
  await own.define([{ ...uptime, source: 'push' }]);
  const facts = { period: PERIOD, due: '2026-11-06' };
  expect(await own.perform('kpi-reminder', facts)).toMatchObject({ mails: [], replan: true });
  await own.perform('kpi-reminder', facts, NOW + 1);
  const tasks = () => own.needs.db('action_items').where({ engagement_id: own.id, kind: 'kpi-value' }).select('state');
  expect(await tasks()).toEqual([{ state: 'open' }]);
  await own.report('uptime', { period: PERIOD, value: 90 });
  expect(await tasks()).toEqual([{ state: 'done' }]);
});
