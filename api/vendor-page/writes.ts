import { asOurselves } from '../../db/wall/scope';
import { v7 as uuidv7 } from 'uuid';
import { DomainError, type Refusal } from '../../domain/errors';
import { bidIssues, quoteOf } from '../../domain/tender/bid';
import { bidObjection, questionObjection, withdrawObjection } from '../../domain/tender/objections';
import type { BidContent, WorkingWay } from '../../domain/tender/schema';
import type { Bid, Tender } from '../../domain/tender/tender';
import { checkTakesPart } from '../../db/read/barred';
import { isReturned } from '../../db/read/returned';
import type { Db } from '../../db/knex';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { bidHash, endBid, insertBid, standingBid } from '../../db/stores/bids';
import { type EngagementRow, lockEngagement } from '../../db/stores/engagements';
import { cultureOf, saveCulture } from '../../db/stores/evaluation-records';
import { answerQuestion, findQuestion, insertQuestion, questionsOf } from '../../db/stores/tender-questions';
import { lockTender, saveDecline, saveDraft } from '../../db/stores/tenders';
import { saveQuote } from '../../db/stores/vendors';
import { inTransaction, type Trx } from '../../db/transaction';
import type { TypedBid } from './bid-form';
import type { VendorLink } from './find';

/** A vendor acts through its link. */
export interface VendorAct {
  readonly link: VendorLink;
  readonly now: number;
  /** Names this act in the trail. */
  readonly actId: string;
}

interface Held {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly tender: Tender;
}

interface Change<T> {
  readonly type: string;
  readonly write: (held: Held) => Promise<T>;
  /** Never an amount: what is sealed does not stand in the trail. */
  readonly payload?: (result: T) => Readonly<Record<string, unknown>>;
}

/** Writes what a vendor does with its audit entry, with engagement and tender held: an opening sees all of it or nothing. */
async function change<T>(db: Db, act: VendorAct, { type, write, payload }: Change<T>): Promise<T> {
  const { link, now, actId } = act;
  const { engagementId, vendorId, id } = link.invitation;
  return inTransaction(db, async (trx) => {
    const engagement = await lockEngagement(trx, engagementId);
    const tender = await lockTender(trx, engagementId);
    if (!engagement || !tender) throw new DomainError('NOT_FOUND', 'There is no such tender.');
    const result = await write({ trx, engagement, tender });
    const key = `${type}:${id}:${actId}`;
    const facts = { vendorId, ...payload?.(result) };
    await appendAudit(trx, engagementStream(engagementId), [{ key, at: now, type, channel: 'email', payload: facts }]);
    return result;
  });
}

function refuse(refusal: Refusal | null): void {
  if (refusal) throw DomainError.from(refusal);
}

/** Nobody bids on what is decided: while an award waits for its approvers, or when the selection is over. */
async function isDecided(
  trx: Trx,
  { state, open_gate: gate, open_request_id: requestId }: EngagementRow,
): Promise<boolean> {
  if (state !== 'VENDOR_SELECTION') return true;
  return gate === 'award' && requestId !== null && !(await asOurselves(() => isReturned(trx, requestId)));
}

/** Keeps what was typed; nobody but the vendor sees it. */
export const keepDraft = (db: Db, { link }: VendorAct, typed: TypedBid | null): Promise<void> =>
  inTransaction(db, (trx) => saveDraft(trx, link.invitation.id, typed));

/** Hands a bid in. Throws `INVALID_FIELDS` naming what is missing, `BID_LATE` or `STATE_CONFLICT`. */
export const submitBid = (db: Db, act: VendorAct, content: BidContent): Promise<Bid> =>
  change(db, act, {
    type: 'tender.bid',
    write: async ({ trx, engagement, tender }) => {
      const { id: invitationId, candidateId } = act.link.invitation;
      const standing = await standingBid(trx, invitationId);
      refuse(bidObjection({ tender, standing, decided: await isDecided(trx, engagement) }, act.now));
      await asOurselves(() => checkTakesPart(trx, act.link.invitation.vendorId));
      checkContent(content, { tender, currency: engagement.currency });
      const facts = { id: uuidv7(), invitationId, content, submittedAt: act.now };
      const bid: Bid = { ...facts, sha256: bidHash(facts), late: act.now >= tender.closeAt, state: 'standing' };
      await endBid(trx, invitationId, { state: 'replaced', now: act.now });
      await insertBid(trx, bid);
      await saveDraft(trx, invitationId, null);
      await saveDecline(trx, invitationId, { at: null, reason: null });
      // Bids are open already: a late one is seen like the others, and marked.
      if (tender.openedAt !== null) await saveQuote(trx, candidateId, { quote: quoteOf(content), now: act.now });
      return bid;
    },
    payload: ({ sha256, late }) => ({ sha256, late }),
  });

function checkContent(
  content: BidContent,
  { tender, currency }: { readonly tender: Tender; readonly currency: string },
): void {
  const errors = bidIssues(content, { items: tender.body.items, currency });
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'The bid is not whole.', errors);
}

export const withdrawBid = (db: Db, act: VendorAct): Promise<void> =>
  change(db, act, {
    type: 'tender.bid-withdrawn',
    write: async ({ trx, tender }) => {
      refuse(withdrawObjection(tender, act.now));
      const { id } = act.link.invitation;
      if (!(await standingBid(trx, id))) throw new DomainError('STATE_CONFLICT', 'There is no bid to take back.');
      await endBid(trx, id, { state: 'withdrawn', now: act.now });
    },
  });

export const declineToBid = (db: Db, act: VendorAct, reason: string | null): Promise<void> =>
  change(db, act, {
    type: 'tender.declined',
    write: async ({ trx, tender }) => {
      refuse(withdrawObjection(tender, act.now));
      const { id } = act.link.invitation;
      await endBid(trx, id, { state: 'withdrawn', now: act.now });
      await saveDecline(trx, id, { at: act.now, reason });
    },
    payload: () => ({ reason }),
  });

const MOST_QUESTIONS = 50;

/** Asks us something; answers the id of the question. */
export const askUs = (db: Db, act: VendorAct, text: string): Promise<string> =>
  change(db, act, {
    type: 'tender.vendor-question',
    write: async ({ trx, tender }) => {
      refuse(questionObjection(tender, act.now));
      const { candidateId, engagementId } = act.link.invitation;
      const earlier = (await questionsOf(trx, engagementId)).filter(
        (one) => one.candidateId === candidateId && one.asker === 'vendor',
      );
      if (earlier.length >= MOST_QUESTIONS)
        throw new DomainError('TOO_MANY_REQUESTS', `A vendor may ask ${MOST_QUESTIONS} questions.`);
      const same = earlier.find((one) => one.text === text && one.answeredAt === null);
      if (same) return same.id;
      const id = uuidv7();
      const about = { topic: 'general', text, dueAt: null, askedBy: null } as const;
      await insertQuestion(trx, { id, candidateId, asker: 'vendor', ...about, now: act.now });
      return id;
    },
  });

/** Answers a question of ours; the time it took is measured. */
export const answerUs = (
  db: Db,
  act: VendorAct,
  { questionId, answer }: { readonly questionId: string; readonly answer: string },
): Promise<void> =>
  change(db, act, {
    type: 'tender.vendor-answer',
    write: async ({ trx, engagement }) => {
      const question = await findQuestion(trx, questionId);
      if (question?.candidateId !== act.link.invitation.candidateId || question.asker !== 'buyer')
        throw new DomainError('NOT_FOUND', 'There is no such question.');
      if (engagement.state !== 'VENDOR_SELECTION')
        throw new DomainError('STATE_CONFLICT', 'The selection is over; no more answers are taken.');
      const by = { answer, visibility: 'asker', by: null, now: act.now } as const;
      if (!(await answerQuestion(trx, questionId, by)) && question.answer !== answer)
        throw new DomainError('STATE_CONFLICT', 'The question is answered already.');
    },
    payload: () => ({ questionId }),
  });

export const tellTeam = (db: Db, act: VendorAct, theirs: WorkingWay): Promise<void> =>
  change(db, act, {
    type: 'tender.team',
    write: async ({ trx, engagement }) => {
      if (await isDecided(trx, engagement))
        throw new DomainError('STATE_CONFLICT', 'The award is being decided or made already.');
      const { candidateId, engagementId } = act.link.invitation;
      const record = (await cultureOf(trx, engagementId)).get(candidateId) ?? {};
      await saveCulture(trx, candidateId, { record: { ...record, theirs }, now: act.now });
    },
  });
