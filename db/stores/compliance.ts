import type { ComplianceProfile } from '../../domain/contract/compliance-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

/** Nobody supervises an engagement of which nothing is said. */
const UNREGULATED: ComplianceProfile = { regulated: false };

export async function complianceOf(db: Db, engagementId: string): Promise<ComplianceProfile> {
  const row = await db<{ engagement_id: string; profile: ComplianceProfile }>('compliance_profiles')
    .where({ engagement_id: engagementId })
    .first('profile');
  return row?.profile ?? UNREGULATED;
}

export async function saveCompliance(
  trx: Trx,
  engagementId: string,
  { profile, updatedById, now }: { profile: ComplianceProfile; updatedById: string; now: number },
): Promise<void> {
  const columns = { profile: JSON.stringify(profile), updated_by: updatedById, updated_at: new Date(now) };
  await trx('compliance_profiles')
    .insert({ engagement_id: engagementId, ...columns })
    .onConflict('engagement_id')
    .merge(columns);
}
