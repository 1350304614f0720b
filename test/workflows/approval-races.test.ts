import { auditTrail } from '../../db/read/audit';
import { requestStream } from '../../db/stores/audit';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal, withWorkers } from '../temporal';
import { ApprovalDesk } from './approval-desk';

/** Races of two opposite decisions, sent to the workflow at the same moment, a few requests at once. */
const RACES = 200;
const AT_ONCE = 20;

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;
let policy: string;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  desk = new ApprovalDesk(temporal, database);
  for (const name of ['A', 'B', 'R']) await desk.hire(name);
  policy = await desk.policy([desk.step(['A', 'B'])]);
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

test(`F16, F17: ${RACES} races of two opposite decisions have one outcome each`, async () => {
  const faults: unknown[] = [];
  await withWorkers(await desk.workers(), async () => {
    for (let race = 0; race < RACES; race += AT_ONCE)
      faults.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => runRace(race + index)))));
  });

  expect(faults.filter((fault) => fault !== null)).toEqual([]);
  expect(faults).toHaveLength(RACES);
}, 360_000);

/** Two people of one step, or one person twice; what is not exactly one outcome is a fault. */
async function runRace(race: number): Promise<unknown> {
  const request = await desk.open(policy);
  const [a, b] = [(await request.taskOf('A')).id, (await request.taskOf('B')).id];
  const [other, task] = race % 2 === 0 ? (['A', a] as const) : (['B', b] as const);
  const answers = await Promise.all([
    request.act('A', 'approve', { taskId: a }),
    request.act(other, 'reject', { taskId: task }),
  ]);
  const { status } = await request.view();
  const trail = await auditTrail(database.db, requestStream(request.id), { after: 0, limit: 99 });
  const decided = trail.map(({ type }) => type).filter((type) => /^(task|request)\.(approve|reject)/.test(type));
  const won = answers[0] === null ? 'approve' : 'reject';
  const ending = won === 'approve' ? 'approved' : 'rejected';
  const isClean =
    answers.filter((code) => code === null).length === 1 &&
    answers.filter((code) => code === 'TASK_CLOSED').length === 1 &&
    status === ending &&
    decided.join() === `task.${won},request.${ending}`;
  return isClean ? null : { race, answers, status, decided };
}
