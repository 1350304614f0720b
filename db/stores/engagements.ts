import type { Criticality } from '../../domain/planning/catalogue';
import type { Needs } from '../../domain/planning/schema';
import type { Engagement } from '../../domain/engagement/engagement';
import type { Health } from '../../domain/engagement/health';
import type { EngagementRoles, NewEngagement } from '../../domain/engagement/schema';
import type { ReviewRhythm } from '../../domain/engagement/agenda';
import type { Gate, State } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface EngagementRow {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly service_type: NewEngagement['serviceType'];
  readonly state: State;
  readonly owner_id: string;
  readonly sponsor_id: string | null;
  readonly time_zone: string;
  readonly currency: string;
  readonly roles: EngagementRoles;
  readonly needs: Needs;
  readonly criticality: Criticality;
  readonly vendor_id: string | null;
  readonly candidate_id: string | null;
  readonly open_gate: Gate | null;
  readonly open_request_id: string | null;
  readonly contract_approved: boolean;
  readonly suspended_from: State | null;
  readonly exit_cause: string | null;
  readonly exit_effective_date: string | null;
  readonly live_on: string | null;
  readonly health: Health;
  readonly review_rhythm: ReviewRhythm;
  readonly next_due_at: Date | null;
  readonly version: number;
  readonly needs_version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface OpeningRow {
  readonly id: string;
  readonly body: NewEngagement;
  readonly criticality: Criticality;
  readonly now: number;
}

/** Writes the engagement as it was asked for; a repetition changes nothing. */
export async function insertEngagement(trx: Trx, { id, body, criticality, now }: OpeningRow): Promise<void> {
  const at = new Date(now);
  const sponsorId = body.sponsorId ?? body.roles.sponsor ?? null;
  await trx('engagements')
    .insert({
      id,
      number: trx.raw(
        `(select 'ENG-' || to_char(?::timestamptz, 'YYYY') || '-' || lpad(n::text, greatest(4, length(n::text)), '0')
          from (select nextval('engagement_numbers') as n) as counted)`,
        [at],
      ),
      title: body.title,
      service_type: body.serviceType,
      state: 'NEEDS_ANALYSIS',
      owner_id: body.ownerId,
      sponsor_id: sponsorId,
      time_zone: body.timeZone,
      currency: body.currency,
      roles: JSON.stringify({ owner: body.ownerId, ...(sponsorId && { sponsor: sponsorId }), ...body.roles }),
      needs: JSON.stringify(body.needs),
      criticality,
      version: 1,
      created_at: at,
      updated_at: at,
    })
    .onConflict('id')
    .ignore();
}

/** Mirrors what the workflow knows; an older version never overwrites a newer one. */
export async function saveEngagement(trx: Trx, engagement: Engagement, now: number): Promise<void> {
  await trx('engagements')
    .where({ id: engagement.id })
    .andWhere('version', '<', engagement.version)
    .update({
      state: engagement.state,
      open_gate: engagement.gate?.gate ?? null,
      open_request_id: engagement.gate?.requestId ?? null,
      contract_approved: engagement.contractApproved,
      suspended_from: engagement.suspendedFrom,
      exit_cause: engagement.exit?.cause ?? null,
      exit_effective_date: engagement.exit?.effectiveDate ?? null,
      version: engagement.version,
      updated_at: new Date(now),
    });
}

export async function findEngagement(db: Db, id: string): Promise<EngagementRow | null> {
  const row = await db<EngagementRow>('engagements').where({ id }).first();
  return row ?? null;
}

/** By the number that people call it by. */
export async function engagementByNumber(db: Db, number: string): Promise<EngagementRow | null> {
  const found = await db<{ id: string }>('engagements').whereRaw('lower(number) = lower(?)', [number]).first('id');
  return found ? findEngagement(db, found.id) : null;
}

/** Reads an engagement and keeps others from changing it until the transaction ends. */
export async function lockEngagement(trx: Trx, id: string): Promise<EngagementRow | null> {
  const row = await trx<EngagementRow>('engagements').where({ id }).forUpdate().first();
  return row ?? null;
}

export async function saveNeeds(
  trx: Trx,
  { id, needs, criticality, now }: { id: string; needs: Needs; criticality: Criticality; now: number },
): Promise<void> {
  await trx('engagements')
    .where({ id })
    .update({
      needs: JSON.stringify(needs),
      criticality,
      needs_version: trx.raw('needs_version + 1'),
      updated_at: new Date(now),
    });
}

export async function saveAward(
  trx: Trx,
  { id, vendorId, candidateId }: { id: string; vendorId: string; candidateId: string },
): Promise<void> {
  await trx('engagements').where({ id }).update({ vendor_id: vendorId, candidate_id: candidateId });
}

/** Gives the roles of an engagement to people. */
export async function saveTeam(
  trx: Trx,
  id: string,
  {
    ownerId,
    sponsorId,
    roles,
    now,
  }: { ownerId: string; sponsorId: string | null; roles: EngagementRoles; now: number },
): Promise<void> {
  await trx('engagements')
    .where({ id })
    .update({ owner_id: ownerId, sponsor_id: sponsorId, roles: JSON.stringify(roles), updated_at: new Date(now) });
}

/** The first day of service stays what it was when a suspension ends. */
export async function saveLiveOn(trx: Trx, id: string, day: string): Promise<void> {
  await trx('engagements').where({ id }).whereNull('live_on').update({ live_on: day });
}

export async function saveNextDue(trx: Db, id: string, at: number | null): Promise<void> {
  await trx('engagements')
    .where({ id })
    .update({ next_due_at: at === null ? null : new Date(at) });
}

export async function saveHealth(trx: Trx, id: string, health: Health): Promise<void> {
  await trx('engagements').where({ id }).update({ health });
}

/** How often reviews come round. */
export async function saveReviewRhythm(trx: Trx, id: string, rhythm: ReviewRhythm): Promise<void> {
  await trx('engagements').where({ id }).update({ review_rhythm: rhythm });
}
