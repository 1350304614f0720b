import type { Db } from '../../db/knex';
import { existingRun } from '../../db/stores/dataset-runs';
import { planAndWake } from '../wake-date-keeper';
import { deletionActivities } from './deletion';
import type { MigrationDeps } from './deps';
import { movingActivities } from './moving';

/** Activities of task queue `tenure-migration`. */
export function migrationActivities(deps: MigrationDeps) {
  const { db } = deps;
  const moving = movingActivities(deps);
  return {
    ...moving,
    ...deletionActivities(deps),
    recordRun: datesMove(db, moving.recordRun),
    recordStop: datesMove(db, moving.recordStop),
  };
}

/** A drill may have passed or shown that the exit is too slow: both move dates of the engagement. */
const datesMove =
  <T extends { readonly runId: string }>(db: Db, step: (order: T) => Promise<void>) =>
  async (order: T): Promise<void> => {
    await step(order);
    await planAndWake(db, (await existingRun(db, order.runId)).engagementId);
  };

export type MigrationActivities = ReturnType<typeof migrationActivities>;
