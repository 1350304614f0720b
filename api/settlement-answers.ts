import { asOurselves } from '../db/wall/scope';
import { DomainError } from '../domain/errors';
import {
  type Dispute,
  disputeObjection,
  resolveAccess,
  settledMinor,
  type SettlementSide,
} from '../domain/exit/dispute';
import type { ResolveBody } from '../domain/exit/dispute-schema';
import { toMoney } from '../domain/money';
import type { Person } from '../domain/people/people';
import { type Account, accountNow, minorLines } from '../db/read/settlement-account';
import { endItem } from '../db/stores/action-items';
import { askVendor } from '../db/stores/ask-vendor';
import { endDisputeWork, openDisputeWork, silenceKey } from '../db/stores/dispute-work';
import { endExitTask } from '../db/stores/exit-tasks';
import type { EngagementRow } from '../db/stores/engagements';
import { type Confirmation, insertConfirmation } from '../db/stores/settlement-answers';
import { insertDisputes, saveResolution } from '../db/stores/settlement-disputes';
import type { Trx } from '../db/transaction';
import { editableIn, teamOf } from './engagement-scope';

/** The engagement is held, so that two answers at once meet each other. */
export interface Held {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

/** The approved settlement of an engagement that has not ended yet: only this is disputed, resolved and agreed to. */
export async function approvedAccount({ trx, engagement }: Pick<Held, 'trx' | 'engagement'>): Promise<Account> {
  editableIn(engagement, ['EXITING']);
  const account = await accountNow(trx, engagement.id);
  if (account?.settlement.status !== 'approved')
    throw new DomainError('STATE_CONFLICT', 'The settlement has not been approved (gate G6); mark its lines with PUT.');
  return account;
}

interface Raising {
  readonly id: string;
  readonly line: number;
  readonly reason: string;
  readonly side: SettlementSide;
  readonly raisedBy: string | null;
}

/** One side does not agree to a line. */
export async function keepDispute(held: Held, raised: Raising): Promise<void> {
  const { trx, engagement, now } = held;
  const { settlement, disputes, confirmed, open, sha256 } = await approvedAccount(held);
  const facts = { lines: settlement.lines.length, disputes, agreed: confirmed && open === 0 };
  const objection = disputeObjection(raised.line, facts);
  if (objection) throw DomainError.from(objection);
  await insertDisputes(trx, engagement.id, { disputes: [raised], now });
  await asOurselves(async () => {
    await openDisputeWork(trx, engagement, { disputes: [raised], now });
    await endItem(trx, silenceKey(engagement.id, sha256), now);
  });
}

interface Resolving {
  readonly id: string;
  readonly body: ResolveBody;
  readonly actor: Person;
}

/** Ends a dispute by an adjustment; once nothing is in dispute any more the vendor is asked about the account anew. */
export async function keepResolution(held: Held, { id, body, actor }: Resolving): Promise<Dispute> {
  const { trx, engagement, now } = held;
  const { settlement, disputes, open, sha256 } = await approvedAccount(held);
  const dispute = disputes.find((one) => one.id === id);
  const line = dispute && minorLines(settlement.lines)[dispute.line - 1];
  if (!line) throw new DomainError('NOT_FOUND', 'The settlement has no such dispute.');
  if (dispute.outcome !== null) throw new DomainError('STATE_CONFLICT', `The dispute is ${dispute.outcome} already.`);
  const refusal = resolveAccess(actor, { team: teamOf(engagement), dispute, writtenBy: settlement.writtenBy });
  if (refusal) throw DomainError.from(refusal);
  const minor = settledMinor(line, body.outcome, agreedMinor(body, settlement.currency));
  const { outcome, reason: resolution } = body;
  await saveResolution(trx, id, { outcome, minor, resolution, by: actor.id, now });
  await endDisputeWork(trx, id, now);
  await endItem(trx, silenceKey(engagement.id, sha256), now);
  if (open === 1) await askVendor(trx, engagement, now);
  return { ...dispute, outcome, minor, resolution, resolvedBy: actor.id, resolvedAt: now };
}

function agreedMinor({ amount }: ResolveBody, currency: string): number | null {
  if (!amount) return null;
  if (amount.currency !== currency)
    throw new DomainError('INVALID_FIELDS', 'The settlement is in another currency.', [
      { path: 'amount.currency', message: `must be ${currency}` },
    ]);
  return toMoney(amount).minor;
}

/** The vendor agrees to the account as it stands; with nothing in dispute that task of the exit is done. */
export async function keepConfirmation(
  held: Held,
  confirmation: Omit<Confirmation, 'sha256' | 'at'>,
): Promise<Confirmation> {
  const { trx, engagement, now } = held;
  const { sha256, confirmed, open } = await approvedAccount(held);
  if (confirmed) throw new DomainError('STATE_CONFLICT', 'The vendor has agreed to this account already.');
  const kept = { ...confirmation, sha256, at: now };
  await insertConfirmation(trx, engagement.id, kept);
  await asOurselves(async () => {
    await endItem(trx, silenceKey(engagement.id, sha256), now);
    const end = { state: 'done', comment: null, by: confirmation.recordedBy, now } as const;
    if (open === 0) await endExitTask(trx, { engagementId: engagement.id, key: 'confirm-settlement' }, end);
  });
  return kept;
}
