import { type Claim, claimKey, type ClaimResult, type Held, releaseKey, saveReply } from '../../db/stores/idempotency';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const BEGIN = 1_000_000;
const LEASE_MS = 30_000;
const FIRST = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';
const reply = (status: number) => ({ status, headers: {}, body: null });

const claim = (after: number, part: Partial<Claim> = {}): Promise<ClaimResult> =>
  claimKey(database.db, {
    principal: 'ann',
    key: 'k',
    bodyHash: 'h',
    subjectId: OTHER,
    now: BEGIN + after,
    ...part,
  });

async function held(after: number, subjectId = OTHER): Promise<Held> {
  const result = await claim(after, { subjectId });
  if (result.kind !== 'mine') throw new Error(`the key is ${result.kind}`);
  return result.held;
}

test('a key is the first caller’s for thirty seconds', async () => {
  await held(0, FIRST);

  expect(await claim(1)).toEqual({ kind: 'running' });
  expect(await claim(LEASE_MS)).toEqual({ kind: 'running' });
});

test('after thirty seconds one of many takes over, with the identity that the first one had', async () => {
  await held(0, FIRST);

  const results = await Promise.all(Array.from({ length: 10 }, () => claim(LEASE_MS + 1)));

  const takers = results.filter(({ kind }) => kind === 'mine');
  expect(takers).toMatchObject([{ held: { subjectId: FIRST } }]);
  expect(results.filter(({ kind }) => kind === 'running')).toHaveLength(9);
});

test('another body is refused also when the first caller has died', async () => {
  await held(0, FIRST);

  expect(await claim(LEASE_MS + 1, { bodyHash: 'other' })).toEqual({ kind: 'other-body' });
  expect(await held(LEASE_MS + 1)).toMatchObject({ subjectId: FIRST });
});

test('whoever was taken over can neither answer nor give the key back', async () => {
  const late = await held(0, FIRST);
  const second = await held(LEASE_MS + 1);

  expect(await saveReply(database.db, late, reply(500))).toBe(false);
  await releaseKey(database.db, late);
  expect(await claim(LEASE_MS + 2)).toEqual({ kind: 'running' });
  expect(await saveReply(database.db, second, reply(201))).toBe(true);
  expect(await saveReply(database.db, late, reply(500))).toBe(false);
  expect(await claim(LEASE_MS + 3)).toMatchObject({ kind: 'done', reply: { status: 201 } });
});

test('a key that was given back after a refusal is free at once, with the same identity', async () => {
  await releaseKey(database.db, await held(0, FIRST));

  expect(await held(1)).toMatchObject({ subjectId: FIRST });
});
