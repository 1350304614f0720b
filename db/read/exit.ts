import type { Issue } from '../../domain/errors';
import { isAcknowledged } from '../../domain/exit/states';
import type { Db } from '../knex';
import { listDatasets } from '../stores/datasets';
import { exitTasksOf } from '../stores/exit-tasks';
import { findSettlement } from '../stores/settlements';
import { exitRules } from './exit-rules';
import { accountNow } from './settlement-account';

/** What gate G6 still lacks: the data has been handed over, and there is an account to approve. */
export async function missingForSettlement(db: Db, engagementId: string): Promise<readonly Issue[]> {
  const datasets = await listDatasets(db, engagementId);
  const open = datasets
    .filter(({ state }) => !isAcknowledged(state))
    .map(({ key, state }) => ({
      path: `datasets.${key}`,
      message: `is ${state}: it must be migrated, verified and acknowledged`,
    }));
  const settlement = await findSettlement(db, engagementId);
  return settlement ? open : [...open, { path: 'settlement', message: 'has no lines' }];
}

/**
 * What keeps an exiting engagement from being closed: personal data, an account that is not settled and, where the
 * organisation wants it so, tasks that nobody has ended.
 */
export async function missingForClosing(db: Db, engagementId: string): Promise<readonly Issue[]> {
  const datasets = await listDatasets(db, engagementId);
  const account = await accountNow(db, engagementId);
  const { closingNeedsTasks } = await exitRules(db);
  const tasks = closingNeedsTasks ? await exitTasksOf(db, engagementId) : [];
  const kept = datasets
    .filter(({ personalData, state }) => personalData && state !== 'deleted')
    .map(({ key }) => ({ path: `datasets.${key}`, message: 'holds personal data that has not been deleted' }));
  const disputed = (account?.disputes ?? [])
    .filter(({ outcome }) => outcome === null)
    .map(({ line }) => ({ path: `settlement.lines.${line}`, message: 'is in dispute' }));
  const unsettled =
    account?.settlement.status === 'approved' ? disputed : [{ path: 'settlement', message: 'has not been approved' }];
  const open = tasks
    .filter(({ state }) => state === 'open')
    .map(({ key }) => ({ path: `tasks.${key}`, message: 'must be done, or left out by two people' }));
  return [...kept, ...unsettled, ...open];
}

/** Asked by the workflow of the engagement whenever something of its exit has moved on (signal `exitProgressed`). */
export async function exitStatus(
  db: Db,
  engagementId: string,
): Promise<{ readonly mayClose: boolean; readonly missing: readonly Issue[] }> {
  const missing = await missingForClosing(db, engagementId);
  return { mayClose: missing.length === 0, missing };
}
