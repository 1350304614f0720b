import { getExternalWorkflowHandle, ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { PreparedGate } from '../activities/gates';
import type { Engagement, OpenGate } from '../domain/engagement/engagement';
import type { approvalWorkflow } from './approval';
import { requestWorkflowId } from './ids';
import { resubmitSignal, withdrawSignal } from './approval-messages';
import type { Said, Steer, SubmitGate } from './messages';

/** The gate that a submission opens, or opens again with the request that was sent back. */
export function gateOf(engagement: Engagement, { gate, requestId, body, termination }: SubmitGate): OpenGate {
  const again = engagement.gate?.gate === gate ? engagement.gate.requestId : requestId;
  const choice = {
    ...(body.candidateId && { candidateId: body.candidateId }),
    ...(body.decision && { decision: body.decision }),
    ...(termination && {
      cause: termination.cause,
      noticeDate: termination.noticeDate,
      effectiveDate: termination.effectiveDate,
    }),
  };
  return { gate, requestId: again, choice };
}

/**
 * Asks for the approval of a gate; the request runs on its own and says by signal how it ended. One that runs or has ended
 * already stays as it is: the server would end it and begin another one, without what people have decided in it.
 */
export async function startRequest({ request, title, isRecorded = false }: PreparedGate): Promise<void> {
  if (isRecorded) return;
  await startChild<typeof approvalWorkflow>('approvalWorkflow', {
    workflowId: requestWorkflowId(request.requestId),
    args: [request],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: title,
  });
}

/** A request that was sent back comes again with the new dossier. */
export async function resubmitRequest({ request }: PreparedGate, { actorId }: Said): Promise<void> {
  const { requestId, subjectHash } = request;
  await getExternalWorkflowHandle(requestWorkflowId(requestId)).signal(resubmitSignal, { actorId, subjectHash });
}

/** The engagement needs no decision any more. A request that has ended meanwhile needs no word. */
export async function withdrawRequest(requestId: string, { actorId, reason = '' }: Steer): Promise<void> {
  try {
    await getExternalWorkflowHandle(requestWorkflowId(requestId)).signal(withdrawSignal, { actorId, reason });
  } catch {
    // It has been decided in the same moment.
  }
}
