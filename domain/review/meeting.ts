import type { Refusal } from '../errors';

export type MeetingState = 'scheduled' | 'held' | 'minuted' | 'approved' | 'missed';
export type Side = 'us' | 'vendor';

/** A review meeting: who came, what was noted and done, and which side has approved the minutes. */
export interface Meeting {
  readonly id: string;
  readonly state: MeetingState;
  readonly version: number;
  /** Epoch milliseconds at which it was held. */
  readonly heldAt: number | null;
  readonly participants: readonly string[];
  readonly minutes: string | null;
  readonly actions: readonly ReviewAction[];
  readonly approvedBy: readonly Side[];
}

export interface ReviewAction {
  readonly title: string;
  readonly ownerId: string | null;
  readonly due: string;
}

interface By {
  readonly actorId: string;
}

export type MeetingAction =
  | (By & { readonly type: 'held'; readonly at: number; readonly participants: readonly string[] })
  | (By & { readonly type: 'minutes'; readonly text: string })
  | (By & { readonly type: 'actions'; readonly actions: readonly ReviewAction[] })
  | (By & { readonly type: 'approve'; readonly side: Side });

export const scheduleMeeting = (id: string): Meeting => ({
  id,
  state: 'scheduled',
  version: 1,
  heldAt: null,
  participants: [],
  minutes: null,
  actions: [],
  approvedBy: [],
});

/** A meeting may be held late; nothing is changed once both sides have approved. */
export function meetingObjection({ state, approvedBy }: Meeting, action: MeetingAction): Refusal | null {
  if (state === 'approved') return conflict('Both sides have approved the minutes; they stay as they are.');
  if (action.type === 'held')
    return state === 'scheduled' || state === 'missed' ? null : conflict('The review has been held already.');
  if (state === 'scheduled' || state === 'missed') return conflict('The review has not been held yet.');
  if (action.type === 'approve' && state !== 'minuted') return conflict('There are no minutes to approve yet.');
  return action.type === 'approve' && approvedBy.includes(action.side)
    ? conflict('This side has approved already.')
    : null;
}

/** The meeting after an action that met no objection. Changed minutes need both approvals anew. */
export function actOnMeeting(meeting: Meeting, action: MeetingAction): Meeting {
  return { ...meeting, ...effect(meeting, action), version: meeting.version + 1 };
}

function effect(meeting: Meeting, action: MeetingAction): Partial<Meeting> {
  switch (action.type) {
    case 'held':
      return { state: 'held', heldAt: action.at, participants: action.participants };
    case 'minutes':
      return { state: 'minuted', minutes: action.text, approvedBy: [] };
    case 'actions':
      return { actions: [...meeting.actions, ...action.actions] };
    case 'approve':
      return approved([...meeting.approvedBy, action.side]);
  }
}

const approved = (approvedBy: readonly Side[]): Partial<Meeting> => ({
  approvedBy,
  state: approvedBy.length === 2 ? 'approved' : 'minuted',
});

/** The date has passed and nobody said that it was held. */
export const missMeeting = (meeting: Meeting): Meeting =>
  meeting.state === 'scheduled' ? { ...meeting, state: 'missed', version: meeting.version + 1 } : meeting;

const conflict = (message: string): Refusal => ({ code: 'STATE_CONFLICT', message });
