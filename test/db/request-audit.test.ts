import { v7 as uuidv7 } from 'uuid';
import { requestAudit } from '../../db/read/request-audit';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { erasePayloads } from '../../db/stores/audit-erasure';
import { inTransaction } from '../../db/transaction';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const entry = (key: string, payload: object) =>
  ({ key, at: 1_000, type: 'tested', channel: 'system', payload: { ...payload } }) as const;

test('of one request, what has lost its payload is told by its key, and how much cannot be placed is counted', async () => {
  const [id, other] = [uuidv7(), uuidv7()];
  const engagementId = uuidv7();
  const stream = engagementStream(engagementId);
  const of = (requestId: string, key: string) => entry(key, { requestId });
  await inTransaction(database.db, (trx) =>
    appendAudit(trx, stream, [
      of(id, `${id}:opened`),
      of(id, `${id}:decided`),
      of(other, `${other}:opened`),
      of(id, 'v3:gate'),
      entry('risk', { level: 3 }),
    ]),
  );
  const about = async () => {
    const { entries, erased, unplaced, verification } = await requestAudit(database.db, { id, engagementId });
    return [entries.map(({ seq }) => seq), erased, unplaced, verification.intact];
  };
  expect(await about()).toEqual([[1, 2, 4], 0, 0, true]);
  await inTransaction(database.db, (trx) =>
    erasePayloads(trx, { stream, seqs: [2, 3, 4, 5] }, { key: 'p', reason: 'person', channel: 'system', now: 1 }),
  );
  expect(await about()).toEqual([[1, 2], 1, 2, true]);
});
