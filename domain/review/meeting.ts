import type { Refusal } from '../errors';

export const MEETING_STATES = ['scheduled', 'held', 'minuted', 'approved', 'missed', 'cancelled'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];
export type Side = 'us' | 'vendor';

/** When the meeting is, and until when what follows it is owed; epoch milliseconds. */
export interface MeetingDates {
  readonly meetingAt: number;
  readonly minutesDueAt: number;
  readonly approvalDueAt: number;
  readonly missedAt: number;
}

/** A review meeting: when it is, who came, what was noted and agreed, and which side has approved the minutes. */
export interface Meeting {
  readonly id: string;
  readonly state: MeetingState;
  readonly version: number;
  /** Counts how often the invitation has changed: the SEQUENCE of RFC 5545. */
  readonly sequence: number;
  /** Null for a meeting that was set before dates could be moved. */
  readonly dates: MeetingDates | null;
  /** Epoch milliseconds at which it was held. */
  readonly heldAt: number | null;
  readonly participants: readonly string[];
  readonly minutes: string | null;
  readonly actions: readonly ReviewAction[];
  readonly approvedBy: readonly Side[];
  /** Why a side does not approve the minutes as they stand. */
  readonly objection: Objection | null;
}

export interface Objection {
  readonly side: Side;
  readonly comment: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface ReviewAction {
  readonly title: string;
  /** Sees to it; whoever manages the service where nobody is named. */
  readonly ownerId: string | null;
  readonly due: string;
  /** Which side does it; ours where nothing is said. */
  readonly party?: Side;
}

/** Identity of the piece of work that follows from an action of a meeting. */
export const actionKey = (reviewId: string, index: number): string => `review:${reviewId}:${index}`;

interface By {
  /** Null for the vendor's contact behind a link, and for the process itself. */
  readonly actorId: string | null;
  readonly channel?: 'api' | 'page' | 'email' | 'workflow';
}

type Due = Pick<MeetingDates, 'minutesDueAt' | 'approvalDueAt'>;

export type MeetingAction =
  | (By & { readonly type: 'reschedule'; readonly dates: MeetingDates; readonly reason?: string })
  | (By & { readonly type: 'cancel'; readonly reason: string })
  | (By & { readonly type: 'held'; readonly at: number; readonly participants: readonly string[]; readonly due?: Due })
  | (By & { readonly type: 'minutes'; readonly text: string; readonly due?: Due })
  | (By & { readonly type: 'actions'; readonly actions: readonly ReviewAction[] })
  | (By & { readonly type: 'approve'; readonly side: Side; readonly comment?: string })
  | (By & { readonly type: 'object'; readonly side: Side; readonly comment: string; readonly at: number });
export type MeetingActionType = MeetingAction['type'];

export const scheduleMeeting = (id: string, dates: MeetingDates | null = null): Meeting => ({
  id,
  state: 'scheduled',
  version: 1,
  sequence: 0,
  dates,
  heldAt: null,
  participants: [],
  minutes: null,
  actions: [],
  approvedBy: [],
  objection: null,
});

/** A meeting may be held late; nothing is changed once both sides have approved or it was called off. */
export function meetingObjection(meeting: Meeting, action: MeetingAction): Refusal | null {
  if (meeting.state === 'approved') return conflict('Both sides have approved the minutes; they stay as they are.');
  if (meeting.state === 'cancelled') return conflict('The review has been called off.');
  const ahead = meeting.state === 'scheduled' || meeting.state === 'missed';
  if (action.type === 'held' || action.type === 'reschedule' || action.type === 'cancel')
    return ahead ? null : conflict('The review has been held already.');
  if (ahead) return conflict('The review has not been held yet.');
  if (action.type === 'approve' || action.type === 'object') return minutesObjection(meeting, action);
  return null;
}

function minutesObjection(
  { state, approvedBy, objection }: Meeting,
  action: MeetingAction & { readonly type: 'approve' | 'object' },
): Refusal | null {
  if (state !== 'minuted') return conflict('There are no minutes to approve yet.');
  if (action.type === 'approve' && approvedBy.includes(action.side)) return conflict('This side has approved already.');
  return action.type === 'object' && objection?.side === action.side
    ? conflict('This side has objected already; the minutes have not changed since.')
    : null;
}

/** The meeting after an action that met no objection. What is changed in the minutes needs both approvals anew. */
export function actOnMeeting(meeting: Meeting, action: MeetingAction): Meeting {
  return { ...meeting, ...effect(meeting, action), version: meeting.version + 1 };
}

function effect(meeting: Meeting, action: MeetingAction): Partial<Meeting> {
  switch (action.type) {
    case 'reschedule':
      return { state: 'scheduled', dates: action.dates, sequence: meeting.sequence + 1 };
    case 'cancel':
      return { state: 'cancelled', sequence: meeting.sequence + 1 };
    case 'held':
      return { state: 'held', heldAt: action.at, participants: action.participants, ...owed(meeting, action.due) };
    case 'minutes':
      return {
        state: 'minuted',
        minutes: action.text,
        approvedBy: [],
        objection: null,
        ...owed(meeting, action.due),
      };
    case 'actions':
      return { actions: [...meeting.actions, ...action.actions], approvedBy: [] };
    case 'approve':
      return approved(meeting, action.side);
    case 'object':
      return {
        objection: { side: action.side, comment: action.comment, at: action.at },
        approvedBy: meeting.approvedBy.filter((side) => side !== action.side),
      };
  }
}

const owed = ({ dates }: Meeting, due: Due | undefined): Partial<Meeting> =>
  dates === null || due === undefined ? {} : { dates: { ...dates, ...due } };

function approved({ approvedBy: before, objection }: Meeting, side: Side): Partial<Meeting> {
  const approvedBy = [...before, side];
  return {
    approvedBy,
    state: approvedBy.length === 2 ? 'approved' : 'minuted',
    objection: objection?.side === side ? null : objection,
  };
}

/** The date has passed and nobody said that it was held. */
export const missMeeting = (meeting: Meeting): Meeting =>
  meeting.state === 'scheduled' ? { ...meeting, state: 'missed', version: meeting.version + 1 } : meeting;

const conflict = (message: string): Refusal => ({ code: 'STATE_CONFLICT', message });
