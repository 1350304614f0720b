import { deletionActivities } from './deletion';
import type { MigrationDeps } from './deps';
import { movingActivities } from './moving';

/** Activities of task queue `tenure-migration`. */
export const migrationActivities = (deps: MigrationDeps) => ({
  ...movingActivities(deps),
  ...deletionActivities(deps),
});
export type MigrationActivities = ReturnType<typeof migrationActivities>;
