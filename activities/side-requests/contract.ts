import { draftAmendment } from '../../db/read/amendment-draft';
import { decideAmendment, insertAmendment } from '../../db/stores/amendments';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { changesOf, decideChange } from '../../db/stores/change-requests';
import { moveMilestones } from '../../db/stores/milestone-terms';
import type { ChangeView, NewChange } from '../../domain/contract/amendment-schema';
import { DomainError } from '../../domain/errors';
import type { ApplySide, SideStep } from './index';

/** An amendment was decided: approved, it waits for both signatures. One that was sent back comes again. */
export const settleAmendment: ApplySide = async (step) => {
  const { trx, decision } = step;
  if (decision.outcome === 'returned') return {};
  const status = decision.outcome === 'approved' ? 'approved' : 'rejected';
  if (await decideAmendment(trx, decision.requestId, { status, now: decision.now }))
    await note(step, `contract.amendment-${status}`);
  return {};
};

/** A change was decided: approved, it is in force, or becomes an amendment where the terms change with it. */
export const settleChange: ApplySide = async (step) => {
  const { trx, engagement, decision } = step;
  const change = (await changesOf(trx, engagement.id)).find(({ requestId }) => requestId === decision.requestId);
  if (!change || change.status !== 'pending' || decision.outcome === 'returned') return {};
  if (decision.outcome !== 'approved') {
    await decideChange(trx, decision.requestId, { status: 'rejected', now: decision.now });
    await note(step, 'contract.change-rejected');
    return {};
  }
  const { now } = decision;
  const objection = change.amendment ? await openAmendment(step, change, change.amendment) : null;
  const status = objection ? 'rejected' : change.amendment ? 'amending' : 'in-force';
  await decideChange(trx, decision.requestId, {
    status,
    now,
    ...(status === 'amending' && { amendmentId: change.id }),
  });
  await note(step, `contract.change-${status === 'rejected' ? 'impossible' : 'approved'}`, objection);
  if (status !== 'in-force') return {};
  await moveMilestones(trx, engagement.id, { change, now });
  return { replan: true };
};

/** The approvers of the change have agreed to its terms: they are not asked again. Says why where the contract moved on meanwhile. */
async function openAmendment(
  { trx, engagement, decision }: SideStep,
  change: ChangeView,
  { changes, effectiveOn }: NonNullable<NewChange['amendment']>,
): Promise<string | null> {
  try {
    const draft = await draftAmendment(trx, engagement, { changes, effectiveOn, changeId: change.id });
    await insertAmendment(trx, {
      id: change.id,
      engagementId: engagement.id,
      baseVersion: draft.baseVersion,
      changes,
      terms: draft.after,
      reason: change.reason,
      effectiveOn,
      document: null,
      status: 'approved',
      requestId: decision.requestId,
      proposedById: change.requestedById,
      now: decision.now,
    });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

const note = ({ trx, engagement, subject, decision }: SideStep, type: string, reason: string | null = null) =>
  appendAudit(trx, engagementStream(engagement.id), [
    {
      key: `${type}:${decision.requestId}`,
      at: decision.now,
      type,
      channel: 'workflow',
      payload: { requestId: decision.requestId, title: subject.title, ...(reason !== null && { reason }) },
    },
  ]);
