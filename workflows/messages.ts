import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Engagement, GateOutcome, Party } from '../domain/engagement/engagement';
import type { GateBody } from '../domain/engagement/schema';
import type { Gate } from '../domain/engagement/statuses';
import type { MeetingAction, Meeting } from '../domain/review/meeting';

/** Task queues: decisions and dates, mail, and the long copying of an exit, so that none waits for the others. */
export const QUEUES = { main: 'tenure', mail: 'tenure-mail', migration: 'tenure-migration' } as const;

/** Who says it, and through which door. */
export interface Said {
  readonly actorId: string;
  readonly channel: 'api' | 'page' | 'email';
}

export interface SubmitGate extends Said {
  readonly gate: Gate;
  readonly requestId: string;
  readonly body: GateBody;
  /** Of an exit: cause and dates of the termination. */
  readonly termination?: {
    readonly cause: string;
    readonly noticeDate: string;
    readonly effectiveDate: string;
    readonly comment: string;
  };
}

export interface Sign extends Said {
  readonly party: Party;
  readonly signatory: string;
  /** RFC 3339 instant. */
  readonly signedAt: string;
  /** How it was signed, and the signed copy where one is kept. */
  readonly paper?: {
    readonly method: 'manual-upload' | 'e-sign';
    readonly documentId: string | null;
    readonly documentSha256: string | null;
  };
}

/** Moves an engagement on or aside; the API asks for a reason wherever one is due. */
export interface Steer extends Said {
  readonly reason?: string;
  /** The calendar day where the service is, of a suspension. */
  readonly on?: string;
}

export interface RequestDecided {
  readonly requestId: string;
  readonly outcome: GateOutcome;
}

export const submitGateUpdate = defineUpdate<{ requestId: string }, [SubmitGate]>('submitGate');
export const signUpdate = defineUpdate<Engagement, [Sign]>('sign');
export const goLiveUpdate = defineUpdate<Engagement, [Steer]>('goLive');
export const suspendUpdate = defineUpdate<Engagement, [Steer]>('suspend');
export const resumeUpdate = defineUpdate<Engagement, [Steer]>('resume');
export const withdrawUpdate = defineUpdate<Engagement, [Steer]>('withdraw');
export const cancelUpdate = defineUpdate<Engagement, [Steer]>('cancel');
export const startedUpdate = defineUpdate<Engagement, [Record<string, never>]>('started');
export const engagementQuery = defineQuery<Engagement>('engagement');
export const requestDecidedSignal = defineSignal<[RequestDecided]>('requestDecided');
/** Something of the exit is done (a dataset verified, deleted or given back): the engagement looks whether it may close. */
export const exitProgressedSignal = defineSignal('exitProgressed');
/** Owner, vendor or health have changed in the records. */
export const relabelSignal = defineSignal('relabel');

/** Dates changed: the monitoring plans anew. */
export const replanSignal = defineSignal('replan');
export const stopMonitoringSignal = defineSignal('stopMonitoring');

/** The date keeper is told of a date, in epoch milliseconds, that is earlier than any it knew. */
export const dateMovedSignal = defineSignal<[number]>('dateMoved');

export const actOnMeetingUpdate = defineUpdate<Meeting, [MeetingAction]>('actOnMeeting');
/** The engagement is suspended or has ended; the argument says which. */
export const callOffReviewSignal = defineSignal<[string]>('callOffReview');
export const meetingQuery = defineQuery<Meeting>('meeting');
