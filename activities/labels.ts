import { findEngagement } from '../db/stores/engagements';
import type { Health } from '../domain/engagement/health';
import type { Deps } from './deps';

/** What people filter the list of workflows by. */
export interface EngagementLabels {
  readonly ownerId: string;
  /** Null until the award. */
  readonly vendorId: string | null;
  readonly health: Health;
}

export const labelActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** The labels of an engagement as the records say now; null when it is not there. */
  async labelsOf({ engagementId }: { engagementId: string }): Promise<EngagementLabels | null> {
    const row = await findEngagement(db, engagementId);
    return row && { ownerId: row.owner_id, vendorId: row.vendor_id, health: row.health };
  },
});
