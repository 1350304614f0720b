import { openBids } from '../../db/stores/opening';
import { standingBid } from '../../db/stores/bids';
import { findQuestion } from '../../db/stores/tender-questions';
import { invitationsOf, lockTender } from '../../db/stores/tenders';
import type { MailOrder } from '../../domain/mail/order';
import { openObjection } from '../../domain/tender/objections';
import { isSealed } from '../../domain/tender/tender';
import type { PerformItem } from './index';
import { holders, letters } from './people';

/** Vendors who have neither bid nor declined hear of the deadline once more. */
export const remindVendors: PerformItem = async ({ trx, engagement, item, now }) => {
  const tender = await lockTender(trx, engagement.id);
  if (!tender || !isSealed(tender)) return {};
  const mails: MailOrder[] = [];
  for (const { id, declinedAt } of await invitationsOf(trx, engagement.id)) {
    if (declinedAt !== null || (await standingBid(trx, id)) !== null) continue;
    mails.push(...letters(engagement, [id], { kind: 'tender-reminder', subject: item.key, facts: {}, now }));
  }
  return { mails };
};

/** The deadline has passed: the bids open. One that was extended meanwhile opens at its new date. */
export const closeTender: PerformItem = async ({ trx, engagement, item, now }) => {
  const tender = await lockTender(trx, engagement.id);
  if (engagement.state !== 'VENDOR_SELECTION' || !tender || openObjection(tender, now)) return { replan: true };
  await openBids(trx, { engagementId: engagement.id, by: null, channel: 'workflow', now });
  const people = holders(engagement, 'owner');
  return { mails: letters(engagement, people, { kind: 'tender-opened', subject: item.key, facts: {}, now }) };
};

/** A vendor owes an answer: it is asked once more. */
export const recallQuestion: PerformItem = async ({ trx, engagement, item, now }) => {
  const question = await findQuestion(trx, item.facts['question'] ?? '');
  if (!question || question.answeredAt !== null || engagement.state !== 'VENDOR_SELECTION') return {};
  const invitations = await invitationsOf(trx, engagement.id);
  const asked = invitations.filter(({ candidateId }) => candidateId === question.candidateId).map(({ id }) => id);
  return {
    mails: letters(engagement, asked, { kind: 'vendor-question', subject: item.key, facts: item.facts, now }),
  };
};
