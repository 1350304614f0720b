import type { ContactKind } from '../../domain/communication/schema';
import type { Db } from '../knex';

export interface LastContact {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: ContactKind;
}

/**
 * Whenever both sides had to do with each other, and how: what was logged, what the vendor said about an issue, a value of
 * it, a bid or a question of the tender, a meeting that was held.
 */
const CONTACTS = `
  select 'contact' as kind, contacts.at as at from contacts where contacts.engagement_id = :id
  union all
  select 'issue', to_timestamp((remark ->> 'at')::float8 / 1000)
    from issues, jsonb_array_elements(issues.remarks) as remark
    where issues.engagement_id = :id and remark ->> 'side' = 'vendor'
  union all
  select 'kpi', kpi_values.recorded_at from kpi_values
    join kpis on kpis.engagement_id = kpi_values.engagement_id and kpis.key = kpi_values.key
    where kpi_values.engagement_id = :id and kpis.definition ->> 'source' = 'vendor'
  union all
  select 'bid', bids.submitted_at from bids
    join tender_invitations on tender_invitations.id = bids.invitation_id
    join engagements on engagements.id = tender_invitations.engagement_id
    where engagements.id = :id and tender_invitations.vendor_id = engagements.vendor_id
  union all
  select 'question', case when tender_questions.asker = 'vendor' then tender_questions.asked_at
                          else tender_questions.answered_at end
    from tender_questions
    join engagements on engagements.candidate_id = tender_questions.candidate_id
    where engagements.id = :id
  union all
  select 'meeting', to_timestamp((reviews.detail -> 'meeting' ->> 'heldAt')::float8 / 1000) from reviews
    where reviews.engagement_id = :id`;

/** The newest of them; null where there was nothing yet. */
export async function lastContactOf(db: Db, engagementId: string): Promise<LastContact | null> {
  const { rows } = await db.raw<{ rows: { kind: ContactKind; at: Date }[] }>(
    `select found.kind, found.at from (${CONTACTS}) as found where found.at is not null order by found.at desc limit 1`,
    { id: engagementId },
  );
  const [row] = rows;
  return row ? { at: row.at.getTime(), kind: row.kind } : null;
}

/** When they were since an instant, in epoch milliseconds. */
export async function contactsSince(db: Db, engagementId: string, since: number): Promise<readonly number[]> {
  const { rows } = await db.raw<{ rows: { at: Date }[] }>(
    `select distinct found.at from (${CONTACTS}) as found where found.at >= :since`,
    { id: engagementId, since: new Date(since) },
  );
  return rows.map(({ at }) => at.getTime());
}
