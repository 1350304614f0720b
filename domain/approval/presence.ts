import { type Change, forEach, mailTask, note, patchTask } from './change';
import type { Presence } from './events';
import { findStep } from './flow';
import { handOver } from './hand-over';
import { stoppedClock } from './pause';
import { barred } from './people';
import { isOpen, type RequestState, runOf, sameSlot, type Task, tasksOf } from './state';
import { addTask, cancelTasks } from './tasks';

const RETRY_MS = 3_600_000;
type People = Readonly<Record<string, Presence>>;

/** Tasks for which the directory must be asked now whether their holder is there. */
export const unsure = (state: RequestState, now: number): readonly Task[] =>
  state.tasks.filter((task) => isOpen(task) && task.clock.presenceAt !== null && task.clock.presenceAt <= now);

/** Somebody's absence was entered, changed or ended, or somebody left: look again. */
export const presenceChanged = (change: Change, personIds: readonly string[]): Change =>
  forEach(
    change,
    change.state.tasks.filter((task) => isOpen(task) && personIds.includes(task.assigneeId)),
    (next, task) => patchTask(next, task.id, { clock: { ...task.clock, presenceAt: next.now } }),
  );

/** The directory answered for all tasks that were unsure; people it does not name are there. */
export const presenceKnown = (change: Change, people: People): Change =>
  settleAll(change, unsure(change.state, change.now), people);

/** The directory has spoken of these people along the way; about others it will be asked. */
export const presenceGiven = (change: Change, people: People): Change =>
  settleAll(
    change,
    unsure(change.state, change.now).filter(({ assigneeId }) => Object.hasOwn(people, assigneeId)),
    people,
  );

const settleAll = (change: Change, tasks: readonly Task[], people: People): Change =>
  forEach(change, tasks, (next, { id }) => {
    const task = next.state.tasks.find((other) => other.id === id);
    return task && isOpen(task) ? settle(next, task, people[task.assigneeId]) : next;
  });

function settle(change: Change, task: Task, presence: Presence | undefined): Change {
  const presenceAt = presence?.changesAt ?? null;
  const known = patchTask(change, task.id, { clock: { ...task.clock, presenceAt } });
  const now = known.state.tasks.find(({ id }) => id === task.id) ?? task;
  if (presence?.left) return leave(known, now, presence);
  const away = presence !== undefined && isAway(presence, task, change.now);
  if (away) return task.status === 'active' ? substitute(known, now, presence) : known;
  return task.waitsFor === 'substitute' ? giveBack(known, now) : known;
}

/** A task of the time before the absence moves only when the absence says so (P4). */
const isAway = ({ awayFrom, includePending }: Presence, task: Task, now: number): boolean =>
  awayFrom !== null &&
  awayFrom <= now &&
  (task.waitsFor === 'substitute' || task.activeAt >= awayFrom || includePending);

/** The first stand-in who may decide this step and neither has nor had a say in it: nobody decides for two. */
function standInFor(state: RequestState, task: Task, { standInIds }: Presence): string | undefined {
  const run = runOf(state, task);
  const step = run && findStep(state, run.key);
  if (!step) return undefined;
  const holders = tasksOf(state, run.id).filter((other) => isOpen(other) || other.decision !== null);
  const inStep = [...holders.map(({ assigneeId }) => assigneeId), ...run.seats.map(({ personId }) => personId)];
  const out = new Set([...barred(state, step), ...inStep]);
  return standInIds.find((id) => !out.has(id));
}

/** The substitute gets a copy; its owner hears of it and may still decide first. */
function substitute(change: Change, task: Task, presence: Presence): Change {
  const standInId = standInFor(change.state, task, presence);
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (standInId === undefined || !step) return change;
  const { seat, ownerId, assigneeId, clock, askedById, askedFor } = task;
  const part = {
    status: 'waiting',
    waitsFor: 'substitute',
    clock: stoppedClock(clock.presenceAt),
    seeking: null,
  } as const;
  const resting = mailTask(patchTask(unasked(change, task), task.id, part), task, {
    kind: 'substituted',
    seq: change.now,
  });
  const copied = addTask(resting, {
    run,
    step,
    seat,
    assigneeId: standInId,
    ownerId,
    onBehalfOfId: assigneeId,
    origin: 'substitute',
    asked: { askedById, askedFor },
    clock,
  });
  const payload = { toId: standInId, forId: assigneeId, round: change.state.round };
  return note(copied, 'task.substituted', { onBehalfOfId: assigneeId, taskId: task.id, payload });
}

/** Whoever is away from the start is told of the substitute instead of being asked. */
const unasked = (change: Change, task: Task): Change => ({
  ...change,
  mails: change.mails.filter(({ kind, taskId }) => kind !== 'approval-request' || taskId !== task.id),
});

/** The owner is back: an undecided copy ends, and the task goes on with the copy's clock. */
function giveBack(change: Change, task: Task): Change {
  const copy = change.state.tasks.find(
    (other) => other.onBehalfOfId === task.assigneeId && other.status === 'active' && sameSlot(other, task),
  );
  // A substitute who is at work on it (waits for an opinion or a signature) brings it to its end.
  if (!copy) return change;
  const ended = cancelTasks(change, [copy], 'ABSENCE_ENDED');
  const clock = { ...copy.clock, presenceAt: task.clock.presenceAt };
  const active = patchTask(ended, task.id, { status: 'active', waitsFor: null, clock });
  const payload = { fromId: copy.assigneeId, round: change.state.round };
  return mailTask(note(active, 'task.returned-to-owner', { taskId: task.id, payload }), task, {
    kind: 'approval-request',
    seq: change.now,
  });
}

/** A person who left hands over to the successor, else to the manager, else to an administrator (P8). */
function leave(change: Change, task: Task, presence: Presence): Change {
  const heirId = standInFor(change.state, task, presence);
  if (heirId === undefined)
    return patchTask(change, task.id, { clock: { ...task.clock, presenceAt: change.now + RETRY_MS } });
  const payload = { toId: heirId, fromId: task.assigneeId, round: change.state.round };
  const noted = note(change, 'task.handed-over', { onBehalfOfId: task.assigneeId, taskId: task.id, payload });
  return handOver(noted, task, { toId: heirId, origin: 'handover', reasonCode: 'HANDOVER' });
}
