import { termOf } from '../../db/read/term';
import { endItem } from '../../db/stores/action-items';
import { insertRenewal } from '../../db/stores/contracts';
import { daysBetween } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import type { PerformItem } from './index';
import { holders, letters } from './people';
import { askForDecision, renewalItemKey } from './renewal';

/** So many days before the deadline the sponsor hears of it too. */
const ESCALATE_DAYS = 7;

/** From today on other terms are in force, and their dates come round in place of the old ones. */
export const beginAmendment: PerformItem = () => Promise.resolve({ replan: true });

/** The notice deadline comes near and nobody has decided: the people who can are told, in good time and again. */
export const recallNotice: PerformItem = async (step) => {
  const { trx, engagement, item, now } = step;
  const today = localDate(engagement.time_zone, now);
  const term = await termOf(trx, engagement.id, today);
  const { deadline = '', termEnd = '' } = item.facts;
  if (!term || term.decision !== null || term.currentEnd !== termEnd) return {};
  const daysLeft = Math.max(0, daysBetween(today, deadline));
  const facts = { deadline, termEnd, daysLeft: String(daysLeft) };
  const last = daysLeft <= ESCALATE_DAYS ? (['sponsor'] as const) : [];
  const people = holders(engagement, 'owner', 'contractManager', ...last);
  await askForDecision(step);
  return {
    replan: true,
    mails: letters(engagement, people, { kind: 'notice-reminder', subject: item.key, facts, now }),
  };
};

/** The deadline has passed in silence: a tacit contract is renewed (decision 5), any other runs out. */
export const passDeadline: PerformItem = async ({ trx, engagement, item, now }) => {
  const { termEnd = '', deadline = '' } = item.facts;
  const term = await termOf(trx, engagement.id, localDate(engagement.time_zone, now));
  const renewal = term?.due.find((one) => one.termEnd === termEnd);
  if (!renewal) return { replan: true };
  await insertRenewal(trx, engagement.id, { termEnd, kind: 'auto_renewed', requestId: null, now });
  // Silence has decided: nobody owes the decision any more.
  await endItem(trx, renewalItemKey(engagement.id, termEnd), now);
  const facts = { termEnd, deadline, newEnd: renewal.newEnd };
  return {
    replan: true,
    mails: letters(engagement, holders(engagement, 'owner', 'sponsor'), {
      kind: 'contract-renewed',
      subject: termEnd,
      facts,
      now,
    }),
  };
};

/** The last day is over and nothing renewed the contract. */
export const endTerm: PerformItem = async ({ trx, engagement, item, now }) => {
  const { termEnd = '' } = item.facts;
  const term = await termOf(trx, engagement.id, localDate(engagement.time_zone, now));
  if (!term || term.currentEnd !== termEnd || term.decision !== null) return { replan: true };
  await insertRenewal(trx, engagement.id, { termEnd, kind: 'expired', requestId: null, now });
  await endItem(trx, renewalItemKey(engagement.id, termEnd), now);
  return {
    replan: true,
    mails: letters(engagement, holders(engagement, 'owner', 'sponsor'), {
      kind: 'contract-expired',
      subject: termEnd,
      facts: { termEnd },
      now,
    }),
  };
};
