import type { Invitation, Tender } from '../../domain/tender/tender';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly engagement_id: string;
  readonly body: Tender['body'];
  readonly questions_until: Date;
  readonly close_at: Date;
  readonly state: Tender['state'];
  readonly revision: number;
  readonly published_at: Date | null;
  readonly opened_at: Date | null;
  readonly cancel_reason: string | null;
}

const toTender = (row: Row): Tender => ({
  engagementId: row.engagement_id,
  body: row.body,
  questionsUntil: row.questions_until.getTime(),
  closeAt: row.close_at.getTime(),
  state: row.state,
  revision: row.revision,
  publishedAt: row.published_at?.getTime() ?? null,
  openedAt: row.opened_at?.getTime() ?? null,
  cancelReason: row.cancel_reason,
});

export async function tenderOf(db: Db, engagementId: string): Promise<Tender | null> {
  const row = await db<Row>('tenders').where({ engagement_id: engagementId }).first();
  return row ? toTender(row) : null;
}

/** Reads a tender and keeps others from changing it until the transaction ends. */
export async function lockTender(trx: Trx, engagementId: string): Promise<Tender | null> {
  const row = await trx<Row>('tenders').where({ engagement_id: engagementId }).forUpdate().first();
  return row ? toTender(row) : null;
}

/** Writes a tender as a whole; what was opened or published keeps its first moment. */
export async function saveTender(trx: Trx, tender: Tender, now: number): Promise<void> {
  const columns = {
    body: JSON.stringify(tender.body),
    questions_until: new Date(tender.questionsUntil),
    close_at: new Date(tender.closeAt),
    state: tender.state,
    revision: tender.revision,
    published_at: tender.publishedAt === null ? null : new Date(tender.publishedAt),
    cancel_reason: tender.cancelReason,
    updated_at: new Date(now),
  };
  await trx('tenders')
    .insert({ engagement_id: tender.engagementId, ...columns })
    .onConflict('engagement_id')
    .merge(columns);
}

/** Opens the bids once; the first opening stays. */
export async function markOpened(
  trx: Trx,
  engagementId: string,
  { by, now }: { readonly by: string | null; readonly now: number },
): Promise<void> {
  await trx('tenders')
    .where({ engagement_id: engagementId })
    .whereNull('opened_at')
    .update({ opened_at: new Date(now), opened_by: by });
}

interface InvitationRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly candidate_id: string;
  readonly vendor_id: string;
  readonly revision: number;
  readonly declined_at: Date | null;
  readonly decline_reason: string | null;
  readonly draft: unknown;
}

const toInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  engagementId: row.engagement_id,
  candidateId: row.candidate_id,
  vendorId: row.vendor_id,
  revision: row.revision,
  declinedAt: row.declined_at?.getTime() ?? null,
  declineReason: row.decline_reason,
  draft: row.draft,
});

type NewInvitation = Pick<Invitation, 'id' | 'engagementId' | 'candidateId' | 'vendorId' | 'revision'>;

/** Invites a candidate; the same one stays invited once. */
export async function insertInvitation(trx: Trx, invitation: NewInvitation, now: number): Promise<void> {
  await trx('tender_invitations')
    .insert({
      id: invitation.id,
      engagement_id: invitation.engagementId,
      candidate_id: invitation.candidateId,
      vendor_id: invitation.vendorId,
      revision: invitation.revision,
      created_at: new Date(now),
    })
    .onConflict(['engagement_id', 'vendor_id'])
    .ignore();
}

export async function invitationsOf(db: Db, engagementId: string): Promise<readonly Invitation[]> {
  const rows = await db<InvitationRow>('tender_invitations').where({ engagement_id: engagementId }).orderBy('id');
  return rows.map(toInvitation);
}

export async function findInvitation(db: Db, id: string): Promise<Invitation | null> {
  const row = await db<InvitationRow>('tender_invitations').where({ id }).first();
  return row ? toInvitation(row) : null;
}

/** What a vendor has filled in and not handed in; null clears it. */
export async function saveDraft(trx: Trx, id: string, draft: unknown): Promise<void> {
  await trx('tender_invitations')
    .where({ id })
    .update({ draft: draft === null ? null : JSON.stringify(draft) });
}

export async function saveDecline(
  trx: Trx,
  id: string,
  { at, reason }: { readonly at: number | null; readonly reason: string | null },
): Promise<void> {
  await trx('tender_invitations')
    .where({ id })
    .update({ declined_at: at === null ? null : new Date(at), decline_reason: reason });
}
