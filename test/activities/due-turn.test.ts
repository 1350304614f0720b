import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { dateKeeperActivities } from '../../activities/date-keeper';
import { sweepActivities } from '../../activities/sweep';
import { watchFrom } from '../../db/stores/plan-watch';
import { inTransaction } from '../../db/transaction';
import { engagementWorkflowId } from '../../workflows/ids';
import { testDatabase, type TestDatabase } from '../database';
import { noDocuments } from '../documents';
import { anEngagement, NOW } from './migration/parts';

const MINUTE = 60_000;
let own: TestDatabase;
const signalled: string[] = [];
const temporal = { away: false };
/** Every signal takes a moment, so that others could send the same one meanwhile. */
const client = new Client({
  connection: Connection.lazy(),
  interceptors: {
    workflow: [
      {
        signal: async ({ workflowExecution }) => {
          if (temporal.away) throw new Error('Temporal is away');
          signalled.push(workflowExecution.workflowId);
          await sleep(50);
        },
      },
    ],
  },
});

beforeAll(async () => (own = await testDatabase()));
afterAll(() => own.drop());
beforeEach(async () => {
  signalled.length = 0;
  temporal.away = false;
  await own.db('watches').delete();
});

async function owing(): Promise<string> {
  const { engagementId } = await anEngagement(own.db);
  await inTransaction(own.db, (trx) => watchFrom(trx, engagementId, NOW));
  const owed = JSON.stringify({ reviews: [], relabel: true });
  await own
    .db('watches')
    .where({ engagement_id: engagementId })
    .update({ owed, due_at: new Date(NOW) });
  return engagementId;
}

const keepDates = (now: number): Promise<number | null> =>
  new MockActivityEnvironment({}, { client }).run(dateKeeperActivities(own).keepDates, { now });
interface Row {
  readonly engagement_id: string;
  readonly owed: unknown;
  readonly attempts: number;
  readonly due_at: Date;
  readonly last_error: string | null;
}
const rowOf = (engagementId: string): Promise<Row> =>
  own
    .db<Row>('watches')
    .where({ engagement_id: engagementId })
    .select<Row[]>('*')
    .then((rows) => rows[0]!);

test('what several turns owe is set going once each, though several hands are at work', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) ids.push(await owing());

  await keepDates(NOW);

  expect(signalled.toSorted()).toEqual(ids.map(engagementWorkflowId).toSorted());
  expect(await own.db('watches').whereNotNull('owed').select('engagement_id')).toEqual([]);
});

test('what cannot be set going stays owed, and is tried again after waits that grow', async () => {
  const id = await owing();
  temporal.away = true;
  for (const [attempt, wait] of [1, 2, 4].entries()) {
    const now = (await rowOf(id)).due_at.getTime();
    await keepDates(now);
    expect(await rowOf(id)).toMatchObject({ attempts: attempt + 1, last_error: 'Temporal is away' });
    expect((await rowOf(id)).due_at).toEqual(new Date(now + wait * MINUTE));
  }
  expect((await rowOf(id)).owed).toEqual({ reviews: [], relabel: true });

  temporal.away = false;
  await keepDates((await rowOf(id)).due_at.getTime());
  expect(await rowOf(id)).toMatchObject({ owed: null, attempts: 0, last_error: null });
  expect(signalled).toEqual([engagementWorkflowId(id)]);
});

test('a date of any kind that has passed unkept is found by the nightly sweep', async () => {
  const { engagementId } = await anEngagement(own.db);
  await inTransaction(own.db, (trx) => watchFrom(trx, engagementId, NOW));
  const row = () => rowOf(engagementId).then(({ due_at }) => due_at);
  const planned = await row();
  await own
    .db('watches')
    .where({ engagement_id: engagementId })
    .update({ due_at: new Date(NOW) });
  const { lateWatches } = sweepActivities({ db: own.db, documents: noDocuments.store, secrets: ['s'.repeat(32)] });

  await lateWatches({ now: NOW + MINUTE });
  expect(await row()).toEqual(new Date(NOW));
  await lateWatches({ now: NOW + 120 * MINUTE });
  expect(await row()).toEqual(planned);
});
