import type { ClauseWaiver } from '../../domain/contract/waivers';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

export interface KeptWaiver extends ClauseWaiver {
  readonly contractVersion: number;
  readonly waivedAt: string;
}

interface Row {
  readonly engagement_id: string;
  readonly code: string;
  readonly reason: string;
  readonly contract_version: number;
  readonly waived_by: string;
  readonly waived_at: Date;
}

/** The latest waiver of a clause stands; earlier ones are in the audit trail. */
export async function saveWaiver(
  trx: Trx,
  engagementId: string,
  waiver: ClauseWaiver & { readonly contractVersion: number; readonly now: number },
): Promise<void> {
  const columns = {
    reason: waiver.reason,
    contract_version: waiver.contractVersion,
    waived_by: waiver.waivedById,
    waived_at: new Date(waiver.now),
  };
  await trx('clause_waivers')
    .insert({ engagement_id: engagementId, code: waiver.code, ...columns })
    .onConflict(['engagement_id', 'code'])
    .merge(columns);
}

export const waiversOf = (db: Db, engagementId: string): Promise<readonly KeptWaiver[]> =>
  once(db, `waiversOf ${engagementId}`, async () => {
    const rows = await db<Row>('clause_waivers').where({ engagement_id: engagementId }).orderBy('code');
    return rows.map((row) => ({
      code: row.code,
      reason: row.reason,
      contractVersion: row.contract_version,
      waivedById: row.waived_by,
      waivedAt: row.waived_at.toISOString(),
    }));
  });
