import { addWorkingTime, businessTimeBetween } from '../calendar/business-time';
import { type Change, forEach, mail, note, patch, patchRun, patchTask } from './change';
import { calendarOf } from './clock';
import type { Fact, MailKind, RequestAct } from './events';
import { findStep } from './flow';
import { resumedClock } from './pause';
import { isTicking, type Report, type RequestState, runOf, type StepRun, type Task } from './state';

type Said = Pick<Fact, 'actorId' | 'channel' | 'comment'>;

/** Reports that an administrator has to settle. */
export const openReports = ({ reports = [] }: RequestState): readonly Report[] =>
  reports.filter(({ outcome }) => outcome === null);

/** The report that an act settles: it need not be named where there is only one. */
export function reportToSettle(state: RequestState, taskId: string | undefined): Report | undefined {
  const open = openReports(state);
  return taskId === undefined && open.length === 1 ? open[0] : open.find((one) => one.taskId === taskId);
}

/** "It was not me": from now on nothing is decided and no clock acts, until an administrator has settled it. */
export function report(change: Change, { taskId = '', adminIds = [] }: RequestAct, said: Said): Change {
  const { state, now } = change;
  const task = state.tasks.find(({ id }) => id === taskId);
  if (!task) return change;
  const added: Report = {
    taskId,
    byId: said.actorId ?? '',
    at: now,
    outcome: null,
    settledById: null,
    settledAt: null,
  };
  const reports = [...(state.reports ?? []), added];
  const frozen = patch(change, { frozenSince: state.frozenSince ?? now, reports });
  const payload = { round: state.round, taskId, personId: task.assigneeId, decision: task.decision };
  return tell(note(frozen, 'request.reported', { ...said, payload }), added, { kind: 'frozen', adminIds });
}

/** The decision was its person's after all: it stands, and the clock goes on. */
export const confirm = (change: Change, open: Report, said: Said): Change =>
  settleReport(change, open, { said, outcome: 'confirmed', payload: {} });

interface Settling {
  readonly said: Said;
  readonly outcome: 'confirmed' | 'annulled';
  readonly payload: Fact['payload'];
}

/** With the last report settled the clocks go on with the time that was left to them. */
export function settleReport(change: Change, open: Report, { said, outcome, payload }: Settling): Change {
  const { state, now } = change;
  const settled: Report = { ...open, outcome, settledById: said.actorId, settledAt: now };
  const reports = (state.reports ?? []).map((one) => (one === open ? settled : one));
  const noted = note(patch(change, { reports }), `request.${outcome}`, {
    ...said,
    payload: { round: state.round, taskId: open.taskId, ...payload },
  });
  const told = tell(noted, settled, { kind: `decision-${outcome}` });
  return openReports(told.state).length > 0 ? told : thaw(patch(told, { frozenSince: null }), state.frozenSince ?? now);
}

interface Telling {
  readonly kind: MailKind;
  readonly adminIds?: readonly string[];
}

/** Administrators, the person whose decision it was, whoever reported it and the requester, each once. */
function tell(change: Change, about: Report, { kind, adminIds = [] }: Telling): Change {
  const { requesterId, reports = [], tasks } = change.state;
  const decider = tasks.find(({ id }) => id === about.taskId)?.assigneeId ?? requesterId;
  const seq = reports.indexOf(about);
  return forEach(change, [...new Set([...adminIds, decider, about.byId, requesterId])], (next, recipientId) =>
    mail(next, { kind, taskId: null, recipientId, seq }),
  );
}

function thaw(change: Change, since: number): Change {
  const { expiresAt, coolingOffUntil = null } = change.state;
  const later = (moment: number | null): number | null => (moment === null ? null : moment + change.now - since);
  const moved = patch(change, { expiresAt: later(expiresAt), coolingOffUntil: later(coolingOffUntil) });
  const tasks = moved.state.tasks.filter((task) => isTicking(task) && task.pausedAt === null);
  const ticking = forEach(moved, tasks, (next, task) => resumeTask(next, task, since));
  const ballots = ticking.state.runs.filter(({ status, closesAt }) => status === 'active' && closesAt !== null);
  return forEach(ticking, ballots, (next, run) => resumeBallot(next, run, since));
}

function resumeTask(change: Change, task: Task, since: number): Change {
  const step = findStep(change.state, runOf(change.state, task)?.key ?? '');
  if (!step) return change;
  const stood = { ...task, pausedAt: Math.max(since, task.activeAt) };
  return patchTask(change, task.id, { clock: resumedClock(change.state, stood, { step, now: change.now }) });
}

function resumeBallot(change: Change, run: StepRun, since: number): Change {
  const calendar = calendarOf(change.state, findStep(change.state, run.key)?.sla?.calendar);
  const left = businessTimeBetween(calendar, Math.max(since, run.startedAt), run.closesAt ?? since);
  return patchRun(change, run.id, { closesAt: addWorkingTime(calendar, change.now, Math.max(left, 1)) });
}
