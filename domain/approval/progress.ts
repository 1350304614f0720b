import { calendarOf, RETRY_MS } from './clock';
import { addBusinessTime } from '../calendar/business-time';
import { type Change, forEach, mail, note, patch, patchRun } from './change';
import { coolingEnd, coolOff, isCooling } from './cooling-off';
import { tellStep } from './copies';
import { type Fact, type Found, type Presence, THERE } from './events';
import { findStep, frontier } from './flow';
import { assign, type Assignment } from './people';
import type { Step } from './schema';
import { presenceGiven } from './presence';
import { isOpen, isVote, knowing, latestRun, type RequestState, type StepRun, type Task, tasksOf } from './state';
import { addRepeated, addSeats, cancelAll, cancelRun, lastTask, startNote } from './tasks';
import { type Seat, tally, type Verdict, type Vote } from './tally';
import { sendBack, targetOf } from './send-back';
import type { ReasonCode, RequestStatus } from './words';

/** Starts every step whose turn it is, or ends the request when all have agreed. */
export function advance(change: Change): Change {
  if (change.state.status !== 'pending') return change;
  const { start, done } = frontier(change.state);
  if (done) return agreed(change);
  return forEach(change, start, startStep);
}

/** Everybody has agreed: the approval takes effect now, or when its cooling-off has passed. */
function agreed(change: Change): Change {
  if (isCooling(change.state)) return change;
  const until = coolingEnd(change.state, change.now);
  return until === null ? finish(change, { status: 'approved', reason: 'APPROVED' }) : coolOff(change, until);
}

function startStep(change: Change, step: Step): Change {
  const { state, now } = change;
  const earlier = state.runs.filter(({ key, round }) => key === step.key && round === state.round).length;
  const run: StepRun = {
    id: `${step.key}:${state.round}${earlier > 0 ? `.${earlier}` : ''}`,
    key: step.key,
    title: step.title,
    round: state.round,
    mode: step.mode,
    status: 'waiting',
    reasonCode: null,
    seats: [],
    startedAt: now,
    closesAt: null,
    retryAt: null,
  };
  return patch(change, { runs: [...state.runs, run] });
}

/** People have been looked up for a step that waits for them. */
export function resolveStep(change: Change, { stepKey, found }: { stepKey: string; found: Found }): Change {
  const { accounts } = found;
  const step = findStep(change.state, stepKey);
  const run = latestRun(change.state, stepKey);
  if (!step || run?.status !== 'waiting' || change.state.status !== 'pending') return change;
  const known = accounts ? { ...change, state: knowing(change.state, accounts) } : change;
  const settled = settle(known, { run, step, assignment: assign(known.state, step, found) });
  return presenceGiven(settled, presenceOf(found));
}

/** The directory has said of everybody it named whether they are there; others it is asked about later. */
const presenceOf = ({ candidates }: Found): Readonly<Record<string, Presence>> =>
  Object.fromEntries(candidates.map(({ personId, presence = THERE }) => [personId, presence]));

interface Settling {
  readonly run: StepRun;
  readonly step: Step;
  readonly assignment: Assignment;
}

function settle(change: Change, { run, step, assignment }: Settling): Change {
  const payload = { stepKey: run.key, round: run.round, ...('reason' in assignment && { reason: assignment.reason }) };
  switch (assignment.outcome) {
    case 'ask':
      return ask(change, { run, step, seats: assignment.seats });
    case 'block': {
      const retryAt = change.now + RETRY_MS;
      const blocked = patchRun(change, run.id, { reasonCode: assignment.reason, retryAt });
      return run.reasonCode === assignment.reason ? blocked : note(blocked, 'step.blocked', { payload });
    }
    case 'skip':
    case 'approve': {
      const status = assignment.outcome === 'skip' ? 'skipped' : 'approved';
      const passed = patchRun(change, run.id, { status, reasonCode: assignment.reason, retryAt: null });
      if (status === 'skipped') return advance(note(passed, 'step.skipped', { payload }));
      return tellStep(advance(note(passed, 'step.approved', { payload })), run);
    }
    case 'reject':
      return rejectRun(change, run, assignment.reason);
  }
}

function ask(change: Change, { run, step, seats }: { run: StepRun; step: Step; seats: StepRun['seats'] }): Change {
  const closesAfter = step.mode === 'ballot' ? step.ballot?.closesAfter : undefined;
  const calendar = calendarOf(change.state, step.sla?.calendar);
  const closesAt = closesAfter === undefined ? null : addBusinessTime(calendar, change.now, closesAfter);
  const started: StepRun = { ...run, status: 'active', seats, closesAt, retryAt: null, reasonCode: null };
  const begun = startNote(patchRun(change, run.id, started), started);
  const repeated = addRepeated(begun, started, step);
  return seat(repeated === begun ? begun : count(repeated, run.id), started, step);
}

/** Asks whoever has no task yet, unless repeated approvals have decided the step already. */
function seat(change: Change, run: StepRun, step: Step): Change {
  const now = change.state.runs.find(({ id }) => id === run.id);
  if (now?.status !== 'active' || change.state.status !== 'pending') return change;
  const seated = addSeats(change, run, step);
  return lastTask(seated)?.reasonCode?.startsWith('DEDUP_') ? count(seated, run.id) : seated;
}

/** Counts the votes of a step and does what follows: next person, next step, rejection, or waiting. */
export function count(change: Change, runId: string, closed = false): Change {
  const run = change.state.runs.find(({ id }) => id === runId);
  const step = run && findStep(change.state, run.key);
  if (!step || run.status !== 'active') return change;
  const verdict = tally(step, seatsOf(change.state, run), closed);
  if (verdict.outcome === 'pending') return run.mode === 'sequential' ? nextInTurn(change, run, step) : change;
  return conclude(change, run, verdict);
}

function nextInTurn(change: Change, run: StepRun, step: Step): Change {
  const busy = tasksOf(change.state, run.id).some((task) => isOpen(task) || task.signing !== null);
  return busy ? change : seat(change, run, step);
}

export const seatsOf = (state: RequestState, run: StepRun): readonly Seat[] =>
  run.seats.flatMap(({ weight, removed }, index) => {
    if (removed) return [];
    const [vote] = tasksOf(state, run.id).flatMap((task) => (task.seat === index ? votesOf(task) : []));
    return [{ key: String(index), weight, vote: vote ?? null }];
  });

/** The vote that a task has cast. An approval counts only when everybody has signed whom its holder asked to. */
function votesOf({ askedById, signing, status, decision }: Task): readonly Vote[] {
  if (!isVote({ askedById }) || signing !== null) return [];
  const counts = status === 'approved' || status === 'rejected' || status === 'abstained';
  return counts && decision !== null && decision !== 'send-back' && decision !== 'opinion' ? [decision] : [];
}

function conclude(change: Change, run: StepRun, { outcome, reason }: Verdict): Change {
  const last = tasksOf(change.state, run.id).findLast(({ decidedAt }) => decidedAt === change.now);
  const automatic = last?.reasonCode?.startsWith('TIMEOUT_') ? last.reasonCode : null;
  const code = automatic ?? reason ?? 'QUORUM_REACHED';
  const cancelled = cancelRun(change, run, reason ?? 'ANY_DECIDED');
  if (outcome === 'rejected') return rejectRun(cancelled, run, code);
  const approved = patchRun(cancelled, run.id, { status: 'approved', reasonCode: code });
  const payload = { stepKey: run.key, round: run.round, reason: code };
  return tellStep(advance(note(approved, 'step.approved', { payload })), run);
}

/** Ends a step without agreement; its rule says what follows (T3). */
export function rejectRun(change: Change, run: StepRun, reason: ReasonCode): Change {
  const rejected = patchRun(cancelRun(change, run, reason), run.id, {
    status: 'rejected',
    reasonCode: reason,
    retryAt: null,
  });
  const noted = note(rejected, 'step.rejected', { payload: { stepKey: run.key, round: run.round, reason } });
  const rule = findStep(change.state, run.key)?.onReject ?? 'end';
  if (rule === 'end') return tellStep(finish(noted, { status: 'rejected', reason }), run);
  const target = targetOf(noted.state, run.key, rule.slice('sendBack:'.length)) ?? 'START';
  return sendBack(tellStep(noted, run), { fromKey: run.key, target, advance });
}

const FACT_OF = {
  approved: 'request.approved',
  rejected: 'request.rejected',
  withdrawn: 'request.withdrawn',
  expired: 'request.expired',
  terminated: 'request.terminated',
  superseded: 'request.superseded',
} as const satisfies Partial<Record<RequestStatus, Fact['type']>>;
export type Outcome = keyof typeof FACT_OF;

export interface Ending {
  readonly status: Outcome;
  readonly reason: ReasonCode;
  /** Who ended it, with their words. */
  readonly said?: Partial<Fact>;
  /** Another administrator who asked for it. */
  readonly askedById?: string | undefined;
}

/** Neither cooling off nor frozen. */
const UNHELD = { coolingOffUntil: null, frozenSince: null } as const;

/** Ends the request for this round: everything open is cancelled, the requester and the people in copy hear of it. */
export function finish(change: Change, { status, reason, said, askedById }: Ending): Change {
  const ended = patch(cancelAll(change, reason), {
    status,
    outcomeReason: reason,
    closedAt: change.now,
    resumeAt: null,
    ...UNHELD,
  });
  const noted = note(ended, FACT_OF[status], {
    ...said,
    payload: { round: change.state.round, reason, ...(askedById !== undefined && { askedById }) },
  });
  const { requesterId, ccIds, round } = change.state;
  const told =
    status === 'withdrawn'
      ? noted
      : mail(noted, { kind: 'outcome', taskId: null, recipientId: requesterId, seq: round });
  return forEach(told, ccIds, (next, id) => mail(next, { kind: 'cc', taskId: null, recipientId: id, seq: round * 2 }));
}
