import { getExternalWorkflowHandle, ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { PreparedGate } from '../activities/gates';
import type { approvalWorkflow } from './approval';
import { requestWorkflowId } from './ids';
import { resubmitSignal, withdrawSignal } from './approval-messages';
import type { Said, Steer } from './messages';

/** Asks for the approval of a gate; the request runs on its own and says by signal how it ended. */
export async function startRequest({ request, title }: PreparedGate): Promise<void> {
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
