/** States of an engagement in the order of its life; the last four are side exits and the end. */
export const STATES = [
  'NEEDS_ANALYSIS',
  'VENDOR_SELECTION',
  'CONTRACTING',
  'TRANSITION_IN',
  'IN_SERVICE',
  'SUSPENDED',
  'EXITING',
  'CLOSED',
  'REJECTED',
  'WITHDRAWN',
  'CANCELLED',
] as const;
export type State = (typeof STATES)[number];

/** The approvals that every engagement passes: G1 needs, G2 award, G3 contract, G4 renewal, G5 exit, G6 settlement. */
export const GATES = ['needs', 'award', 'contract', 'renewal', 'exit', 'settlement'] as const;
export type Gate = (typeof GATES)[number];

export const ENDED_STATES: readonly State[] = ['CLOSED', 'REJECTED', 'WITHDRAWN', 'CANCELLED'];
const ENDED: ReadonlySet<State> = new Set(ENDED_STATES);
const BEFORE_SIGNING: ReadonlySet<State> = new Set(['NEEDS_ANALYSIS', 'VENDOR_SELECTION', 'CONTRACTING']);
const SERVING: ReadonlySet<State> = new Set(['TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED']);

export const isEnded = (state: State): boolean => ENDED.has(state);
export const isBeforeSigning = (state: State): boolean => BEFORE_SIGNING.has(state);
/** A signed contract is in force, so that the engagement can be terminated. */
export const isServing = (state: State): boolean => SERVING.has(state);

/** In which a service is followed up together with its vendor. */
export const FOLLOWED: readonly State[] = ['TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED', 'EXITING'];

/** In which an exit is under way, and after it: an end that did not wait for its tasks leaves some open. */
export const LEAVING: readonly State[] = ['EXITING', 'CLOSED'];

/** Whether the service stands still, also during its notice. */
export const standsStill = (where: { readonly state: State; readonly suspended_from?: State | null }): boolean =>
  where.state === 'SUSPENDED' || Boolean(where.suspended_from);

/** In which states a gate may be submitted. */
export const GATE_STATES = {
  needs: ['NEEDS_ANALYSIS'],
  award: ['VENDOR_SELECTION'],
  contract: ['CONTRACTING'],
  renewal: ['IN_SERVICE', 'SUSPENDED'],
  exit: ['TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED'],
  settlement: ['EXITING'],
} as const satisfies Record<Gate, readonly State[]>;

export const mayPassGate = (gate: Gate, state: State): boolean =>
  (GATE_STATES[gate] as readonly State[]).includes(state);
