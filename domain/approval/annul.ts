import { addBusinessTime } from '../calendar/business-time';
import { type Change, patch, patchRun, patchTask } from './change';
import { calendarOf } from './clock';
import { coolNoMore } from './cooling-off';
import type { Fact, RequestAct } from './events';
import { findStep } from './flow';
import { settleReport } from './freeze';
import { seatsOf } from './progress';
import type { Step } from './schema';
import { askSigners } from './signing';
import {
  askedBy,
  isOpen,
  isVote,
  latestRun,
  type Report,
  type RequestState,
  runOf,
  type StepRun,
  type Task,
  tasksOf,
} from './state';
import { cancelLater } from './take-back';
import { tally } from './tally';
import { addSeats, cancelTasks } from './tasks';

/** Whether a decision still carries something: one in a step that was sent back, or that was taken out, does not. */
export function countsNow(state: RequestState, task: Task): boolean {
  const run = runOf(state, task);
  const given = task.status === 'approved' || task.status === 'rejected' || task.status === 'abstained';
  const current = run !== undefined && latestRun(state, run.key)?.id === run.id;
  return given && current && (run.status === 'active' || run.status === 'approved');
}

interface Annulment {
  readonly open: Report;
  readonly act: RequestAct;
  readonly said: Pick<Fact, 'actorId' | 'channel' | 'comment'>;
}

/** Takes a decision out that its person had not made; the person, or whoever is named instead, is asked again. */
export function annul(change: Change, task: Task, { open, act: { toId }, said }: Annulment): Change {
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!step) return change;
  const told = settleReport(change, open, { said, outcome: 'annulled', payload: { toId: toId ?? null } });
  const out = patchTask(told, task.id, { status: 'returned', reasonCode: 'ANNULLED', signing: null });
  return isVote(task) ? askVoter(out, task, { run, step, toId }) : askSigner(out, task, { run, step, toId });
}

interface Place {
  readonly run: StepRun;
  readonly step: Step;
  readonly toId: string | undefined;
}

function askVoter(change: Change, task: Task, { run, step, toId }: Place): Change {
  const others = tally(step, seatsOf(change.state, run));
  // Enough other people agreed: the step stands without this vote.
  if (run.status === 'approved' && others.outcome === 'approved') return change;
  const signers = cancelTasks(change, askedBy(change.state, task), 'ANNULLED');
  const seats = toId === undefined ? run.seats : reseated(run, task, toId);
  return reopen(signers, { ...run, seats }, step);
}

const reseated = ({ seats }: StepRun, { seat, ownerId }: Task, personId: string): StepRun['seats'] =>
  seats.map((plan, index) =>
    index === seat ? { ...plan, personId, origin: 'handover', reasonCode: null, insteadOfId: ownerId } : plan,
  );

/** Everybody without an answer is asked; what had started because the step was approved ends. */
function reopen(change: Change, run: StepRun, step: Step): Change {
  const undone = cancelLater(change, run, 'ANNULLED');
  const waiting = tasksOf(undone.state, run.id).filter((task) => isOpen(task) && isVote(task));
  const alone = run.mode === 'sequential' ? cancelTasks(undone, waiting, 'ANNULLED') : undone;
  const reopened: StepRun = { ...run, status: 'active', reasonCode: null, closesAt: closesAnew(change, run, step) };
  // The step asks for real this time (F5).
  const asking = patch(patchRun(coolNoMore(alone), run.id, reopened), { returnedTo: run.key });
  return addSeats(asking, reopened, step);
}

/** A ballot that was closed, or is about to be, gets its time again. */
function closesAnew({ state, now }: Change, { closesAt }: StepRun, { ballot, sla }: Step): number | null {
  if (closesAt === null || ballot?.closesAfter === undefined) return closesAt;
  return addBusinessTime(calendarOf(state, sla?.calendar), now, ballot.closesAfter);
}

/** The holder who had asked for the signature waits for it again, or the step does when the holder has approved. */
function askSigner(change: Change, signer: Task, { run, step, toId }: Place): Change {
  const holder = change.state.tasks.find(({ id }) => id === signer.askedById);
  if (!holder || !(isOpen(holder) || holder.status === 'approved')) return change;
  const personId = toId ?? signer.ownerId;
  const before = isOpen(holder);
  const signing = signingWith(holder, signer, personId) ?? {
    position: before ? ('before' as const) : ('after' as const),
    mode: 'all' as const,
    peopleIds: [personId],
  };
  const waits = { status: 'waiting', waitsFor: 'signers', pausedAt: holder.pausedAt ?? change.now } as const;
  const waiting = patchTask(change, holder.id, { signing, ...(before && signing.position === 'before' && waits) });
  const again = run.status === 'approved' ? reopen(waiting, run, step) : waiting;
  return askSigners(again, { ...holder, signing });
}

/** The group that is still being asked, with the other person in the place of the signer. */
const signingWith = ({ signing }: Task, { ownerId }: Task, personId: string): Task['signing'] =>
  signing && { ...signing, peopleIds: signing.peopleIds.map((id) => (id === ownerId ? personId : id)) };
