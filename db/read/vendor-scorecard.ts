import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { rollingScoreOf } from './scorecards';

export interface VendorScore {
  readonly engagementId: string;
  readonly title: string;
  readonly score: number | null;
  readonly standing: string;
}

export async function vendorScorecard(db: Db, vendorId: string): Promise<readonly VendorScore[]> {
  const rows = await db<EngagementRow>('engagements')
    .where({ vendor_id: vendorId })
    .orderBy('id')
    .select('id', 'title');
  return Promise.all(
    rows.map(async ({ id, title }) => ({ engagementId: id, title, ...(await rollingScoreOf(db, id)) })),
  );
}
