import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Act, Actor } from '../domain/approval/events';
import type { RequestState } from '../domain/approval/state';
import type { RequestStatus } from '../domain/approval/words';

/** One person doing one thing; the update's id is the act's `decisionId`. */
export interface Doing {
  readonly act: Act;
  readonly actor: Actor;
}

/** Enough to find the rest in the records, which are written before the answer is given. */
export interface Done {
  readonly requestId: string;
  readonly status: RequestStatus;
  readonly round: number;
  readonly version: number;
}

/** Decides, comments, transfers, withdraws: everything people do to a request. */
export const actUpdate = defineUpdate<Done, [Doing]>('act');
/** Answers once the request (of the given round) has been recorded with the people it asks. */
export const openedUpdate = defineUpdate<Done, [{ readonly round?: number }]>('opened');
export const requestQuery = defineQuery<RequestState>('request');

/** From the workflow that asked for the approval. */
export const resubmitSignal = defineSignal<[{ readonly actorId: string; readonly subjectHash: string }]>('resubmit');
export const withdrawSignal = defineSignal<[{ readonly actorId: string; readonly reason: string }]>('withdraw');
/** Absences were entered or changed, or somebody left: who holds what is looked up again. */
export const presenceSignal = defineSignal<[{ readonly personIds: readonly string[] }]>('presenceChanged');
/** To the workflow that asked for the approval. `returned`: it was sent back to its requester and may come again. */
export const decidedSignal = defineSignal<[{ readonly requestId: string; readonly outcome: string }]>('requestDecided');
