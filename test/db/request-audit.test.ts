import { v7 as uuidv7 } from 'uuid';
import { requestAudit } from '../../db/read/request-audit';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { erasePayloads } from '../../db/stores/audit-erasure';
import { insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { anOpening, aPerson } from '../builders';
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

test('what names another request of the engagement anywhere in its key is none that cannot be placed', async () => {
  const [id, other, task, engagementId, owner] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), aPerson()];
  const stream = engagementStream(engagementId);
  await insertPerson(database.db, owner, 1);
  await inTransaction(database.db, async (trx) => {
    const body = anOpening({ ownerId: owner.id });
    await insertEngagement(trx, { id: engagementId, body, criticality: 'general', now: 1 });
    const at = new Date(1);
    await trx('request_subjects').insert({ request_id: other, hash: 'h', type: 'x', title: 'Other', data: '{}', roles: '{}', engagement_id: engagementId, created_at: at }); // prettier-ignore
    await trx('requests').insert({ id: other, engagement_id: engagementId, policy_key: 'p', policy_version: 1, requester_id: owner.id, status: 'approved', round: 1, subject_hash: 'h', started_at: at, state: '{}', version: 1 }); // prettier-ignore
    const payload = { level: 3 };
    await appendAudit(trx, stream, [entry(`milestone.accepted:${other}`, payload), entry(`reported:${task}`, payload)]);
    const seqs = await trx('audit_events').where({ stream, type: 'tested' }).orderBy('seq').pluck<number[]>('seq');
    await erasePayloads(trx, { stream, seqs }, { key: 'p', reason: 'person', channel: 'system', now: 1 });
  });
  const { erased, unplaced } = await requestAudit(database.db, { id, engagementId });
  expect([erased, unplaced]).toEqual([0, 1]);
});
