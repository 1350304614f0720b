import { nextStep } from '../../../domain/engagement/next-step';
import { STATES } from '../../../domain/engagement/statuses';

const NEXT: Partial<Record<(typeof STATES)[number], string>> = {
  NEEDS_ANALYSIS: 'needs',
  VENDOR_SELECTION: 'award',
  CONTRACTING: 'contract',
  TRANSITION_IN: 'go-live',
};

test.each(STATES)('an engagement in %s waits for its next gate or its first day, or for nobody', (state) => {
  expect(nextStep({ state, openGate: null, contractApproved: false })).toBe(NEXT[state] ?? null);
});

test.each(STATES)('in %s nothing is waited for while a gate is being decided', (state) => {
  expect(nextStep({ state, openGate: 'exit', contractApproved: false })).toBeNull();
});

test('an approved contract waits for its signatures, and once they are there for the first day', () => {
  expect(nextStep({ state: 'CONTRACTING', openGate: null, contractApproved: true })).toBeNull();
  expect(nextStep({ state: 'TRANSITION_IN', openGate: null, contractApproved: true })).toBe('go-live');
});
