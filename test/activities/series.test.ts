import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { insertEngagement, saveLiveOn } from '../../db/stores/engagements';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { insertPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { anOpening, aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const MONDAY = Date.parse('2027-03-01T09:00:00Z');
const owner = aPerson();
const id = uuidv7();
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await insertPerson(database.db, owner, MONDAY);
});
afterAll(() => database.drop());

const uptime: KpiDefinition = {
  key: 'uptime',
  name: 'Uptime',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'vendor',
  floor: 80,
  target: 96,
  amber: 95,
  red: 90,
};

test('closing periods watches the series: gaps are skipped, corrections count, and the plan is made anew', async () => {
  await inTransaction(database.db, async (trx) => {
    const body = anOpening({ ownerId: owner.id });
    await insertEngagement(trx, { id, body, criticality: 'general', now: MONDAY });
    await trx('engagements').where({ id }).update({ state: 'IN_SERVICE' });
    await saveLiveOn(trx, id, '2026-07-01');
    await saveKpis(trx, id, { kpis: [uptime], contractVersion: 1 });
  });
  const record = (period: string, value: number, revision = 1) =>
    inTransaction(database.db, (trx) =>
      insertValue(trx, id, {
        key: 'uptime',
        period,
        revision,
        value,
        status: null,
        inputs: null,
        evidence: null,
        recordedBy: null,
        recordedAt: MONDAY,
      }),
    );
  const close = (period: string) =>
    agendaActivities({ db: database.db }).performAgenda({
      engagementId: id,
      items: [{ key: `kpi-close:${period}`, kind: 'kpi-close', at: MONDAY, facts: { period } }],
      now: MONDAY,
    });

  await record('2026-08', 99);
  expect(await close('2026-08')).toMatchObject({ mails: [], replan: false });
  await record('2026-09', 96.5);
  await close('2026-09');
  expect(await close('2026-10')).toMatchObject({ replan: true, mails: [{ kind: 'alarm' }] });
  await record('2026-09', 98.5, 2);
  await record('2026-11', 98);
  expect(await close('2026-11')).toMatchObject({ mails: [] });
  await record('2026-12', 97.5);
  await close('2026-12');

  const alarms = await database.db('alarms').where({ engagement_id: id }).orderBy('id');
  expect(alarms.map(({ rule, severity }) => [rule, severity])).toEqual([
    ['R6', 'amber'],
    ['R3', 'amber'],
  ]);
  expect(alarms[1].evidence).toMatchObject({
    kpi: 'Uptime',
    values: [99, 98.5, 98, 97.5],
    periods: ['2026-08', '2026-09', '2026-11', '2026-12'],
  });
});
