import { auditTrail } from '../../db/read/audit';
import { requestStream } from '../../db/stores/audit';
import { ApprovalWorld } from './approval-world';

/** Rows of the approval tables as a client over HTTP meets them. */
let world: ApprovalWorld;
beforeAll(async () => {
  world = await ApprovalWorld.open({ ADMIN: ['admin'], A: ['evaluator'], B: ['evaluator'], R: ['evaluator'] });
});
afterAll(() => world.close());

test('F16: of two approvers who answer at once exactly one is heard, and there is one outcome', async () => {
  for (let race = 0; race < 5; race += 1) {
    const request = await world.ask([world.desk.step(['A', 'B'])]);
    const decisions = [
      world.call('A', 'post', `/tasks/${request.taskOf('A')}/actions`).send({ action: 'approve' }),
      world.call('B', 'post', `/tasks/${request.taskOf('B')}/actions`).send({ action: 'reject', comment: 'No, no.' }),
    ];
    const answers = await Promise.all(decisions);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'TASK_CLOSED' });
    const trail = await auditTrail(world.database.db, requestStream(request.id), { after: 0, limit: 99 });
    const won = answers[0]?.status === 200 ? 'approve' : 'reject';
    expect(trail.map(({ type }) => type).filter((type) => /^task\.(approve|reject)$/.test(type))).toEqual([
      `task.${won}`,
    ]);
    expect(trail.filter(({ type }) => /^request\.(approved|rejected)$/.test(type))).toHaveLength(1);
  }
});

test('S08: a policy whose time approves an exit is refused', async () => {
  const late = { sla: { duration: 'P1D' }, timeout: { action: 'approve' } };
  const answer = await world
    .call('ADMIN', 'put', '/policies/gate-exit')
    .send({ title: 'Exit', steps: [world.desk.step(['A'], late)] })
    .expect(422);

  expect(answer.body).toMatchObject({ code: 'POLICY_INVALID', errors: [{ path: 'steps.0.timeout.action' }] });
});

test('S10: whoever urges again within half an hour is told when the next time is', async () => {
  const { id } = await world.ask([world.desk.step(['A'])]);
  const urge = () => world.call('R', 'post', `/requests/${id}/actions`).send({ action: 'urge' });
  const [first, second] = [await urge(), await urge()];

  expect([first.status, second.status]).toEqual([200, 429]);
  expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
  const trail = await auditTrail(world.database.db, requestStream(id), { after: 0, limit: 99 });
  expect(trail.filter(({ type }) => type === 'request.urged')).toHaveLength(1);
  await world
    .call('ADMIN', 'post', `/requests/${id}/actions`)
    .send({ action: 'terminate', comment: 'end of test' })
    .expect(200);
});
