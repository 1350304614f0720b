import fc from 'fast-check';
import type { Node, Settings, Step } from '../../domain/approval/schema';
import { type Presence, THERE } from '../../domain/approval/events';
import { nextWakeAt } from '../../domain/approval/clock';
import { reduce } from '../../domain/approval/reducer';
import { isOpen, type RequestState, sameSlot, type Task } from '../../domain/approval/state';
import { Desk, HOUR, MONDAY, step } from './approval-builders';

const RUNS = Number(process.env.TENURE_MODEL_RUNS ?? 5_000);
const PEOPLE = ['A', 'B', 'C', 'D', 'R'];
const MODES = ['any', 'all', 'sequential', 'quorum', 'ratio', 'weighted', 'ballot'] as const;

const aStep = (key: string): fc.Arbitrary<Step> =>
  fc
    .record({
      mode: fc.constantFrom(...MODES),
      people: fc.uniqueArray(fc.constantFrom(...PEOPLE), { minLength: 1, maxLength: 4 }),
      flags: fc.record({
        veto: fc.boolean(),
        anyApprove: fc.boolean(),
        rejectWaits: fc.boolean(),
        strict: fc.boolean(),
      }),
      selfHandler: fc.constantFrom('forbid', 'skip', 'manager'),
      onReject: fc.constantFrom('end', 'sendBack:START', 'sendBack:previous'),
      late: fc.boolean(),
    })
    .map(({ mode, people, flags, selfHandler, onReject, late }) =>
      step({
        key,
        mode,
        people,
        selfHandler,
        onReject,
        ...flags,
        quorum: Math.min(2, people.length),
        ratioBp: 5_000,
        thresholdBp: 5_000,
        ballot: { quorum: '1/2', threshold: '1/2' },
        ...(late && { sla: { duration: 'PT4H', calendar: '24x7' }, timeout: { action: 'reject' } }),
      }),
    );

const steps: fc.Arbitrary<readonly Node[]> = fc
  .tuple(aStep('s1'), aStep('s2'), aStep('s3'), fc.boolean())
  .map(([a, b, c, fork]) => (fork ? [a, { key: 'fork', parallel: [[b], [c]] }] : [a, b, c]));
const settings: fc.Arbitrary<Settings> = fc.record({
  afterReturn: fc.constantFrom('rerun', 'resume'),
  distinctApprovers: fc.boolean(),
  dedup: fc.constantFrom('none', 'consecutive', 'once'),
  withdraw: fc.constantFrom('untilFinal', 'untilFirstDecision', 'never'),
});

const ACTIONS = [
  ...(['approve', 'approve', 'approve', 'approve', 'reject', 'abstain', 'send-back', 'transfer', 'take-back'] as const),
  ...(['delegate', 'opinion', 'opinion', 'add-sign', 'add-sign', 'remove-sign'] as const),
];
const AWAY: Presence = { awayFrom: 0, includePending: true, left: false, standInIds: ['S', 'ADMIN'], changesAt: null };

const taskCommand = fc.record({
  do: fc.constant('task' as const),
  who: fc.constantFrom(...PEOPLE, 'M', 'ADMIN'),
  pick: fc.nat(20),
  stranger: fc.nat(9).map((n) => n === 0),
  action: fc.constantFrom(...ACTIONS),
  to: fc.constantFrom(...PEOPLE, 'X', 'Y'),
  position: fc.constantFrom('before', 'after', 'parallel'),
  mode: fc.constantFrom('any', 'all', 'sequential'),
});
const requestCommand = fc.record({
  do: fc.constant('request' as const),
  who: fc.constantFrom('R', 'R', 'ADMIN', 'A'),
  action: fc.constantFrom('withdraw', 'resubmit', 'resubmit', 'urge', 'comment'),
});
const presenceCommand = fc.record({
  do: fc.constant('presence' as const),
  who: fc.constantFrom(...PEOPLE, 'X', 'M'),
  what: fc.constantFrom('away', 'back', 'left'),
});
const command = fc.oneof(
  { weight: 8, arbitrary: taskCommand },
  { weight: 2, arbitrary: requestCommand },
  { weight: 1, arbitrary: presenceCommand },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 3 }) }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

function run(desk: Desk, c: Command): void {
  if (c.do === 'wait') desk.at(desk.now + c.hours * HOUR);
  else if (c.do === 'request') desk.ask(c.who, c.action);
  else if (c.do === 'presence') move(desk, c);
  else act(desk, c);
}

type TaskCommand = Extract<Command, { do: 'task' }>;

/** Mostly by somebody for whom the action makes sense, now and then by anybody. */
function act(desk: Desk, c: TaskCommand): void {
  const fitting = desk.state.tasks.filter((task) => fits(task, c.action));
  const task = c.stranger ? undefined : fitting[c.pick % Math.max(fitting.length, 1)];
  const part = { toId: c.to, userIds: userIdsFor(c), position: c.position, mode: c.mode };
  desk.try(task?.assigneeId ?? c.who, c.action, { ...part, ...(task && { taskId: task.id }) });
}

function fits(task: Task, action: TaskCommand['action']): boolean {
  if (action === 'take-back') return task.status === 'approved';
  if (action === 'remove-sign') return task.signing !== null;
  if (action === 'opinion') return isOpen(task) && task.askedFor === 'opinion';
  return isOpen(task) && task.askedFor !== 'opinion';
}

const userIdsFor = ({ action, to }: TaskCommand): readonly string[] =>
  action === 'add-sign' || action === 'remove-sign' ? [to] : [];

/** Somebody goes away, comes back or leaves for good, and the request hears of it. */
function move(desk: Desk, { who, what }: Extract<Command, { do: 'presence' }>): void {
  const presences = desk.presences;
  if (presences[who]?.left) return;
  if (what === 'back') presences[who] = THERE;
  else presences[who] = what === 'away' ? AWAY : { ...AWAY, awayFrom: null, left: true, standInIds: ['N', 'ADMIN'] };
  desk.apply({ type: 'presenceChanged', personIds: [who] });
  desk.answer();
}

const OUTCOMES = ['request.approved', 'request.rejected', 'request.withdrawn', 'request.expired', 'request.terminated'];

/** What must hold after every command, whatever the policy. */
function check(desk: Desk): void {
  const { state } = desk;
  const active = state.tasks.filter(({ status }) => status === 'active');
  if (state.status !== 'pending') expect(state.tasks.filter(isOpen)).toEqual([]);
  for (const task of state.tasks) {
    const byPerson = task.decision === 'approve' && task.reasonCode === null;
    if (byPerson) expect(task.assigneeId).not.toBe('R');
  }
  for (const run of state.runs.filter(({ status }) => status !== 'active'))
    expect(active.filter(({ runId }) => runId === run.id)).toEqual([]);
  expect(new Set(state.tasks.map(({ id }) => id)).size).toBe(state.tasks.length);
  const copies = ['escalation', 'substitute'];
  const votes = active.filter((task) => task.askedById === null && !copies.includes(task.origin));
  const perSeat = votes.map(({ runId, seat, ownerId }) => `${runId}/${seat}/${ownerId}`);
  expect(new Set(perSeat).size).toBe(perSeat.length);
  checkWaiting(state);
  const wake = nextWakeAt(state);
  if (state.status === 'pending' && wake !== null) expect(wake).toBeGreaterThan(desk.now - 1);
  expect(
    state.status === 'pending' && active.length === 0 ? state.runs.some(({ status }) => status === 'waiting') : true,
  ).toBe(true);
}

/** Whoever waits waits for somebody who can still act. */
function checkWaiting(state: RequestState): void {
  for (const task of state.tasks.filter(({ status }) => status === 'waiting' || status === 'delegated')) {
    const asked = state.tasks.filter((other) => other.askedById === task.id && isOpen(other));
    const standsIn = state.tasks.some((other) => other.id !== task.id && isOpen(other) && sameSlot(other, task));
    expect(task.waitsFor === 'substitute' ? standsIn : asked.length > 0).toBe(true);
  }
}

test(`${RUNS} random sequences keep one outcome per round, no vote after the end, and a way on`, () => {
  fc.assert(
    fc.property(steps, settings, fc.array(command, { maxLength: 24 }), (nodes, rules, commands) => {
      const desk = new Desk({ steps: nodes, settings: rules, directory: { managers: { A: 'M', B: 'M', R: 'M' } } });
      for (const c of commands) {
        const [version, ended, round] = [
          desk.state.version,
          desk.facts.filter((f) => OUTCOMES.includes(f)).length,
          desk.state.round,
        ];
        run(desk, c);
        check(desk);
        expect(desk.facts.filter((f) => OUTCOMES.includes(f)).length - ended).toBeLessThanOrEqual(1);
        expect(desk.state.round).toBeGreaterThanOrEqual(round);
        expect(desk.state.version).toBeGreaterThanOrEqual(version);
      }
    }),
    { numRuns: RUNS },
  );
}, 120_000);

test('the reducer is pure: the same event on the same state gives the same result and leaves the state alone', () => {
  const desk = new Desk({ steps: [step({ mode: 'all' })] });
  const frozen = JSON.stringify(desk.state);
  const task = desk.task('A');
  const event = {
    type: 'act',
    act: { on: 'task', action: 'approve', taskId: task.id, decisionId: 'd' },
    actor: { id: 'A', admin: false, channel: 'api' },
  } as const;

  expect(reduce(desk.state, event, MONDAY)).toEqual(reduce(desk.state, event, MONDAY));
  expect(JSON.stringify(desk.state)).toBe(frozen);
});
