import {
  advance,
  type Engagement,
  type EngagementEvent,
  engagementObjection,
  type GateOutcome,
  openEngagement,
} from '../../../domain/engagement/engagement';
import { GATE_STATES, type Gate, GATES, isEnded, STATES } from '../../../domain/engagement/statuses';

const submit = (gate: Gate, requestId = 'r1'): EngagementEvent => ({
  type: 'gate-submitted',
  open: { gate, requestId, choice: {} },
});
const decide = (outcome: GateOutcome, requestId = 'r1'): EngagementEvent => ({
  type: 'gate-decided',
  requestId,
  outcome,
});
const after = (engagement: Engagement, ...events: readonly EngagementEvent[]): Engagement =>
  events.reduce(advance, engagement);
const fresh = openEngagement('e1');
const inState = (state: Engagement['state']): Engagement => ({ ...fresh, state });

test('an engagement goes from needs to closed through its gates, signatures and go-live', () => {
  const states = [
    [submit('needs'), decide('approved')],
    [submit('award'), decide('approved')],
    [submit('contract'), decide('approved'), { type: 'signed', party: 'us' }, { type: 'signed', party: 'vendor' }],
    [{ type: 'went-live' }],
    [submit('exit'), decide('approved')],
    [submit('settlement'), decide('approved'), { type: 'closed' }],
  ] as const satisfies readonly (readonly EngagementEvent[])[];

  let engagement = fresh;
  const seen = states.map((events) => (engagement = after(engagement, ...events)).state);

  expect(seen).toEqual(['VENDOR_SELECTION', 'CONTRACTING', 'TRANSITION_IN', 'IN_SERVICE', 'EXITING', 'CLOSED']);
});

test.each(GATES)('gate %s is passed in its own states only', (gate) => {
  const allowed = STATES.filter((state) => engagementObjection(inState(state), submit(gate)) === null);

  expect(allowed).toEqual([...GATE_STATES[gate]]);
});

test('a second gate waits for the first, and the same request may come again', () => {
  const open = after(fresh, submit('needs'));

  expect(engagementObjection(open, submit('needs', 'r2'))?.code).toBe('GATE_PENDING');
  expect(engagementObjection(open, submit('needs', 'r1'))).toBeNull();
});

test.each(['needs', 'award', 'contract'] as const)('a rejected gate %s ends the engagement', (gate) => {
  const rejected = after(inState(GATE_STATES[gate][0]), submit(gate), decide('rejected'));

  expect(rejected).toMatchObject({ state: 'REJECTED', gate: null });
});

test.each(['renewal', 'exit', 'settlement'] as const)('a rejected gate %s leaves the service as it was', (gate) => {
  const before = inState(GATE_STATES[gate][0]);

  expect(after(before, submit(gate), decide('rejected'))).toMatchObject({ state: before.state, gate: null });
});

test('a request that is sent back keeps the gate for its next round', () => {
  const returned = after(fresh, submit('needs'), decide('returned'));

  expect(returned).toMatchObject({ state: 'NEEDS_ANALYSIS', gate: { requestId: 'r1' } });
});

test.each(['withdrawn', 'expired', 'terminated'] as const)('a gate whose request is %s is free again', (outcome) => {
  expect(after(fresh, submit('needs'), decide(outcome))).toMatchObject({ state: 'NEEDS_ANALYSIS', gate: null });
});

test('a decision about another request is refused', () => {
  expect(engagementObjection(after(fresh, submit('needs')), decide('approved', 'other'))?.code).toBe('STATE_CONFLICT');
});

test('one signature does not begin the transition', () => {
  const approved = after(inState('CONTRACTING'), submit('contract'), decide('approved'));

  expect(after(approved, { type: 'signed', party: 'us' }).state).toBe('CONTRACTING');
  expect(engagementObjection(inState('CONTRACTING'), { type: 'signed', party: 'us' })?.code).toBe('STATE_CONFLICT');
});

test('a suspension ends in the state in which it began', () => {
  const suspended = after(inState('IN_SERVICE'), { type: 'suspended' });

  expect(suspended.state).toBe('SUSPENDED');
  expect(after(suspended, { type: 'resumed' })).toMatchObject({ state: 'IN_SERVICE', suspendedFrom: null });
});

const END = { cause: 'convenience', effectiveDate: '2027-03-31' };
const leaving = (part: Partial<Engagement> = {}): Engagement => ({ ...inState('EXITING'), exit: END, ...part });

test('a suspension during the notice keeps the state and the end, until it is resumed', () => {
  const suspended = after(leaving(), { type: 'suspended', on: '2027-03-30' });

  expect(suspended).toMatchObject({ state: 'EXITING', suspendedFrom: 'EXITING', exit: END });
  expect(after(suspended, { type: 'resumed' })).toMatchObject({ state: 'EXITING', suspendedFrom: null, exit: END });
});

test('what stood still when its exit was approved stands still on', () => {
  const suspended = after(inState('IN_SERVICE'), { type: 'suspended' });
  const submitted = after(suspended, submit('exit'));

  expect(after(submitted, decide('approved'))).toMatchObject({ state: 'EXITING', suspendedFrom: 'EXITING' });
  expect(after(submitted, decide('rejected'))).toMatchObject({ state: 'SUSPENDED', suspendedFrom: 'IN_SERVICE' });
  expect(
    after(submitted, { type: 'gate-decided', requestId: 'r1', outcome: 'approved', endsSuspension: true }),
  ).toMatchObject({
    state: 'EXITING',
    suspendedFrom: null,
  });
  expect(after(inState('IN_SERVICE'), submit('exit'), decide('approved')).suspendedFrom).toBeNull();
});

test.each([
  ['on the day before the end', leaving(), '2027-03-30', null],
  ['on the end', leaving(), '2027-03-31', 'STATE_CONFLICT'],
  ['after the end', leaving(), '2027-04-01', 'STATE_CONFLICT'],
  ['on no day', leaving(), undefined, 'STATE_CONFLICT'],
  ['twice', leaving({ suspendedFrom: 'EXITING' }), '2027-03-01', 'STATE_CONFLICT'],
])('a suspension of a notice %s', (_, engagement, on, code) => {
  const event = { type: 'suspended', ...(on !== undefined && { on }) } as const;
  expect(engagementObjection(engagement, event)?.code ?? null).toBe(code);
});

test('nothing is resumed that does not stand still', () => {
  for (const engagement of [leaving(), inState('IN_SERVICE'), inState('CLOSED')])
    expect(engagementObjection(engagement, { type: 'resumed' })?.code).toBe('STATE_CONFLICT');
});

test('an engagement closes only after its settlement is agreed', () => {
  expect(engagementObjection(inState('EXITING'), { type: 'closed' })?.code).toBe('STATE_CONFLICT');
});

test.each(['closed', 'cancelled'] as const)(
  'a service that stood still when it was %s can never be resumed',
  (type) => {
    const ended = after(leaving({ suspendedFrom: 'EXITING', settled: true }), { type });

    expect(ended.suspendedFrom).toBeNull();
    expect(engagementObjection(ended, { type: 'resumed' })?.code).toBe('STATE_CONFLICT');
    expect(ended.exit).toEqual(END);
  },
);

test.each(STATES.filter(isEnded))('nothing moves an engagement that is %s', (state) => {
  const events: readonly EngagementEvent[] = [
    ...GATES.map((gate) => submit(gate)),
    { type: 'went-live' },
    { type: 'withdrawn' },
    { type: 'cancelled' },
    { type: 'suspended' },
  ];

  expect(events.map((event) => engagementObjection(inState(state), event)?.code)).not.toContain(undefined);
});

test('every change counts up the version', () => {
  expect(after(fresh, submit('needs'), decide('approved')).version).toBe(fresh.version + 2);
});
