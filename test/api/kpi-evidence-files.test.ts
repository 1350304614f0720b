import request from 'supertest';
import { forgetUnusedDocuments } from '../../activities/unused-documents';
import { saveKpis } from '../../db/stores/kpis';
import { inTransaction } from '../../db/transaction';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { FormWorld, HTML, PDF, PERIOD } from './kpi-form-world';
import { codeOf } from './needs-world';

let documents: DocumentFolder;
let world: FormWorld;
beforeAll(async () => {
  documents = await documentFolder();
  world = await FormWorld.open(documents.store);
});
afterAll(async () => {
  await world.service.close();
  await documents.remove();
});

const kpi = (key: string, part: object = {}) => ({
  ...{ key, name: key, unit: '%', direction: 'maximise', weightBp: 5000, frequency: 'monthly', source: 'vendor' },
  ...{ floor: 80, target: 95, ...part },
});
const NEEDY = [kpi('uptime', { evidenceRequired: true }), kpi('calls')];

describe('a KPI whose definition asks for evidence', () => {
  test('takes no value without a file, at the form, by the API and from a sheet', async () => {
    const path = await world.begin('en', NEEDY);
    const refused = await world.act(path, { 'value/uptime': '99', 'value/calls': '90' }, 422);
    expect(refused.text).toContain('Add a file that bears the value out.');
    const value = { period: PERIOD, value: 99 };
    const byCall = await world.service.call('post', '/kpis/uptime/values', value);
    expect([byCall.status, codeOf(byCall)]).toEqual([422, 'EVIDENCE_REQUIRED']);
    const sheet = await request(world.service.app)
      .post(`/api/v1/engagements/${world.service.id}/kpis/values/import?dryRun=true`)
      .set({ authorization: world.service.people.owner.authorization, 'content-type': 'text/csv' })
      .send(`kpi,period,value\nuptime,${PERIOD},99\ncalls,${PERIOD},90\n`);
    expect(sheet.body).toMatchObject({ recorded: 1, faults: [{ row: 2, column: 'evidence' }] });
    expect(await world.values()).toEqual([]);
  });

  test('takes it with one, and says without one that nothing can be known', async () => {
    await world.begin('en', NEEDY);
    const unknown = { period: PERIOD, value: null, status: 'unavailable', reason: 'Meter lost' };
    await world.service.call('post', '/kpis/uptime/values', unknown).expect(201);
    await world.upload('uptime').expect(201);
    await world.service.call('post', '/kpis/uptime/values', { period: PERIOD, value: 99 }).expect(201);
    await world.service.call('post', '/kpis/calls/values', { period: PERIOD, value: 99 }).expect(201);
    expect(await world.evidence()).toMatchObject([{ key: 'uptime', side: 'us', revision: 2 }]);
  });
});

describe('the API', () => {
  test('lists files with what they came with, and gives them to whoever may read the engagement', async () => {
    await world.begin();
    const { body } = await world.upload('uptime').expect(201);
    expect(body).toMatchObject({ state: 'waiting', side: 'us', mediaType: 'application/pdf', revision: null });
    await world.service.call('post', '/kpis/uptime/values', { period: PERIOD, value: 99 }).expect(201);
    const list = await world.service.call('get', `/kpis/uptime/evidence?period=${PERIOD}`, undefined, 'stranger');
    expect(list.body).toMatchObject({ items: [{ id: body.id, state: 'given', revision: 1 }] });
    const content = await world.service
      .call('get', `/kpis/uptime/evidence/${body.id}/content`)
      .buffer(true)
      .expect(200);
    expect(content.body).toEqual(PDF);
    await world.service.call('get', `/kpis/calls/evidence/${body.id}/content`).expect(404);
  });

  test('refuses files of the future, of no KPI, of no kind that is kept, and more than ten', async () => {
    await world.begin();
    expect(codeOf(await world.upload('nothing'))).toBe('NOT_FOUND');
    expect(codeOf(await world.upload('uptime', 'owner', HTML))).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(codeOf(await world.upload('uptime', 'stranger'))).toBe('FORBIDDEN');
    for (let n = 0; n < 10; n += 1) await world.upload('uptime', 'owner', Buffer.from(`file ${n}`)).expect(201);
    expect(codeOf(await world.upload('uptime', 'owner', Buffer.from('one more')))).toBe('STATE_CONFLICT');
    expect(await world.evidence()).toHaveLength(10);
  });

  test('a set of KPIs that is put in place of another one takes no file that was handed in', async () => {
    await world.begin('en', NEEDY);
    await world.upload('uptime').expect(201);
    await world.service.call('post', '/kpis/uptime/values', { period: PERIOD, value: 99 }).expect(201);
    await world.upload('uptime', 'owner', Buffer.from('waits')).expect(201);

    await inTransaction(world.db, (trx) => saveKpis(trx, world.service.id, { kpis: [], contractVersion: 1 }));

    expect(await world.evidence()).toMatchObject([{ key: 'uptime', revision: 1 }]);
  });

  test('content stays for as long as a file names it', async () => {
    await world.begin();
    await world.upload('uptime', 'owner', Buffer.from('kept for good')).expect(201);
    const contents = async (): Promise<number> => {
      let n = 0;
      for await (const one of documents.store.list()) n += one.sha256 === '' ? 0 : 1;
      return n;
    };
    const later = Date.now() + 30 * 86_400_000;
    await forgetUnusedDocuments({ db: world.db, documents: documents.store }, later);
    const kept = await contents();
    await world.db('kpi_evidence').where({ engagement_id: world.service.id }).delete();
    await forgetUnusedDocuments({ db: world.db, documents: documents.store }, later);
    expect(await contents()).toBe(kept - 1);
  });
});
