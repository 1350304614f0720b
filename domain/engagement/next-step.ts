import { type Gate, mayPassGate, type State } from './statuses';

interface Now {
  readonly state: State;
  readonly openGate: Gate | null;
  readonly contractApproved: boolean;
}

export type NextStep = 'needs' | 'award' | 'contract' | 'go-live';

/**
 * What an engagement waits for from whoever runs it, until its service runs: its next gate, or its first day. Null while a
 * gate is being decided, while both sides sign, and afterwards.
 */
export function nextStep({ state, openGate, contractApproved }: Now): NextStep | null {
  if (openGate !== null) return null;
  if (state === 'TRANSITION_IN') return 'go-live';
  const gate = (['needs', 'award', 'contract'] as const).find((each) => mayPassGate(each, state));
  return gate === undefined || (gate === 'contract' && contractApproved) ? null : gate;
}
