import type { Refusal } from '../errors';
import { type Gate, GATES, isBeforeSigning, isEnded, mayPassGate, type State } from './statuses';

/** How a gate's request ended. */
export type GateOutcome = 'approved' | 'rejected' | 'withdrawn' | 'expired' | 'terminated' | 'superseded' | 'returned';

export interface OpenGate {
  readonly gate: Gate;
  readonly requestId: string;
  /** What the requester asked for: the candidate of an award, the renewal decision, the cause of an exit. */
  readonly choice: Readonly<Record<string, string>>;
}

/** What the workflow of an engagement knows: where it stands and what it waits for. Records live in PostgreSQL. */
export interface Engagement {
  readonly id: string;
  readonly state: State;
  /** Counts changes; stores keep the highest, so that late writes are harmless. */
  readonly version: number;
  readonly gate: OpenGate | null;
  readonly signed: { readonly us: boolean; readonly vendor: boolean };
  readonly contractApproved: boolean;
  /** Gate G6 has agreed the settlement; the engagement closes once the exit has nothing open. */
  readonly settled: boolean;
  /** While the service stands still: the state to go back to. A notice runs on meanwhile, so `EXITING` stays the state. */
  readonly suspendedFrom: State | null;
  /** Calendar day on which the service ends, once the exit is approved. */
  readonly exit: { readonly cause: string; readonly effectiveDate: string } | null;
}

export type Party = 'us' | 'vendor';

export type EngagementEvent =
  | { readonly type: 'gate-submitted'; readonly open: OpenGate }
  | {
      readonly type: 'gate-decided';
      readonly requestId: string;
      readonly outcome: GateOutcome;
      /** Of runs in which the approval of an exit ended a suspension. */
      readonly endsSuspension?: true;
    }
  | { readonly type: 'signed'; readonly party: Party }
  | { readonly type: 'went-live' }
  /** On a calendar day where the service is. */
  | { readonly type: 'suspended'; readonly on?: string }
  | { readonly type: 'resumed' }
  | { readonly type: 'withdrawn' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'closed' };

export const openEngagement = (id: string): Engagement => ({
  id,
  state: 'NEEDS_ANALYSIS',
  version: 1,
  gate: null,
  signed: { us: false, vendor: false },
  contractApproved: false,
  settled: false,
  suspendedFrom: null,
  exit: null,
});

type EventOf<T extends EngagementEvent['type']> = Extract<EngagementEvent, { type: T }>;
type Rules<R> = { readonly [T in EngagementEvent['type']]: (engagement: Engagement, event: EventOf<T>) => R };
type Handler<R> = (engagement: Engagement, event: EngagementEvent) => R;

/** Why an event may not happen now; null when it may. */
export function engagementObjection(engagement: Engagement, event: EngagementEvent): Refusal | null {
  // The rule is picked by the event's own type, so it gets the event it expects.
  return (objections[event.type] as Handler<Refusal | null>)(engagement, event);
}

/** The engagement after an event that met no objection. */
export function advance(engagement: Engagement, event: EngagementEvent): Engagement {
  const change = (changes[event.type] as Handler<Partial<Engagement>>)(engagement, event);
  return { ...engagement, ...change, version: engagement.version + 1 };
}

const objections: Rules<Refusal | null> = {
  'gate-submitted': ({ state, gate }, { open }) => {
    if (!mayPassGate(open.gate, state))
      return refuse('GATE_NOT_OPEN', `Gate ${gateName(open.gate)} is not passed in state ${state}.`);
    // The same request again is a new round of a request that was sent back.
    return gate === null || gate.requestId === open.requestId
      ? null
      : refuse('GATE_PENDING', `Gate ${gateName(gate.gate)} is being decided (request ${gate.requestId}).`);
  },
  'gate-decided': ({ gate }, { requestId }) =>
    gate?.requestId === requestId
      ? null
      : refuse('STATE_CONFLICT', 'This request is not the gate that the engagement waits for.'),
  signed: ({ state, contractApproved }) =>
    state === 'CONTRACTING' && contractApproved
      ? null
      : refuse('STATE_CONFLICT', 'Signatures follow the approval of the contract (gate G3).'),
  'went-live': ({ state }) => only(state, ['TRANSITION_IN'], 'go live'),
  suspended: ({ state, suspendedFrom, exit }, { on }) => {
    if (state !== 'EXITING') return only(state, ['IN_SERVICE'], 'be suspended');
    if (suspendedFrom !== null) return refuse('STATE_CONFLICT', 'The service is suspended already.');
    // Whoever does not say when cannot know that the service still runs.
    return exit !== null && on !== undefined && on < exit.effectiveDate
      ? null
      : refuse('STATE_CONFLICT', `The service ends on ${exit?.effectiveDate ?? 'a day'}: it can be suspended before.`);
  },
  resumed: ({ state, suspendedFrom }) => (suspendedFrom === null ? only(state, ['SUSPENDED'], 'be resumed') : null),
  withdrawn: ({ state, signed }) =>
    isBeforeSigning(state) && !signed.us && !signed.vendor
      ? null
      : refuse('STATE_CONFLICT', 'An engagement can be withdrawn until its contract is signed; terminate it instead.'),
  closed: ({ settled }) => (settled ? null : refuse('STATE_CONFLICT', 'The settlement (gate G6) is not agreed yet.')),
  cancelled: ({ state }) => (isEnded(state) ? refuse('STATE_CONFLICT', `The engagement has ended (${state}).`) : null),
};

const changes: Rules<Partial<Engagement>> = {
  'gate-submitted': (_engagement, { open }) => ({ gate: open }),
  // A request that was sent back stays the gate's request: it comes again as a new round.
  'gate-decided': (engagement, { outcome, endsSuspension = false }) =>
    outcome === 'returned'
      ? {}
      : { gate: null, ...gateEffect(engagement, outcome), ...(endsSuspension && { suspendedFrom: null }) },
  signed: ({ signed }, { party }) => {
    const now = { ...signed, [party]: true };
    return { signed: now, ...(now.us && now.vendor && { state: 'TRANSITION_IN' as const }) };
  },
  'went-live': () => ({ state: 'IN_SERVICE' }),
  suspended: ({ state }) => ({ state: state === 'EXITING' ? state : 'SUSPENDED', suspendedFrom: state }),
  resumed: ({ suspendedFrom }) => ({ state: suspendedFrom ?? 'IN_SERVICE', suspendedFrom: null }),
  withdrawn: () => ({ state: 'WITHDRAWN', gate: null }),
  cancelled: () => ({ state: 'CANCELLED', gate: null, suspendedFrom: null }),
  // What has ended does not stand still any more: nothing could be resumed.
  closed: () => ({ state: 'CLOSED', suspendedFrom: null }),
};

function gateEffect({ gate, state }: Engagement, outcome: GateOutcome): Partial<Engagement> {
  if (gate === null) return {};
  if (outcome === 'rejected') return rejection[gate.gate];
  return outcome === 'approved' ? approval[gate.gate](gate.choice, state) : {};
}

/** Before there is a contract a rejection ends the engagement; afterwards the service goes on and can be submitted again. */
const rejection: Readonly<Record<Gate, Partial<Engagement>>> = {
  needs: { state: 'REJECTED' },
  award: { state: 'REJECTED' },
  contract: { state: 'REJECTED' },
  renewal: {},
  exit: {},
  settlement: {},
};

const approval: Readonly<Record<Gate, (choice: OpenGate['choice'], state: State) => Partial<Engagement>>> = {
  needs: () => ({ state: 'VENDOR_SELECTION' }),
  award: () => ({ state: 'CONTRACTING' }),
  contract: () => ({ contractApproved: true }),
  renewal: () => ({}),
  // What stood still does not begin again by being given notice.
  exit: (choice, state) => ({
    state: 'EXITING',
    ...(state === 'SUSPENDED' && { suspendedFrom: 'EXITING' as const }),
    exit: { cause: choice['cause'] ?? 'other', effectiveDate: choice['effectiveDate'] ?? '' },
  }),
  settlement: () => ({ settled: true }),
};

const gateName = (gate: Gate): string => `G${GATES.indexOf(gate) + 1} (${gate})`;
const refuse = (code: Refusal['code'], message: string): Refusal => ({ code, message });
const only = (state: State, allowed: readonly State[], what: string): Refusal | null =>
  allowed.includes(state) ? null : refuse('STATE_CONFLICT', `An engagement in state ${state} cannot ${what}.`);
