import type { EngagementView } from '../../domain/engagement/schema';
import type { State } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import { type EngagementRow, findEngagement } from '../stores/engagements';

export const toView = (row: EngagementRow): EngagementView => ({
  id: row.id,
  number: row.number,
  workflowId: `engagement-${row.id}`,
  title: row.title,
  serviceType: row.service_type,
  state: row.state,
  ownerId: row.owner_id,
  sponsorId: row.sponsor_id,
  timeZone: row.time_zone,
  currency: row.currency,
  roles: row.roles,
  needs: row.needs,
  criticality: row.criticality,
  vendorId: row.vendor_id,
  candidateId: row.candidate_id,
  openGate: row.open_gate && row.open_request_id ? { gate: row.open_gate, requestId: row.open_request_id } : null,
  contractApproved: row.contract_approved,
  exit:
    row.exit_cause && row.exit_effective_date
      ? { cause: row.exit_cause, effectiveDate: row.exit_effective_date }
      : null,
  suspendedFrom: row.suspended_from,
  health: row.health,
  nextDueAt: row.next_due_at?.toISOString() ?? null,
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export async function engagementView(db: Db, id: string): Promise<EngagementView | null> {
  const row = await findEngagement(db, id);
  return row && toView(row);
}

export interface EngagementFilter {
  readonly state?: State | undefined;
  readonly ownerId?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly q?: string | undefined;
  /** Only those whose next date has passed. */
  readonly overdue?: boolean | undefined;
  readonly now: number;
  readonly before: string | null;
  readonly limit: number;
}

/** Engagements, newest first. */
export async function listEngagements(db: Db, filter: EngagementFilter): Promise<readonly EngagementView[]> {
  const query = db<EngagementRow>('engagements').orderBy('id', 'desc').limit(filter.limit);
  if (filter.state) void query.whereRaw('state = ?', [filter.state]);
  if (filter.ownerId) void query.where({ owner_id: filter.ownerId });
  if (filter.vendorId) void query.where({ vendor_id: filter.vendorId });
  if (filter.overdue) void query.where('next_due_at', '<', new Date(filter.now));
  if (filter.before !== null) void query.where('id', '<', filter.before);
  if (filter.q) void query.whereRaw("(title || ' ' || number) ilike ?", [`%${filter.q.replace(/[%_\\]/g, '\\$&')}%`]);
  return (await query).map(toView);
}
