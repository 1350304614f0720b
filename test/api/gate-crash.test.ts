import request from 'supertest';
import { createApp } from '../../api/app';
import { gateRoutes } from '../../api/routes/gates';
import { DomainError } from '../../domain/errors';
import { anEngagement } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { noGateway, servicesOver, signedIn } from './world';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

/** Submits gate G3 to a process that says that it is still selecting, while the record says something else. */
async function submitWhile(recorded: string) {
  const update = () => Promise.reject(new DomainError('GATE_NOT_OPEN', 'Not in state VENDOR_SELECTION.'));
  const services = { ...servicesOver(own.db), gateway: { ...noGateway, update } };
  const app = createApp({ services, routes: gateRoutes(services) });
  const { engagementId } = await anEngagement(own.db);
  const owner = await signedIn(own.db, { roles: ['admin'] });
  await own.db('engagements').where({ id: engagementId }).update({ state: recorded });
  return request(app)
    .post(`/api/v1/engagements/${engagementId}/gates/contract/submit`)
    .set({ authorization: owner.authorization })
    .send({});
}

test('a gate whose state is recorded but not yet entered, because a worker died, is to be tried again', async () => {
  const answer = await submitWhile('CONTRACTING');
  expect([answer.status, answer.body]).toEqual([503, expect.objectContaining({ code: 'UNAVAILABLE' })]);
  expect(answer.headers['retry-after']).toBeDefined();
});

test('a gate of another state is refused for good', async () => {
  const answer = await submitWhile('VENDOR_SELECTION');
  expect([answer.status, answer.body]).toEqual([409, expect.objectContaining({ code: 'GATE_NOT_OPEN' })]);
});
