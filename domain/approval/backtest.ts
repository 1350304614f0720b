import { addWorkingTime, businessTimeBetween } from '../calendar/business-time';
import type { WorkCalendar } from '../calendar/schema';
import type { Candidate, Found } from './events';
import { findStep } from './flow';
import type { Answer, Script } from './play';
import type { Step } from './schema';
import {
  type Decision,
  isVote,
  latestRun,
  type RequestState,
  runOf,
  type SeatPlan,
  type StepRun,
  type Task,
  tasksOf,
} from './state';

/** How one seat of a past request answered; the time is working time since it was asked. */
interface RecordedAnswer {
  /** Null: had not answered when the step ended. */
  readonly decision: Decision | null;
  readonly byTimeout: boolean;
  readonly ms: number;
}

/** What a back-test knows of one person: how fast they usually answer. */
export interface Pace {
  readonly calendar: WorkCalendar;
  readonly usualMs: (personId: string) => number;
}

const MINUTE_MS = 60_000;

/** People answer as recorded; of all others the script assumes that they agree after their usual time. */
export const recordedScript = (past: RequestState, pace: Pace): Script => ({
  timesOut: true,
  answerTo: (task, state) => answerTo(task, { state, past, pace }),
});

interface Scene {
  readonly state: RequestState;
  readonly past: RequestState;
  readonly pace: Pace;
}

function answerTo(task: Task, { state, past, pace }: Scene): Answer | null {
  if (task.origin === 'escalation') return null;
  const usual = pace.usualMs(task.assigneeId);
  const after = (action: Decision, ms: number): Answer => ({
    action,
    at: addWorkingTime(pace.calendar, task.activeAt, ms),
  });
  const recorded = recordedFor(task, state, { past, calendar: pace.calendar });
  if (!recorded) return after('approve', usual);
  if (recorded.byTimeout) return task.clock.timeoutAt === null ? after('approve', usual) : null;
  if (recorded.decision === null) return after('approve', Math.max(usual, recorded.ms + MINUTE_MS));
  return after(recorded.decision, recorded.ms);
}

interface Memory {
  readonly past: RequestState;
  readonly calendar: WorkCalendar;
}

/** The answer of the same person in the same step, unless the play has used it up already. */
function recordedFor(task: Task, state: RequestState, { past, calendar }: Memory): RecordedAnswer | null {
  const run = runOf(state, task);
  const personId = run?.seats[task.seat]?.personId ?? task.assigneeId;
  const before = run && latestRun(past, run.key);
  if (!before || state.runs.some((other) => other.key === run.key && other.id !== run.id)) return null;
  const seat = before.seats.findIndex((plan) => plan.personId === personId);
  return seat === -1 ? null : answerOfSeat(tasksOf(past, before.id), seat, calendar);
}

function answerOfSeat(tasks: readonly Task[], seat: number, calendar: WorkCalendar): RecordedAnswer | null {
  const own = tasks.filter((task) => task.seat === seat && isVote(task));
  const [first] = own;
  if (!first) return null;
  const decided = own.find(({ decision }) => decision !== null);
  const endedAt = decided?.decidedAt ?? own.at(-1)?.decidedAt ?? first.activeAt;
  return {
    decision: decided?.decision ?? null,
    byTimeout: decided?.reasonCode?.startsWith('TIMEOUT_') ?? false,
    ms: Math.max(0, businessTimeBetween(calendar, first.activeAt, endedAt)),
  };
}

/** Whether an answer of the candidate's course is one that somebody gave at the time. */
export const wasGiven = (task: Task, state: RequestState, memory: Memory): boolean =>
  (recordedFor(task, state, memory)?.decision ?? null) !== null;

/** Working time that people took for their own answers, for medians. */
export const paceSamples = (past: RequestState, calendar: WorkCalendar): readonly (readonly [string, number])[] =>
  past.tasks.flatMap((task) =>
    isVote(task) && task.decision !== null && task.decidedAt !== null && task.channel !== 'workflow'
      ? [[task.assigneeId, Math.max(0, businessTimeBetween(calendar, task.activeAt, task.decidedAt))] as const]
      : [],
  );

/** How long a person usually takes; everybody's median stands in for people without an answer in the sample. */
export function usualPace(samples: readonly (readonly [string, number])[]): (personId: string) => number {
  const byPerson = new Map<string, number[]>();
  for (const [id, ms] of samples) byPerson.set(id, [...(byPerson.get(id) ?? []), ms]);
  const everybody = median(samples.map(([, ms]) => ms));
  const own = new Map([...byPerson].map(([id, times]) => [id, median(times)]));
  return (personId) => own.get(personId) ?? everybody;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = 0, high = low] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return Math.round((low + high) / 2);
}

/** Whom a step asked then, where it names people in the same way now; the directory's answer otherwise. */
export function peopleThen(past: RequestState, step: Step, today: Found): Found {
  const run = latestRun(past, step.key);
  const then = findStep(past, step.key);
  if (!run || run.seats.length === 0 || !then || sources(then) !== sources(step)) return today;
  const replaced = run.seats.flatMap((seat) => (seat.reasonCode === 'EMPTY_ADMIN' ? [seat.personId] : []));
  return {
    ...today,
    candidates: run.seats.flatMap((seat) => candidateOf(seat, today)),
    adminIds: [...new Set([...replaced, ...today.adminIds])],
  };
}

const sources = ({ assignees, weights, selfHandler, emptyHandler }: Step): string =>
  JSON.stringify([assignees, weights, selfHandler, emptyHandler]);

/** The person whom the step named, before anybody was replaced. */
function candidateOf(
  { personId, insteadOfId, reasonCode, weight, origin }: SeatPlan,
  today: Found,
): readonly Candidate[] {
  if (insteadOfId === null && reasonCode?.startsWith('EMPTY_')) return [];
  const named = insteadOfId ?? personId;
  const listed = today.candidates.find((candidate) => candidate.personId === named);
  const managerId = reasonCode === 'SELF_MANAGER' ? personId : (listed?.managerId ?? null);
  return [{ personId: named, weight, origin, managerId }];
}

/** The moment at which the round began that is compared. */
export const roundStart = ({
  runs,
  startedAt,
}: Pick<RequestState, 'startedAt'> & { readonly runs: readonly StepRun[] }): number => runs[0]?.startedAt ?? startedAt;
