import { v7 as uuidv7 } from 'uuid';
import { teamIn } from '../../db/read/appointments';
import { noteAppointments } from '../../db/stores/appointment-changes';
import { insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { anOpening, aPerson } from '../builders';
import { type TestDatabase, testDatabase } from '../database';

/** S11: a part in the team of an engagement, where whoever gave it has a part in the request. */
let database: TestDatabase;
const engagementId = uuidv7();
const [x, w, a, b, c] = ['X', 'W', 'A', 'B', 'C'].map((name) => aPerson({ name })) as [P, P, P, P, P];
type P = ReturnType<typeof aPerson>;

beforeAll(async () => {
  database = await testDatabase();
  for (const person of [x, w, a, b, c]) await insertPerson(database.db, person, 0);
  const body = anOpening({ ownerId: x.id });
  await inTransaction(database.db, (trx) =>
    insertEngagement(trx, { id: engagementId, body, criticality: 'general', now: 0 }),
  );
  await give(x, 'finance', { before: null, after: a.id });
  await give(x, 'finance', { before: a.id, after: b.id });
  await give(x, 'hr', { before: null, after: a.id });
  await give(x, 'legal', { before: a.id, after: null });
  await give(w, 'security', { before: a.id, after: c.id });
});
afterAll(() => database.drop());

const give = (by: P, subject: string, change: { readonly before: string | null; readonly after: string | null }) =>
  inTransaction(database.db, (trx) =>
    noteAppointments(trx, { byId: by.id, engagementId, appointments: [{ kind: 'part', subject, ...change }] }),
  );
const TEAM = { owner: x.id, finance: b.id, hr: a.id, security: c.id };
interface Asking {
  readonly partyIds?: readonly string[];
  readonly later?: number;
  readonly of?: string | null;
}
const team = (hours: number, { partyIds = [x.id], later = 0, of = engagementId }: Asking = {}) =>
  teamIn(database.db, { engagementId: of, roles: TEAM }, { hours, partyIds, now: Date.now() + later * 3_600_000 });

test('whom the requester replaced or took out of the team holds the part still, and a part that nobody held counts at once', async () => {
  expect(await team(24)).toEqual({ ...TEAM, finance: a.id, legal: a.id });
});

test('the team is as it stands without a time to wait, when it is over, for others, and outside engagements', async () => {
  expect(await team(0)).toEqual(TEAM);
  expect(await team(24, { later: 25 })).toEqual(TEAM);
  expect(await team(24, { partyIds: [a.id] })).toEqual(TEAM);
  expect(await team(24, { of: null })).toEqual(TEAM);
});

test('what stays as it was is not kept', async () => {
  const count = () => database.db('appointment_changes').count().first();
  const before = await count();
  await give(w, 'hr', { before: a.id, after: a.id });
  expect(await count()).toEqual(before);
});
