import { Context } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { SampleStory } from '../../domain/samples/words';
import { engagementWorkflowId } from '../../workflows/ids';
import type { EngagementInput } from '../../workflows/engagement';
import type { SubmitGate } from '../../workflows/messages';
import { openingOf } from './opening';
import { idOf, type Stage } from './stage';

/** Opened and submitted as everybody opens and submits one; the request is the loader's to decide. */
export async function submitNeeds(stage: Stage, story: SampleStory): Promise<void> {
  const id = idOf(stage, `engagement:${story}`);
  const actorId = idOf(stage, 'person:owner');
  const opening = { body: openingOf(stage, story), actorId, channel: 'page' } as const;
  await startEngagement({ id, byDateKeeper: true, opening });
  const engagement = Context.current().client.workflow.getHandle(engagementWorkflowId(id));
  await engagement.executeUpdate('started', { args: [{}], updateId: 'sample-started' });
  const requestId = idOf(stage, `request:${story}`);
  const body = { comment: stage.words.comment };
  const command: SubmitGate = { gate: 'needs', requestId, body, actorId, channel: 'page' };
  await engagement.executeUpdate('submitGate', { args: [command], updateId: 'sample-needs' });
}

/** On the queue of all stories; the same one again is running or over. */
export async function startEngagement(input: EngagementInput): Promise<void> {
  const { client, info } = Context.current();
  try {
    await client.workflow.start('engagementWorkflow', {
      workflowId: engagementWorkflowId(input.id),
      taskQueue: info.taskQueue,
      args: [input],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: 'Sample data',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
