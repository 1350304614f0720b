import { ApplicationFailure } from '@temporalio/activity';
import { DomainError } from '../../domain/errors';
import { handlesPersonalData } from '../../domain/planning/criticality';
import type { RequestState } from '../../domain/approval/state';
import type { Gate } from '../../domain/engagement/statuses';
import { isGateSettled } from '../../db/read/gate-settled';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { askPrivacyAssessment } from '../../db/stores/ask-privacy-assessment';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { prepareRequest, savedState, saveSubject } from '../../db/stores/requests';
import { inTransaction, type Trx } from '../../db/transaction';
import type { ApprovalInput } from '../../workflows/approval';
import { engagementWorkflowId } from '../../workflows/ids';
import type { Deps } from '../deps';
import { applyApproved, type ApplyGate } from './apply';
import { awardDossier } from './award';
import { checkedDossier } from './checklist';
import { contractDossier } from './contract';
import type { Dossier, DossierOf, GateOrder } from './dossier';
import { exitDossier } from './exit';
import { needsDossier } from './needs';
import { renewalDossier } from './renewal';
import { settlementDossier } from './settlement';

export interface PreparedGate {
  readonly request: ApprovalInput;
  readonly title: string;
  /** The request has been opened already: its engagement was reset to before that. */
  readonly isRecorded?: boolean;
}

const dossiers: Readonly<Record<Gate, DossierOf>> = {
  needs: needsDossier,
  award: awardDossier,
  contract: contractDossier,
  renewal: renewalDossier,
  exit: exitDossier,
  settlement: settlementDossier,
};

export const gateActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** Checks that the gate has all it needs and writes down what its approvers decide on. */
  async prepareGate(order: GateOrder): Promise<PreparedGate> {
    return asFailure(() => inTransaction(db, (trx) => prepare(trx, order)));
  },

  /** Takes effect once: an engagement that was reset says it again, when its records may be long past it. */
  async applyGate(order: ApplyGate): Promise<void> {
    await inTransaction(db, async (trx) => {
      if (!(await isGateSettled(trx, order.engagementId, order.gate.requestId))) await applyApproved(trx, order);
    });
  },
});

async function prepare(trx: Trx, order: GateOrder): Promise<PreparedGate> {
  const engagement = await findEngagement(trx, order.engagementId);
  if (!engagement) throw new DomainError('NOT_FOUND', 'There is no such engagement.');
  const standing = order.again ? null : await savedState(trx, order.requestId);
  if (standing) return asRecorded(standing, engagement.id);
  const { title, data, roles, acknowledged } = await checkedDossier(dossiers[order.gate], {
    db: trx,
    engagement,
    order,
  });
  if (acknowledged) await recordAcknowledgement(trx, order, acknowledged);
  if (order.gate === 'award') await askAboutVendor(trx, engagement, { order, data });
  const subject = {
    type: `gate-${order.gate}`,
    title,
    data: { ...commonFacts(engagement), ...data },
    roles: { ...roles, ...engagement.roles },
  };
  if (order.again) await saveSubject(trx, { requestId: order.requestId, subject, now: order.now });
  const request = await prepareRequest(trx, {
    requestId: order.requestId,
    policyKey: `gate-${order.gate}`,
    gate: order.gate,
    engagementId: engagement.id,
    requesterId: order.actorId,
    excludedIds: engagement.roles.vendorRep ? [engagement.roles.vendorRep] : [],
    subject,
    notifyWorkflowId: engagementWorkflowId(engagement.id),
    now: order.now,
  });
  return { request, title };
}

/** What was submitted then is not held against what is known today. */
function asRecorded(state: RequestState, engagementId: string): PreparedGate {
  const { id: requestId, policyKey, gate, requesterId, excludedIds, ccIds, select, subjectHash, latestAt } = state;
  const people = { requesterId, excludedIds, ccIds, select };
  const notifyWorkflowId = engagementWorkflowId(engagementId);
  const request = { requestId, policyKey, gate, ...people, subjectHash, latestAt, notifyWorkflowId };
  return { request, title: '', isRecorded: true };
}

/** Who accepted which warning in which words: once for each submission. */
async function recordAcknowledgement(
  trx: Trx,
  { engagementId, requestId, gate, actorId, channel, now }: GateOrder,
  { codes, text }: NonNullable<Dossier['acknowledged']>,
): Promise<void> {
  const payload = { gate, requestId, codes, text };
  const key = `acknowledged:${requestId}:${now}`;
  await appendAudit(trx, engagementStream(engagementId), [
    { key, at: now, type: 'gate.acknowledged', actorId, channel, payload },
  ]);
}

/** Data that would leave the country with the proposed vendor: its assessment is begun while the award is decided. */
async function askAboutVendor(
  trx: Trx,
  engagement: EngagementRow,
  { order: { now }, data: { vendorId } }: { readonly order: GateOrder; readonly data: Dossier['data'] },
): Promise<void> {
  if (typeof vendorId === 'string') await askPrivacyAssessment(trx, engagement, { vendorId, now });
}

/** Facts that every gate's policy may ask about. */
const commonFacts = (engagement: EngagementRow) => ({
  engagementId: engagement.id,
  number: engagement.number,
  serviceType: engagement.service_type,
  currency: engagement.currency,
  criticality: engagement.criticality,
  personalData: handlesPersonalData(engagement.needs),
});

/** A refusal is final: the workflow hands it to the caller instead of trying again. */
async function asFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw ApplicationFailure.nonRetryable(error.message, error.code, error.errors);
    throw error;
  }
}
