import { troddenOf } from '../../db/read/engagement-course';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const ID = '018f4c1e-0000-7000-8000-0000000000a1';
const OTHER = '018f4c1e-0000-7000-8000-0000000000a2';

const write = (id: string, lines: readonly (readonly [at: number, type: string, payload: object])[]): Promise<void> =>
  inTransaction(database.db, (trx) =>
    appendAudit(
      trx,
      engagementStream(id),
      lines.map(([at, type, payload]) => ({
        ...{ key: `${at}`, at, type: `engagement.${type}`, channel: 'workflow' as const },
        payload: { ...payload },
      })),
    ),
  );

test('the trail tells when a state was come to first, and when a gate was last passed', async () => {
  await write(ID, [
    [1_000, 'created', {}],
    [2_000, 'gate-submitted', { state: 'NEEDS_ANALYSIS', gate: 'needs' }],
    [3_000, 'gate-decided', { state: 'VENDOR_SELECTION', gate: 'needs', outcome: 'approved' }],
    [4_000, 'gate-decided', { state: 'VENDOR_SELECTION', gate: 'award', outcome: 'withdrawn' }],
    [5_000, 'went-live', { state: 'IN_SERVICE' }],
    [6_000, 'gate-decided', { state: 'IN_SERVICE', gate: 'renewal', outcome: 'approved' }],
    [7_000, 'suspended', { state: 'SUSPENDED' }],
    [8_000, 'resumed', { state: 'IN_SERVICE' }],
    [9_000, 'gate-decided', { state: 'IN_SERVICE', gate: 'renewal', outcome: 'approved' }],
  ]);
  await write(OTHER, [[1_500, 'closed', { state: 'CLOSED' }]]);

  const { since, passed } = await troddenOf(database.db, ID);
  expect(Object.fromEntries(since)).toEqual({
    NEEDS_ANALYSIS: 2_000,
    VENDOR_SELECTION: 3_000,
    IN_SERVICE: 5_000,
    SUSPENDED: 7_000,
  });
  expect(Object.fromEntries(passed)).toEqual({ needs: 3_000, renewal: 9_000 });
});
