import { pino } from 'pino';
import { planAgain } from '../../api/plan-again';
import { openActionItem } from '../../db/stores/action-items';
import { noteSleep } from '../../db/stores/date-keeper';
import { findEngagement } from '../../db/stores/engagements';
import { watchFrom } from '../../db/stores/plan-watch';
import { inTransaction } from '../../db/transaction';
import { anEngagement } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { noGateway } from './world';

const NOW = Date.UTC(2027, 1, 1, 9);
const DAY = 86_400_000;

let own: TestDatabase;
let told: string[];
beforeAll(async () => {
  own = await testDatabase();
});
beforeEach(() => void (told = []));
afterAll(() => own.drop());

const gateway = {
  ...noGateway,
  signal: (id: string, signal: string, args: readonly unknown[]) => {
    told.push([id, signal, ...args].join(' '));
    return Promise.resolve();
  },
};

interface Known {
  readonly engagementId: string;
  readonly personId: string;
}

/** Work that opens on a day moves dates: whom the product tells of it. */
async function workOpens({ engagementId, personId: assigneeId }: Known, at: number): Promise<readonly string[]> {
  const item = { key: `${engagementId}:${at}`, engagementId, kind: 'manual', title: 'Work', assigneeId } as const;
  await inTransaction(own.db, (trx) => openActionItem(trx, { ...item, opensAt: at, dueAt: at + 900 * DAY, now: NOW }));
  await planAgain({ db: own.db, gateway, log: pino({ level: 'silent' }) }, engagementId);
  return told.splice(0);
}

test('the date keeper is woken for a date before the one it sleeps towards, and for no other', async () => {
  const engagement = await anEngagement(own.db);
  await inTransaction(own.db, (trx) => watchFrom(trx, engagement.engagementId, NOW));

  // A keeper that has not run yet looks at everything when it starts.
  expect(await workOpens(engagement, NOW + 9 * DAY)).toEqual([]);
  expect(await noteSleep(own.db, 'keeper')).toBe(NOW + 9 * DAY);
  expect(await workOpens(engagement, NOW + 10 * DAY)).toEqual([]);
  expect(await workOpens(engagement, NOW + 8 * DAY)).toEqual([`keeper dateMoved ${NOW + 8 * DAY}`]);
  const row = await findEngagement(own.db, engagement.engagementId);
  expect(row?.next_due_at).toEqual(new Date(NOW + 8 * DAY));
});

test('an engagement that is not watched by the keeper has its monitoring told', async () => {
  const engagement = await anEngagement(own.db);

  expect(await workOpens(engagement, NOW)).toEqual([`monitoring-${engagement.engagementId} replan`]);
});
