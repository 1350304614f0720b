import type { Bid } from '../../domain/tender/tender';
import type { Db } from '../knex';
import { cutById, type Slice } from '../slice';
import type { Trx } from '../transaction';
import { valueHash } from './audit';

interface Row {
  readonly id: string;
  readonly invitation_id: string;
  readonly content: Bid['content'];
  readonly sha256: string;
  readonly submitted_at: Date;
  readonly late: boolean;
  readonly state: Bid['state'];
}

const toBid = (row: Row): Bid => ({
  id: row.id,
  invitationId: row.invitation_id,
  content: row.content,
  sha256: row.sha256,
  submittedAt: row.submitted_at.getTime(),
  late: row.late,
  state: row.state,
});

/** SHA-256 over the canonical JSON of a bid: who holds id, content and time can prove that they have not changed. */
export const bidHash = ({ id, invitationId, content, submittedAt }: Omit<Bid, 'sha256' | 'late' | 'state'>): string =>
  valueHash({ id, invitationId, content, submittedAt: new Date(submittedAt).toISOString() });

/** Ends the bid that stands, if there is one. */
export async function endBid(
  trx: Trx,
  invitationId: string,
  { state, now }: { readonly state: 'replaced' | 'withdrawn'; readonly now: number },
): Promise<void> {
  await trx('bids')
    .where({ invitation_id: invitationId, state: 'standing' })
    .update({ state, ended_at: new Date(now) });
}

export async function insertBid(trx: Trx, bid: Bid): Promise<void> {
  await trx('bids')
    .insert({
      id: bid.id,
      invitation_id: bid.invitationId,
      content: JSON.stringify(bid.content),
      sha256: bid.sha256,
      submitted_at: new Date(bid.submittedAt),
      late: bid.late,
      state: bid.state,
    })
    .onConflict('id')
    .ignore();
}

export async function standingBid(db: Db, invitationId: string): Promise<Bid | null> {
  const row = await db<Row>('bids').where({ invitation_id: invitationId, state: 'standing' }).first();
  return row ? toBid(row) : null;
}

export type StandingBid = Bid & { readonly candidateId: string };

/** The bids that stand in the order in which they came, with the candidate each belongs to. Sealed ones are for the vendor's own page and the opening only. */
export async function standingBids(db: Db, engagementId: string, slice?: Slice): Promise<readonly StandingBid[]> {
  const standing = db<Row>('bids')
    .join('tender_invitations', 'tender_invitations.id', 'bids.invitation_id')
    .where({ 'tender_invitations.engagement_id': engagementId, 'bids.state': 'standing' })
    .select('bids.*', 'tender_invitations.candidate_id');
  const all = db.from<Row & { candidate_id: string }>(standing.as('standing')).orderBy('id');
  const rows = await cutById(all, slice).select<(Row & { candidate_id: string })[]>('*');
  return rows.map((row) => ({ ...toBid(row), candidateId: row.candidate_id }));
}
