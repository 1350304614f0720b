import type { BidContent, TenderBody } from './schema';

export type { BidContent, TenderBody };

/** An invitation to bid as it stands. Instants are epoch milliseconds. */
export interface Tender {
  readonly engagementId: string;
  readonly body: TenderBody;
  readonly questionsUntil: number;
  readonly closeAt: number;
  readonly state: 'draft' | 'published' | 'cancelled';
  /** Counts what vendors were told: the publication and every amendment. */
  readonly revision: number;
  readonly publishedAt: number | null;
  readonly openedAt: number | null;
  readonly cancelReason: string | null;
}

export interface Invitation {
  readonly id: string;
  readonly engagementId: string;
  readonly candidateId: string;
  readonly vendorId: string;
  /** Of the tender when the vendor was invited. */
  readonly revision: number;
  readonly declinedAt: number | null;
  readonly declineReason: string | null;
  readonly draft: unknown;
}

/** A bid that was handed in. A newer one or a withdrawal ends it; its text is never changed. */
export interface Bid {
  readonly id: string;
  readonly invitationId: string;
  readonly content: BidContent;
  /** Fingerprint over its id, content and time; the id keeps amounts from being guessed out of it. */
  readonly sha256: string;
  readonly submittedAt: number;
  readonly late: boolean;
  readonly state: 'standing' | 'replaced' | 'withdrawn';
}

/** A question of either side with its answer. */
export interface Question {
  readonly id: string;
  readonly candidateId: string;
  readonly asker: 'vendor' | 'buyer';
  readonly topic: 'general' | 'low-bid';
  readonly text: string;
  readonly askedAt: number;
  readonly dueAt: number | null;
  readonly answer: string | null;
  readonly answeredAt: number | null;
  readonly visibility: 'all' | 'asker';
}

export type Stage = 'draft' | 'questions' | 'bidding' | 'closed' | 'opened' | 'cancelled';

/** Where a tender stands: vendors may ask, then only bid; closed bids stay sealed until they are opened. */
export function stageOf({ state, questionsUntil, closeAt, openedAt }: Tender, now: number): Stage {
  if (state !== 'published') return state;
  if (openedAt !== null) return 'opened';
  if (now >= closeAt) return 'closed';
  return now < questionsUntil ? 'questions' : 'bidding';
}

/** Whether nobody inside may see amounts: from the publication until the bids are opened. */
export const isSealed = (tender: Pick<Tender, 'state' | 'openedAt'> | null): boolean =>
  tender?.state === 'published' && tender.openedAt === null;

const LINK_DAYS = 90;

/** A vendor's link serves its questions and clarifications until well after the deadline. Epoch milliseconds. */
export const linkExpiry = ({ closeAt }: Pick<Tender, 'closeAt'>): number => closeAt + LINK_DAYS * 86_400_000;
