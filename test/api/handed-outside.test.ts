import { v7 as uuidv7 } from 'uuid';
import { ApprovalWorld } from './approval-world';

/** Decisions stay with the people of the organisation: whoever was asked, is away or leaves gives them to no vendor's people. */
let world: ApprovalWorld;
beforeAll(async () => {
  world = await ApprovalWorld.open({ R: ['admin'], A: ['evaluator'], N: [], V: ['vendor'] });
});
afterAll(() => world.close());

const act = (taskId: string, body: object) => world.call('A', 'post', `/tasks/${taskId}/actions`).send(body);

test.each(['transfer', 'delegate', 'add-sign'])('no task goes to a person of a vendor by %s', async (action) => {
  const { id, taskOf } = await world.ask([world.desk.step(['A'])]);
  const position = action === 'add-sign' ? { position: 'after', mode: 'all' } : {};
  const to = (name: string) => act(taskOf('A'), { action, userIds: [world.id(name)], comment: 'please', ...position });
  const refused = await to('V').expect(422);
  expect(refused.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path: 'userIds' }] });
  await world.call('V', 'get', `/requests/${id}`).expect(404);
  // Whoever has no role yet is of the organisation.
  await to('N').expect(200);
});

test('no person of a vendor stands in for somebody who is away, or takes over from somebody who leaves', async () => {
  const substitute = (name: string) => [{ from: '2027-03-01', to: '2027-03-02', substituteId: world.id(name) }];
  const away = (name: string) => world.call('A', 'put', `/users/${world.id('A')}/absences`).send(substitute(name));
  const refused = await away('V').expect(422);
  expect(refused.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path: '0.substituteId' }] });
  await away('N').expect(200);
  const leaving = await world
    .call('R', 'post', `/users/${world.id('N')}/deactivate`)
    .set('idempotency-key', uuidv7())
    .send({ successorId: world.id('V') })
    .expect(422);
  expect(leaving.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path: 'successorId' }] });
});

test('a requester who chooses the approvers chooses no person of a vendor', async () => {
  const policyKey = await world.desk.policy([world.desk.step([], { assignees: [{ requesterSelect: true }] })]);
  const subject = { type: 'payment', title: 'Pay the printer', data: {} };
  const ask = (name: string) =>
    world.call('R', 'post', '/requests').send({ policyKey, subject, select: { s1: [world.id(name)] } });
  const refused = await ask('V').expect(422);
  expect(refused.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path: 'select' }] });
  await ask('A').expect(201);
});
