import fc from 'fast-check';
import { nextWakeAt } from '../../../domain/approval/clock';
import { type Presence, type RequestAct, type TaskAct, THERE } from '../../../domain/approval/events';
import { stepAfter } from '../../../domain/approval/flow';
import { openReports } from '../../../domain/approval/freeze';
import { isOpen, type RequestState, runOf, type Task } from '../../../domain/approval/state';
import { type Desk, HOUR } from '../approval-builders';
import { PEOPLE } from './policies';

const ACTIONS = [
  ...(['approve', 'approve', 'approve', 'approve', 'approve', 'approve', 'reject', 'abstain', 'send-back'] as const),
  ...(['transfer', 'take-back', 'delegate', 'opinion', 'opinion', 'add-sign', 'add-sign', 'remove-sign'] as const),
];

const taskCommand = fc.record({
  do: fc.constant('task' as const),
  who: fc.constantFrom(...PEOPLE, 'M', 'ADMIN'),
  pick: fc.nat(20),
  stranger: fc.nat(14).map((n) => n === 0),
  action: fc.constantFrom(...ACTIONS),
  to: fc.constantFrom(...PEOPLE, 'X', 'Y', 'N', 'S'),
  target: fc.constantFrom('START', 'previous', 's1', 's2'),
  position: fc.constantFrom('before', 'after', 'parallel'),
  mode: fc.constantFrom('any', 'all', 'sequential'),
});
const requestCommand = fc.record({
  do: fc.constant('request' as const),
  who: fc.constantFrom('R', 'R', 'R', 'ADMIN', 'A'),
  action: fc.constantFrom('withdraw', 'resubmit', 'resubmit', 'resubmit', 'urge', 'comment'),
  subject: fc.constantFrom('h1', 'h2'),
  minorOnly: fc.boolean(),
});
const endCommand = fc.record({ do: fc.constant('end' as const), by: fc.constantFrom('administrator', 'parent') });
const presenceCommand = fc.record({
  do: fc.constant('presence' as const),
  who: fc.constantFrom(...PEOPLE, 'X', 'M', 'S'),
  what: fc.constantFrom('away', 'away', 'back', 'left'),
});
const reportCommand = fc.record({
  do: fc.constant('report' as const),
  pick: fc.nat(20),
  by: fc.constantFrom('own', 'own', 'own', 'R', 'ADMIN', 'M'),
});
const settleCommand = fc.record({
  do: fc.constant('settle' as const),
  action: fc.constantFrom('confirm', 'annul', 'annul'),
  who: fc.constantFrom('ADMIN', 'ADMIN', 'ADMIN', 'OTHER', 'A'),
  toId: fc.constantFrom(undefined, undefined, 'N', 'X', 'A'),
});
const waitCommand = fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 2, 3, 5, 9, 24) });

const command = fc.oneof(
  { weight: 24, arbitrary: taskCommand },
  { weight: 5, arbitrary: requestCommand },
  { weight: 4, arbitrary: presenceCommand },
  { weight: 1, arbitrary: reportCommand },
  { weight: 2, arbitrary: settleCommand },
  { weight: 4, arbitrary: waitCommand },
  { weight: 1, arbitrary: endCommand },
);
export type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;
/** Long enough to go through several rounds, and short often enough to be read. */
export const commands = fc.array(command, { maxLength: 36, size: 'max' });

export function run(desk: Desk, c: Command): void {
  switch (c.do) {
    case 'wait':
      return wait(desk, c.hours);
    case 'presence':
      return move(desk, c);
    case 'end':
      return end(desk, c.by);
    case 'report':
      return report(desk, c);
    case 'settle':
      return settle(desk, c);
    case 'request':
      return void desk.ask(c.who, c.action, again(c));
    case 'task':
      return act(desk, c);
  }
}

/** A workflow that wakes up late catches up, one moment after the other. */
function wait(desk: Desk, hours: number): void {
  desk.at(desk.now + hours * HOUR);
  for (let left = MOST_LATE; left > 0 && (nextWakeAt(desk.state) ?? Infinity) <= desk.now; left -= 1) desk.at(desk.now);
}
const MOST_LATE = 20;

const again = ({ action, subject, minorOnly }: Extract<Command, { do: 'request' }>): Partial<RequestAct> =>
  action === 'resubmit' ? { subjectHash: subject, minorOnly } : {};

function end(desk: Desk, by: string): void {
  const admin = { id: 'ADMIN', admin: true, channel: 'api' } as const;
  const parent = { id: 'R', admin: false, channel: 'workflow' } as const;
  const action = by === 'parent' ? 'supersede' : 'terminate';
  const part = { on: 'request', action, decisionId: action, comment: 'because' } as const;
  desk.attempt(part, by === 'parent' ? parent : admin);
}

/** Somebody says of a decision that it was not its person's. */
function report(desk: Desk, { pick, by }: Extract<Command, { do: 'report' }>): void {
  const decided = desk.state.tasks.filter(({ decision }) => decision !== null);
  const task = decided[pick % Math.max(decided.length, 1)];
  if (task) desk.ask(by === 'own' ? task.assigneeId : by, 'report', { taskId: task.id, adminIds: ['ADMIN'] });
}

/** An administrator settles the oldest open report; now and then somebody who may not tries. */
function settle(desk: Desk, { action, who, toId }: Extract<Command, { do: 'settle' }>): void {
  const [open] = openReports(desk.state);
  const actor = { id: who, admin: who !== 'A', channel: 'api' } as const;
  const act: RequestAct = { on: 'request', action, decisionId: action, comment: 'because', taskId: open?.taskId, toId };
  desk.attempt(act, actor);
}

type TaskCommand = Extract<Command, { do: 'task' }>;

/** Mostly by somebody for whom the action makes sense, now and then by anybody. */
function act(desk: Desk, c: TaskCommand): void {
  const fitting = desk.state.tasks.filter((task) => fits(task, c.action));
  const task = c.stranger ? undefined : fitting[c.pick % Math.max(fitting.length, 1)];
  const person = task?.assigneeId ?? c.who;
  desk.try(person, c.action, { ...partOf(desk.state, c, task), ...(task && { taskId: task.id }) });
}

function partOf(state: RequestState, c: TaskCommand, task?: Task): Partial<TaskAct> {
  const { to, target, position, mode } = c;
  const named =
    c.action === 'add-sign' ? [to] : c.action === 'remove-sign' ? [removable(c, task)] : chosenBy(state, c, task);
  return { toId: to, target, position, mode, userIds: named, signature: 'signed', subjectHash: state.subjectHash };
}

/** Mostly somebody of whom a signature is awaited. */
const removable = ({ to, pick }: TaskCommand, task?: Task): string =>
  (pick % 4 === 0 ? undefined : task?.signing?.peopleIds[0]) ?? to;

/** Where the next step asks for it, an approval names who decides that one. */
function chosenBy(state: RequestState, { action, to }: TaskCommand, task?: Task): readonly string[] {
  const run = task && runOf(state, task);
  const next = run && stepAfter(state.policy?.steps ?? [], run.key);
  const chooses = next?.assignees.some((source) => 'previousSelect' in source) && task?.askedFor === null;
  return action === 'approve' && chooses ? [to === 'R' ? 'E' : to] : [];
}

function fits(task: Task, action: TaskCommand['action']): boolean {
  if (action === 'take-back') return task.status === 'approved';
  if (action === 'remove-sign') return task.signing !== null;
  if (action === 'opinion') return isOpen(task) && task.askedFor === 'opinion';
  return isOpen(task) && task.askedFor !== 'opinion';
}

const AWAY: Presence = {
  awayFrom: 0,
  includePending: true,
  left: false,
  standInIds: ['S', 'X', 'ADMIN'],
  changesAt: null,
};
const LEFT: Presence = { ...AWAY, awayFrom: null, left: true, standInIds: ['N', 'S', 'ADMIN'] };

/** Somebody goes away or leaves for good, or everybody who is away comes back, and the request hears of it. */
function move(desk: Desk, { who, what }: Extract<Command, { do: 'presence' }>): void {
  const { presences } = desk;
  if (presences[who]?.left) return;
  const away = Object.keys(presences).filter((id) => presences[id]?.left === false);
  const personIds = what === 'back' ? away : [who];
  for (const id of personIds) presences[id] = what === 'back' ? THERE : what === 'away' ? AWAY : LEFT;
  desk.apply({ type: 'presenceChanged', personIds });
  desk.answer();
}
