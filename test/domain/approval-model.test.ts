import fc from 'fast-check';
import type { Node, Settings, Step } from '../../domain/approval/schema';
import { nextWakeAt } from '../../domain/approval/clock';
import { reduce } from '../../domain/approval/reducer';
import { Desk, HOUR, MONDAY, step } from './approval-builders';

const RUNS = Number(process.env.TENURE_MODEL_RUNS ?? 5_000);
const PEOPLE = ['A', 'B', 'C', 'D', 'R'];
const MODES = ['any', 'all', 'sequential', 'quorum', 'ratio', 'weighted'] as const;

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
        ...(late && { sla: { duration: 'PT4H', calendar: '24x7' }, timeout: { action: 'reject' } }),
      }),
    );

const steps: fc.Arbitrary<readonly Node[]> = fc
  .tuple(aStep('s1'), aStep('s2'), aStep('s3'), fc.boolean())
  .map(([a, b, c, fork]) => (fork ? [a, { key: 'fork', parallel: [[b], [c]] }] : [a, b, c]));
const settings: fc.Arbitrary<Settings> = fc.record({
  afterReturn: fc.constantFrom('rerun', 'resume'),
  distinctApprovers: fc.boolean(),
  withdraw: fc.constantFrom('untilFinal', 'untilFirstDecision', 'never'),
});

const command = fc.oneof(
  fc.record({
    do: fc.constant('task' as const),
    who: fc.constantFrom(...PEOPLE, 'M', 'ADMIN'),
    action: fc.constantFrom('approve', 'approve', 'approve', 'reject', 'abstain', 'send-back', 'transfer'),
    to: fc.constantFrom(...PEOPLE, 'X'),
  }),
  fc.record({
    do: fc.constant('request' as const),
    who: fc.constantFrom('R', 'R', 'ADMIN', 'A'),
    action: fc.constantFrom('withdraw', 'resubmit', 'resubmit', 'urge', 'comment'),
  }),
  fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 6 }) }),
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

function run(desk: Desk, c: Command): void {
  if (c.do === 'wait') desk.at(desk.now + c.hours * HOUR);
  else if (c.do === 'request') desk.ask(c.who, c.action);
  else desk.try(c.who, c.action, { toId: c.to });
}

const OUTCOMES = ['request.approved', 'request.rejected', 'request.withdrawn', 'request.expired', 'request.terminated'];

/** What must hold after every command, whatever the policy. */
function check(desk: Desk): void {
  const { state } = desk;
  const active = state.tasks.filter(({ status }) => status === 'active');
  if (state.status !== 'pending') expect(active).toEqual([]);
  for (const task of state.tasks) {
    const byPerson = task.decision === 'approve' && task.reasonCode === null;
    if (byPerson) expect(task.assigneeId).not.toBe('R');
  }
  for (const run of state.runs.filter(({ status }) => status !== 'active'))
    expect(active.filter(({ runId }) => runId === run.id)).toEqual([]);
  expect(new Set(state.tasks.map(({ id }) => id)).size).toBe(state.tasks.length);
  const perSeat = active.filter(({ origin }) => origin !== 'escalation').map(({ runId, seat }) => `${runId}/${seat}`);
  expect(new Set(perSeat).size).toBe(perSeat.length);
  const wake = nextWakeAt(state);
  if (state.status === 'pending' && wake !== null) expect(wake).toBeGreaterThan(desk.now - 1);
  expect(
    state.status === 'pending' && active.length === 0 ? state.runs.some(({ status }) => status === 'waiting') : true,
  ).toBe(true);
}

test(`${RUNS} random sequences keep one outcome per round, no vote after the end, and a way on`, () => {
  fc.assert(
    fc.property(steps, settings, fc.array(command, { maxLength: 16 }), (nodes, rules, commands) => {
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
