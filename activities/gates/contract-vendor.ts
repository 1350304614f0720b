import { localDate } from '../../domain/calendar/zone';
import type { Issue } from '../../domain/errors';
import { dueDiligenceFlags, dueDiligenceIssues } from '../../domain/vendor/due-diligence';
import { barIssues } from '../../domain/vendor/status';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { findVendor } from '../../db/stores/vendors';

export interface ContractVendor {
  readonly issues: readonly Issue[];
  readonly flags: readonly string[];
}

/** What gate G3 asks of the vendor itself: that it was not barred since the award, and a due diligence that has not run out, where the service matters. */
export async function contractVendor(db: Db, engagement: EngagementRow, now: number): Promise<ContractVendor> {
  const vendor = engagement.vendor_id === null ? null : await findVendor(db, engagement.vendor_id);
  const examined = {
    criticality: engagement.criticality,
    dueDiligence: vendor?.dueDiligence ?? null,
    today: localDate(engagement.time_zone, now),
  };
  return {
    issues: [...(vendor ? barIssues(vendor) : []), ...dueDiligenceIssues(examined)],
    flags: dueDiligenceFlags(examined),
  };
}
