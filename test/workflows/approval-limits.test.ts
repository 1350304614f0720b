import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal, withWorkers } from '../temporal';
import { ApprovalDesk } from './approval-desk';
import { historyOf, type Measured, runLargeRequest } from './large-request';

let database: TestDatabase;
let temporal: TestTemporal;
beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

/** The whole size takes minutes: `TENURE_LIMITS=whole`. A quarter of it grows in the same way. */
const SIZE =
  process.env['TENURE_LIMITS'] === 'whole'
    ? { steps: 50, perStep: 4, comments: 1_000 }
    : { steps: 12, perStep: 4, comments: 100 };

const KB = 1024;

test(`a request of ${SIZE.steps} steps, ${SIZE.steps * SIZE.perStep} approvers and ${SIZE.comments} comments stays far below every limit`, async () => {
  const desk = new ApprovalDesk(temporal, database);
  const measured: Measured = await withWorkers(await desk.workers(), async () => {
    const request = await runLargeRequest(desk, SIZE);
    return { ...request.times, ...(await historyOf(temporal.client, request)) };
  });
  if (process.env['TENURE_LIMITS']) process.stderr.write(`${JSON.stringify(measured, null, 1)}\n`);

  expect(measured.status).toBe('approved');
  expect(measured.comments).toBe(SIZE.comments);
  // Temporal warns at 256 KB and refuses 2 MB for one payload; a run of 51,200 events or 50 MB is ended.
  expect(measured.largestPayload).toBeLessThan(256 * KB);
  expect(measured.stateBytes).toBeLessThan(256 * KB);
  expect(measured.mostEvents).toBeLessThan(10_240);
  expect(measured.mostBytes).toBeLessThan(10 * KB * KB);
}, 1_200_000);
