import { agendaActivities } from '../../activities/agenda';
import { openActionItem } from '../../db/stores/action-items';
import { inTransaction } from '../../db/transaction';
import { type TestDatabase, testDatabase } from '../database';
import { anEngagement } from './migration/parts';

const NOW = Date.UTC(2027, 1, 1, 9);
const HOUR = 3_600_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('what its doing does not settle comes round again an hour later, and other dates go before it', async () => {
  const { db } = database;
  const { engagementId, personId: assigneeId } = await anEngagement(db);
  const open = (key: string, opensAt: number) =>
    inTransaction(db, (trx) => {
      const about = { key, engagementId, kind: 'manual', title: key, assigneeId } as const;
      return openActionItem(trx, { ...about, opensAt, dueAt: NOW + 1_000 * HOUR, now: opensAt });
    });
  const plan = () => agendaActivities({ db }).planAgenda({ engagementId, cursor: { at: NOW, key: '' }, limit: 1 });
  await open('stuck', NOW - HOUR);
  const [stuck] = await plan();
  expect(stuck).toMatchObject({ kind: 'action-item', at: NOW + 1 });

  const done = { engagement_id: engagementId, key: stuck?.key, kind: 'action-item' };
  await db('agenda_log').insert({ ...done, due_at: new Date(NOW + 1), done_at: new Date(NOW + 1) });
  expect(await plan()).toEqual([{ ...stuck, at: NOW + 1 + HOUR }]);

  await open('other', NOW + HOUR / 2);
  expect(await plan()).toMatchObject([{ at: NOW + HOUR / 2, facts: { title: 'other' } }]);
});
