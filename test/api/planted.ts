import { v7 as uuidv7 } from 'uuid';
import { openActionItem } from '../../db/stores/action-items';
import { openAlarm } from '../../db/stores/alarms';
import { bidHash, insertBid } from '../../db/stores/bids';
import { insertEngagement } from '../../db/stores/engagements';
import { insertLesson } from '../../db/stores/lessons';
import { insertReview } from '../../db/stores/reviews';
import { insertInvitation, markOpened, saveTender } from '../../db/stores/tenders';
import type { Db } from '../../db/knex';
import { inTransaction, type Trx } from '../../db/transaction';
import { scheduleMeeting } from '../../domain/review/meeting';
import { anOpening } from '../builders';

/** What paths of routes name, by their first part. */
export interface Things {
  readonly engagements: string;
  readonly requests: string;
  readonly 'action-items': string;
  readonly reviews: string;
  readonly alarms: string;
  readonly lessons: string;
}

/**
 * Words that tell where they come from: `Inner` ones only our people may read, `Shared` ones the vendor of the engagement
 * too, `Sealed` ones nobody before the bids are opened. Of them `elsewhere` is the engagement of the other vendor; `alone`
 * and `gate` are requests.
 */
export const WORD = /(?:Inner|Shared|Sealed)-[a-z]+-[a-z]+/g;
export const inner = (of: string, what: string): string => `Inner-${of}-${what}`;
const shared = (of: string, what: string): string => `Shared-${of}-${what}`;
export const sealed = (of: string): string => `Sealed-${of}-bid`;

const DAY = 86_400_000;

export interface People {
  readonly ownerId: string;
  readonly repId: string;
  readonly serviceManager: string;
  readonly contractManager: string;
}

/** An engagement with something of everything that a path can name, and words in it. */
export async function plantEngagement(
  trx: Trx,
  of: string,
  { ownerId, repId, serviceManager, contractManager }: People,
): Promise<Omit<Things, 'requests'>> {
  const [id, now] = [uuidv7(), Date.now()];
  const roles = { serviceManager, contractManager, vendorRep: repId };
  const title = shared(of, 'title');
  const body = anOpening({ title, needs: { statement: inner(of, 'needs') }, ownerId, roles });
  await insertEngagement(trx, { id, body, criticality: 'general', now });
  const [reviews, alarms, lessons] = [uuidv7(), uuidv7(), uuidv7()];
  const review = { id: reviews, engagementId: id, kind: 'monthly', period: '2026-10', state: 'scheduled' } as const;
  await insertReview(trx, { ...review, meetingAt: now, meeting: scheduleMeeting(reviews) }, now);
  const alarm = { rule: 'EVENT_RISK', subject: 'data', severity: 'red', evidence: {}, marks: [] } as const;
  await openAlarm(trx, { id: alarms, engagementId: id, ...alarm, ackDueAt: now + DAY, planDueAt: null, now });
  const lesson = { gate: 'needs', text: inner(of, 'lesson'), check: 'Asked early', required: false } as const;
  const entry = { ...lesson, serviceType: 'customer-service' } as const;
  await insertLesson(trx, { id: lessons, engagementId: id, lesson: entry, actorId: ownerId, now });
  const times = { opensAt: now, dueAt: now + DAY, now };
  const work = { kind: 'manual', title: shared(of, 'work'), assigneeId: repId, ...times } as const;
  const item = await openActionItem(trx, { key: `call:${id}`, engagementId: id, ...work });
  return { engagements: id, reviews, alarms, lessons, 'action-items': item ?? '' };
}

const MONEY = { amount: '1000', currency: 'CNY' };
const NONE = { amount: '0', currency: 'CNY' };
const ITEM = { key: 'setup', title: 'Setup', quantity: 1, unit: 'time', charge: 'oneOff' } as const;
const HIDDEN = {
  transition: NONE,
  tooling: NONE,
  travel: NONE,
  changeRequests: NONE,
  taxes: NONE,
  fx: NONE,
  exit: NONE,
};

export interface Bidder {
  readonly engagementId: string;
  readonly candidateId: string;
  readonly vendorId: string;
}

/** A bid with a word in it, in a tender that is still closed. */
export async function plantBid(db: Db, of: string, { engagementId, candidateId, vendorId }: Bidder): Promise<void> {
  const [id, invitationId, now] = [uuidv7(), uuidv7(), Date.now()];
  const instant = (at: number): string => new Date(at).toISOString();
  const [questionsUntil, closeAt] = [now + DAY, now + 2 * DAY];
  const body = { items: [ITEM], questionsUntil: instant(questionsUntil), closeAt: instant(closeAt), invited: [vendorId], lateBids: 'accept' as const }; // prettier-ignore
  const tender = { engagementId, body, questionsUntil, closeAt, revision: 1, publishedAt: now, openedAt: null, cancelReason: null }; // prettier-ignore
  const content = { lines: [{ item: 'setup', unitPrice: MONEY }], oneOff: MONEY, annual: NONE, years: 2, hiddenCosts: HIDDEN, assumptions: sealed(of) }; // prettier-ignore
  const bid = { id, invitationId, content, submittedAt: now };
  await inTransaction(db, async (trx) => {
    await saveTender(trx, { ...tender, state: 'published' }, now);
    await insertInvitation(trx, { id: invitationId, engagementId, candidateId, vendorId, revision: 1 }, now);
    await insertBid(trx, { ...bid, sha256: bidHash(bid), late: false, state: 'standing' });
  });
}

/** The deadline passes, and the bids of an engagement are opened. */
export const openBids = (db: Db, engagementId: string): Promise<void> =>
  inTransaction(db, async (trx) => {
    const now = Date.now();
    await trx('tenders')
      .where({ engagement_id: engagementId })
      .update({ close_at: new Date(now - DAY) });
    await markOpened(trx, engagementId, { by: null, now });
  });
