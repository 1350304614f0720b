import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import type { MeetingAction } from '../../domain/review/meeting';

export const BY = { actorId: 'ann' };
export const HELD: MeetingAction = { ...BY, type: 'held', at: 1, participants: ['ann', 'vic'] };
export const MINUTES: MeetingAction = { ...BY, type: 'minutes', text: 'All is well.' };
export const US: MeetingAction = { ...BY, type: 'approve', side: 'us' };
export const VENDOR: MeetingAction = { ...BY, type: 'approve', side: 'vendor' };

/** Acts as the API does; answers the code of a refusal or null. */
export async function act(handle: WorkflowHandle, action: MeetingAction): Promise<string | null> {
  try {
    await handle.executeUpdate('actOnMeeting', { args: [action] });
    return null;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return error.cause.type ?? '';
    throw error;
  }
}
