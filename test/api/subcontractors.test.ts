import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { anOpening } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

let own: TestDatabase;
let app: Express;
let id: string;
let manager: SignedIn;
let legal: SignedIn;
beforeAll(async () => {
  own = await testDatabase();
  app = appOver(own.db);
  manager = await signedIn(own.db, { roles: ['manager'] });
  legal = await signedIn(own.db, { roles: ['legal'] });
});
afterAll(() => own.drop());
beforeEach(async () => {
  id = uuidv7();
  await inTransaction(own.db, async (trx) => {
    const body = anOpening({ ownerId: manager.person.id });
    await insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() });
    await trx('engagements').where({ id }).update({ state: 'IN_SERVICE' });
  });
});

const send = (method: 'get' | 'post' | 'patch', path: string, body?: object, by = manager) =>
  request(app)[method](`/api/v1/engagements/${id}${path}`).set({ authorization: by.authorization }).send(body);

describe('sub-contractors', () => {
  const sub = (part: object = {}) => ({
    name: 'Delta',
    service: 'Night shift',
    country: 'CN',
    personalData: true,
    ...part,
  });
  const alarms = () => own.db('alarms').where({ engagement_id: id }).select('rule', 'severity', 'subject');
  const monitor = async () => {
    const now = Date.now();
    const items = await agendaActivities(own).planAgenda({
      engagementId: id,
      cursor: { at: now, key: '' },
      limit: 20,
    });
    const due = items.filter(({ kind }) => kind === 'subcontractor-alarm');
    return agendaActivities(own).performAgenda({ engagementId: id, items: due, now });
  };

  test('who work without consent raise one red alarm; consent is of a second person', async () => {
    const { body: quiet } = await send('post', '/subcontractors', sub({ name: 'Quiet' })).expect(201);
    const { body: loud } = await send('post', '/subcontractors', sub({ active: true, parentId: quiet.id as string }));
    expect(loud).toMatchObject({ rank: 2, consent: 'requested', active: true });
    await monitor();
    expect((await monitor()).mails).toEqual([]);
    expect(await alarms()).toEqual([{ rule: 'SUBCONTRACTOR_UNAPPROVED', severity: 'red', subject: 'Delta' }]);

    const consent = { decision: 'consented', comment: 'Audited in May' };
    const path = `/subcontractors/${quiet.id}/consent`;
    expect((await send('post', path, consent)).status).toBe(403);
    const given = await send('post', path, consent, legal).expect(200);
    expect(given.body).toMatchObject({ consent: 'consented', decidedById: legal.person.id });
  });

  test('are asked for anew when what was agreed to changes, not when they begin', async () => {
    const { body: node } = await send('post', '/subcontractors', sub());
    const path = `/subcontractors/${node.id}`;
    await send('post', `/subcontractors/${node.id}/consent`, { decision: 'consented', comment: 'Fine' }, legal).expect(
      200,
    );
    const patch = (body: object) => send('patch', path, body);
    expect((await patch({ active: true }).expect(200)).body).toMatchObject({ consent: 'consented', active: true });
    expect((await monitor()).mails).toEqual([]);
    expect((await patch({ country: 'US' }).expect(200)).body).toMatchObject({ consent: 'requested', country: 'US' });
    await monitor();
    expect(await alarms()).toHaveLength(1);
    expect((await patch({})).status).toBe(422);
  });

  test('form a tree: circles, the vendor itself and unknown ones are refused', async () => {
    const { body: a } = await send('post', '/subcontractors', sub({ name: 'A' }));
    const { body: b } = await send('post', '/subcontractors', sub({ name: 'B', parentId: a.id as string }));
    const circle = await send('patch', `/subcontractors/${a.id}`, { parentId: b.id as string });
    expect(circle.body).toMatchObject({
      status: 422,
      code: 'SUBCONTRACTOR_NOT_ALLOWED',
      errors: [{ path: 'parentId' }],
    });
    expect((await send('post', '/subcontractors', sub({ vendorId: uuidv7(), name: undefined }))).status).toBe(422);
    expect((await send('post', '/subcontractors', sub({ parentId: uuidv7() }))).status).toBe(422);
    expect((await send('get', '/subcontractors')).body.items).toMatchObject([
      { name: 'A', rank: 1 },
      { name: 'B', rank: 2 },
    ]);
  });
});
