import { DELETION_CONDITIONS, type DeletionCondition } from '../../domain/exit/deletion';
import { DeletionWorld } from './deletion-world';

const ROWS = 12_000;
let world: DeletionWorld;
beforeAll(async () => {
  world = await DeletionWorld.open(
    'create table people (id int primary key, name text)',
    `insert into people select i, 'n' || i from generate_series(1, ${ROWS}) i`,
  );
}, 120_000);
afterAll(() => world.close());

interface Row {
  readonly name: DeletionCondition;
  /** What the deletion says that waits behind its approvers. */
  readonly words: RegExp;
  readonly take: () => Promise<unknown>;
  readonly give: () => Promise<unknown>;
}

const dataset = () => ({ engagement_id: world.id, key: world.key });
const run = () => ({ engagement_id: world.id, mode: 'real' });
const verdict = (passed: boolean) => ({ verification: world.db.raw('jsonb_set(verification, ?, ?)', ['{passed}', String(passed)]) }); // prettier-ignore
let arrived: Date;
let holdId = '';

/** Each takes one condition of the gate away, and gives it back. */
const TABLE: readonly Row[] = [
  {
    name: 'verified',
    words: /^The data has not been verified/,
    take: () => world.force('dataset_runs', run(), verdict(false)),
    give: () => world.force('dataset_runs', run(), verdict(true)),
  },
  {
    name: 'acknowledged',
    words: /^The receiver has not acknowledged/,
    take: async () => {
      arrived = (await world.db('datasets').where(dataset()).first('acknowledged_at')).acknowledged_at;
      await world.force('datasets', dataset(), { acknowledged_at: null });
    },
    give: () => world.force('datasets', dataset(), { acknowledged_at: arrived }),
  },
  {
    name: 'settlement',
    words: /^The settlement has not been approved/,
    take: () => world.force('settlements', { engagement_id: world.id }, { status: 'draft' }),
    give: () => world.force('settlements', { engagement_id: world.id }, { status: 'approved' }),
  },
  {
    name: 'waitingPeriod',
    words: /^The waiting period of 1 days/,
    take: () => world.waitFor(1),
    give: () => world.waitFor(0),
  },
  {
    name: 'legalHold',
    words: /^A legal hold forbids deletion: lawsuit/,
    take: async () => {
      holdId = (await world.call('Leo', 'post', '/exit/holds', { reason: 'lawsuit' }).expect(201)).body.id;
    },
    give: () => world.call('Leo', 'post', `/exit/holds/${holdId}/release`, {}).expect(200),
  },
];
const APPROVERS: Row = {
  name: 'approvers',
  words: /^Two people other than those who ran or asked/,
  // As if the second approval had not been given by a person.
  take: () => world.force('request_tasks', { request_id: requestId, assignee_id: world.person('Leo') }, { channel: 'workflow' }), // prettier-ignore
  give: () => world.force('request_tasks', { request_id: requestId, assignee_id: world.person('Leo') }, { channel: 'api' }), // prettier-ignore
};
let requestId = '';

const untouched = async () => {
  expect([await world.rows(), await world.tombstones()]).toEqual([ROWS, 0]);
  expect((await world.dataset()).certificate).toBeNull();
};

describe('the gate of a deletion', () => {
  beforeAll(() => world.begin(), 120_000);

  test('has a row here for each of its conditions', () => {
    const named = [...TABLE, APPROVERS].map(({ name }) => name).sort();
    expect(named).toEqual([...DELETION_CONDITIONS].sort());
  });

  test.each(TABLE.map((row) => [row.name, row] as const))(
    'refuses to ask anybody while only %s is missing',
    async (name, { take, give }) => {
      await take();
      const { status, body } = await world.ask();
      const state = (await world.dataset()).state;
      await give();

      expect([status, body.code]).toEqual([422, 'DELETION_NOT_ALLOWED']);
      expect(body.errors).toEqual([expect.objectContaining({ path: name })]);
      expect(state).toBe('acknowledged');
      expect(await world.missing()).toEqual(['approvers']);
      await untouched();
    },
  );

  test('deletes nothing when an approver says no, and gives the dataset back', async () => {
    const asked = await world.ask().expect(202);
    await world.decide('Sue', asked.body.requestId);
    await world.decide('Leo', asked.body.requestId, 'reject');
    await world.reaches('acknowledged');
    await untouched();
  });

  test('asks two people who neither moved the data nor asked, and deletes nothing after the first', async () => {
    requestId = (await world.ask().expect(202)).body.requestId;
    expect((await world.ask()).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    await world.decide('Sue', requestId);

    expect(await world.missing()).toEqual(['approvers']);
    await untouched();
  });

  test('stays shut behind its approvers while one condition is missing, whichever it is', async () => {
    const [first = APPROVERS, ...others] = TABLE;
    await first.take();
    await world.decide('Leo', requestId);
    await world.stopsFor(first.words);
    let shut = first;
    for (const next of [...others, APPROVERS]) {
      await next.take();
      await shut.give();
      await world.lookAgain();
      await world.stopsFor(next.words);
      expect(await world.missing()).toEqual([next.name]);
      await untouched();
      shut = next;
    }
    await shut.give();
  }, 60_000);

  test('deletes everything once nothing is missing, and certifies it', async () => {
    await world.lookAgain();
    await world.reaches('deleted');

    expect([await world.rows(), await world.tombstones()]).toEqual([0, 2]);
    expect((await world.dataset()).certificate?.content).toMatchObject({
      requestId,
      approvedBy: expect.arrayContaining([world.person('Sue'), world.person('Leo')]),
      counts: { units: 2, rows: ROWS },
      scan: { remaining: 0 },
    });
    expect((await world.ask()).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  }, 60_000);
});
