import { z } from 'zod';
import { TenderBody } from '../../domain/tender/schema';
import { type Invitation, isSealed, type Question, stageOf, type Tender } from '../../domain/tender/tender';
import { Instant, Uuid } from '../../domain/shapes';
import type { Db } from '../../db/knex';
import { standingBids } from '../../db/stores/bids';
import { invitationsOf } from '../../db/stores/tenders';

const Stage = z.enum(['draft', 'questions', 'bidding', 'closed', 'opened', 'cancelled']);

export const TenderView = TenderBody.extend({
  engagementId: Uuid,
  stage: Stage,
  sealed: z.boolean(),
  revision: z.int(),
  publishedAt: Instant.nullable(),
  openedAt: Instant.nullable(),
  cancelReason: z.string().nullable(),
  invitations: z.array(
    z.strictObject({
      id: Uuid,
      vendorId: Uuid,
      candidateId: Uuid,
      /** Whether a bid is in; what is in it stays sealed. */
      status: z.enum(['invited', 'declined', 'bid']),
    }),
  ),
});
export type TenderView = z.infer<typeof TenderView>;

/** A tender as insiders see it. Instants are RFC 3339. */
export async function tenderView(db: Db, tender: Tender, now: number): Promise<TenderView> {
  const invitations = await invitationsOf(db, tender.engagementId);
  const bidders = new Set((await standingBids(db, tender.engagementId)).map(({ candidateId }) => candidateId));
  const statusOf = ({ candidateId, declinedAt }: Invitation): TenderView['invitations'][number]['status'] =>
    declinedAt !== null ? 'declined' : bidders.has(candidateId) ? 'bid' : 'invited';
  return {
    ...tender.body,
    engagementId: tender.engagementId,
    stage: stageOf(tender, now),
    sealed: isSealed(tender),
    revision: tender.revision,
    publishedAt: instant(tender.publishedAt),
    openedAt: instant(tender.openedAt),
    cancelReason: tender.cancelReason,
    invitations: invitations.map((invitation) => ({
      id: invitation.id,
      vendorId: invitation.vendorId,
      candidateId: invitation.candidateId,
      status: statusOf(invitation),
    })),
  };
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export const QuestionView = z.strictObject({
  id: Uuid,
  candidateId: Uuid,
  asker: z.enum(['vendor', 'buyer']),
  topic: z.enum(['general', 'low-bid']),
  text: z.string(),
  askedAt: Instant,
  dueAt: Instant.nullable(),
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
  visibility: z.enum(['all', 'asker']),
});

export const questionView = ({ askedAt, dueAt, answeredAt, ...question }: Question): z.infer<typeof QuestionView> => ({
  ...question,
  askedAt: new Date(askedAt).toISOString(),
  dueAt: instant(dueAt),
  answeredAt: instant(answeredAt),
});

export const BidView = z.strictObject({
  id: Uuid,
  candidateId: Uuid,
  sha256: z.string(),
  submittedAt: Instant,
  late: z.boolean(),
  content: z.unknown(),
});
