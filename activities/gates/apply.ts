import { planCommunications } from '../communications';
import { findCandidate } from '../../db/read/candidates';
import { askPrivacyAssessment } from '../../db/stores/ask-privacy-assessment';
import { openDisputeWork } from '../../db/stores/dispute-work';
import { disputesOf } from '../../db/stores/settlement-disputes';
import { askVendor } from '../../db/stores/ask-vendor';
import { recordApproved } from '../../db/stores/contract-versions';
import { contractOf, insertRenewal } from '../../db/stores/contracts';
import { findEngagement, saveAward } from '../../db/stores/engagements';
import { recordSettlementApproved } from '../../db/stores/settlements';
import type { Trx } from '../../db/transaction';
import { termOf } from '../../db/read/term';
import { renewalItemKey } from '../agenda/renewal';
import { endItem } from '../../db/stores/action-items';
import { localDate } from '../../domain/calendar/zone';
import type { GateOutcome, OpenGate } from '../../domain/engagement/engagement';
import type { Gate } from '../../domain/engagement/statuses';
import { keepAwardNotices } from './award-notices';

export interface ApplyGate {
  readonly engagementId: string;
  readonly gate: OpenGate;
  readonly outcome: GateOutcome;
  readonly now: number;
}

type Apply = (trx: Trx, order: ApplyGate) => Promise<void>;

const nothing: Apply = () => Promise.resolve();

/** What an approved gate changes in the records, besides the state of the engagement. */
const effects: Readonly<Record<Gate, Apply>> = {
  needs: applyNeeds,
  award: applyAward,
  contract: applyContract,
  renewal: applyRenewal,
  exit: nothing,
  settlement: applySettlement,
};

export const applyApproved: Apply = (trx, order) =>
  order.outcome === 'approved' ? effects[order.gate.gate](trx, order) : nothing(trx, order);

async function applyNeeds(trx: Trx, { engagementId, now }: ApplyGate): Promise<void> {
  const engagement = await findEngagement(trx, engagementId);
  await planCommunications(trx, { engagementId, on: engagement?.needs.startWanted, now });
}

async function applyContract(trx: Trx, { engagementId, now }: ApplyGate): Promise<void> {
  await recordApproved(trx, engagementId);
  const contract = await contractOf(trx, engagementId);
  await planCommunications(trx, { engagementId, on: contract?.terms.start, now });
}

async function applyAward(trx: Trx, { engagementId, gate, now }: ApplyGate): Promise<void> {
  const candidateId = gate.choice['candidateId'] ?? '';
  const candidate = await findCandidate(trx, candidateId);
  const engagement = await findEngagement(trx, engagementId);
  if (!candidate || !engagement) return;
  await saveAward(trx, { id: engagementId, vendorId: candidate.vendorId, candidateId });
  await askPrivacyAssessment(trx, engagement, { vendorId: candidate.vendorId, now });
  await keepAwardNotices(trx, { engagement, candidateId, now });
}

/** Approved by us, the settlement goes to the vendor for its agreement. */
async function applySettlement(trx: Trx, { engagementId, now }: ApplyGate): Promise<void> {
  await recordSettlementApproved(trx, engagementId, now);
  const engagement = await findEngagement(trx, engagementId);
  if (!engagement) return;
  await openDisputeWork(trx, engagement, { disputes: await disputesOf(trx, engagementId), now });
  await askVendor(trx, engagement, now);
}

async function applyRenewal(trx: Trx, { engagementId, gate, now }: ApplyGate): Promise<void> {
  const engagement = await findEngagement(trx, engagementId);
  const term = engagement && (await termOf(trx, engagementId, localDate(engagement.time_zone, now)));
  const { decision } = gate.choice;
  if (!term || (decision !== 'renew' && decision !== 'renegotiate' && decision !== 'exit')) return;
  await insertRenewal(trx, engagementId, { termEnd: term.currentEnd, kind: decision, requestId: gate.requestId, now });
  await endItem(trx, renewalItemKey(engagementId, term.currentEnd), now);
}
