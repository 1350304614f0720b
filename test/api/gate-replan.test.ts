import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { gateRoutes } from '../../api/routes/gates';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { anOpening } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { noGateway, servicesOver, signedIn } from './world';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

test.each([
  ['award', ['monitoring replan']],
  ['contract', []],
])('a submitted gate %s tells the monitoring of %j', async (gate, told) => {
  const owner = await signedIn(own.db, { roles: ['manager'] });
  const id = uuidv7();
  const body = anOpening({ ownerId: owner.person.id });
  await inTransaction(own.db, (trx) => insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() }));
  const signals: string[] = [];
  const services = {
    ...servicesOver(own.db),
    gateway: {
      ...noGateway,
      update: <T>() => Promise.resolve({ requestId: uuidv7() } as T),
      signal: (workflow: string, signal: string) => {
        signals.push(`${workflow.replace(`-${id}`, '')} ${signal}`);
        return Promise.resolve();
      },
    },
  };
  const app = createApp({ services, routes: gateRoutes(services) });
  const submit = request(app).post(`/api/v1/engagements/${id}/gates/${gate}/submit`);
  await submit.set('authorization', owner.authorization).send({}).expect(202);
  expect(signals).toEqual(told);
});
