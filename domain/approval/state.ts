import type { WorkCalendar } from '../calendar/schema';
import { type Accounts, everyAccount } from '../people/accounts';
import type { Node, Settings } from './schema';
import type { Vote } from './tally';
import type { Channel, Mode, Origin, ReasonCode, RequestStatus, RunStatus, SignMode, TaskStatus } from './words';

/** What a person did with a task. */
export type Decision = Vote | 'send-back' | 'opinion';

/** Where a task stands on its way through reminders and escalation; instants in epoch milliseconds. */
export interface TaskClock {
  readonly dueAt: number | null;
  readonly remindAt: number | null;
  readonly reminded: number;
  readonly lastRemindedAt: number | null;
  readonly managerAt: number | null;
  readonly adminAt: number | null;
  readonly timeoutAt: number | null;
  /** When the directory must be asked whether its holder is there; null when nothing is known to change. */
  readonly presenceAt: number | null;
}

export interface Task {
  readonly id: string;
  readonly runId: string;
  /** The seat it fills: copies of one seat (escalation, substitutes) have one vote together. */
  readonly seat: number;
  readonly assigneeId: string;
  readonly ownerId: string;
  readonly onBehalfOfId: string | null;
  readonly origin: Origin;
  readonly weight: number;
  readonly status: TaskStatus;
  readonly decision: Decision | null;
  readonly reasonCode: ReasonCode | null;
  readonly decisionId: string | null;
  readonly channel: Channel | null;
  readonly activeAt: number;
  readonly decidedAt: number | null;
  readonly urgedAt: number | null;
  readonly clock: TaskClock;
  /** A stand-in that must be found in the directory before the task can go on. */
  readonly seeking: Seeking | null;
  /** The task whose holder asked for this one, and for what: an opinion, or a signature before or after their own. */
  readonly askedById: string | null;
  readonly askedFor: 'opinion' | 'before' | 'after' | null;
  /** What a waiting task waits for. */
  readonly waitsFor: 'signers' | 'substitute' | null;
  /** Since when its clock stands still. */
  readonly pausedAt: number | null;
  /** Signatures that its holder asked for and that are not complete. */
  readonly signing: Signing | null;
}

/** People who sign before the holder of a task decides, or after that. */
export interface Signing {
  readonly position: 'before' | 'after';
  readonly mode: SignMode;
  readonly peopleIds: readonly string[];
}

export interface Seeking {
  readonly who: string;
  readonly purpose: 'manager-copy' | 'admin-copy' | 'timeout';
}

/** A person found for a step, in the order of the policy; sequential steps ask them one by one. */
export interface SeatPlan {
  readonly personId: string;
  readonly weight: number;
  readonly origin: Origin;
  readonly reasonCode: ReasonCode | null;
  readonly insteadOfId: string | null;
  /** The task whose holder added this voter. */
  readonly addedById?: string;
  /** Taken out again before it was decided. */
  readonly removed?: boolean;
}

export interface StepRun {
  /** `<stepKey>:<round>`, with a suffix when a step runs again within a round. */
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly round: number;
  readonly mode: Mode;
  readonly status: RunStatus;
  readonly reasonCode: ReasonCode | null;
  readonly seats: readonly SeatPlan[];
  readonly startedAt: number;
  readonly closesAt: number | null;
  /** A blocked run looks for people again at this moment. */
  readonly retryAt: number | null;
}

export interface PolicySnapshot {
  readonly key: string;
  readonly version: number;
  readonly settings: Settings;
  readonly steps: readonly Node[];
}

/** Somebody said that a decision was not made by its person, and what an administrator made of it. */
export interface Report {
  readonly taskId: string;
  readonly byId: string;
  readonly at: number;
  readonly outcome: 'confirmed' | 'annulled' | null;
  readonly settledById: string | null;
  readonly settledAt: number | null;
}

/** The whole truth about one request while it runs: ids and small values, never documents. */
export interface RequestState {
  readonly id: string;
  /** Rules that the request was opened under: 2 follows absences of everybody it asks, 3 cools off before it takes effect. */
  readonly revision: number;
  /** Accounts of people who have several, as far as they have come up; absent where none have. */
  readonly accounts?: Accounts;
  /** Grows by one with every event that changed something. */
  readonly version: number;
  readonly status: RequestStatus;
  readonly round: number;
  readonly outcomeReason: ReasonCode | null;
  readonly gate: string | null;
  readonly policyKey: string;
  /** Null until the snapshot for the round has been taken. */
  readonly policy: PolicySnapshot | null;
  readonly calendars: Readonly<Record<string, WorkCalendar>>;
  readonly requesterId: string;
  /** People who may not decide besides the requester: on whose behalf it was made, who delivered it, beneficiaries. */
  readonly excludedIds: readonly string[];
  /** Those who last changed what this round decides on; absent where none are kept from it. */
  readonly editorIds?: readonly string[];
  readonly ccIds: readonly string[];
  /** People who got a copy of a step that has ended; absent in requests from before there were any. */
  readonly stepCcIds?: readonly string[];
  /** Files that acts have named, each once; absent in requests from before there were any. */
  readonly attachmentIds?: readonly string[];
  readonly select: Readonly<Record<string, readonly string[]>>;
  /** People whom the approvers of a step chose for the next one, by the key of the next one. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  readonly subjectHash: string;
  readonly startedAt: number;
  readonly closedAt: number | null;
  /** All steps have agreed, and the approval takes effect then; absent in requests from before there was a cooling-off. */
  readonly coolingOffUntil?: number | null;
  /** Since when a report waits to be settled: meanwhile nothing is decided and no clock acts. Absent or null otherwise. */
  readonly frozenSince?: number | null;
  /** All that were made, in their order; absent when there was none. */
  readonly reports?: readonly Report[];
  readonly latestAt: number | null;
  /** Two people have recorded that nobody is to have time to object; absent otherwise. */
  readonly atOnce?: boolean;
  readonly expiresAt: number | null;
  /** Numbers of the branches taken at each block, the default being the last one; of a matrix, the rules that held. */
  readonly branches: Readonly<Record<string, readonly number[]>>;
  readonly runs: readonly StepRun[];
  readonly tasks: readonly Task[];
  readonly taskCount: number;
  /** The step that a new round returned to: automatic skips are off for it (F5). */
  readonly returnedTo: string | null;
  /** Where a resubmission goes on when the policy resumes. */
  readonly resumeAt: string | null;
}

/** The same request, with what is known of accounts that are of one person. */
export const knowing = (state: RequestState, accounts: Accounts | undefined): RequestState =>
  accounts === undefined ? state : { ...state, accounts: { ...state.accounts, ...accounts } };

/** An account with the others that are known of its person. */
export const accountsOf = ({ accounts }: RequestState, id: string): readonly string[] => [
  ...everyAccount([id], accounts),
];

export const isPending = (state: RequestState): boolean => state.status === 'pending';

export const isFrozen = ({ frozenSince }: RequestState): boolean => (frozenSince ?? null) !== null;

/** The latest run of a step, whatever its round. */
export const latestRun = (state: RequestState, key: string): StepRun | undefined =>
  state.runs.findLast((run) => run.key === key);

export const runOf = (state: RequestState, task: Task): StepRun | undefined =>
  state.runs.find(({ id }) => id === task.runId);

export const tasksOf = (state: RequestState, runId: string): readonly Task[] =>
  state.tasks.filter((task) => task.runId === runId);

/** Somebody may still act on it, or it becomes active again by itself. */
export const isOpen = ({ status }: Pick<Task, 'status'>): boolean =>
  status === 'active' || status === 'waiting' || status === 'delegated';

/** Its time runs: it reminds, escalates and times out. */
export const isTicking = ({ status, pausedAt }: Task): boolean =>
  status === 'active' || (status === 'delegated' && pausedAt === null);

/** A vote of the step itself, not an opinion or a signature that a voter asked for. */
export const isVote = ({ askedById }: Pick<Task, 'askedById'>): boolean => askedById === null;

/** Tasks that have one answer together: the holder's own, and the copies of substitutes and superiors. */
export const sameSlot = (a: Task, b: Task): boolean =>
  a.runId === b.runId &&
  a.seat === b.seat &&
  a.askedById === b.askedById &&
  (a.askedById === null || a.ownerId === b.ownerId);

/** Open tasks that the holder of a task asked for. */
export const askedBy = (state: RequestState, task: Pick<Task, 'id'>): readonly Task[] =>
  state.tasks.filter((other) => other.askedById === task.id && isOpen(other));

export const activeTasks = (state: RequestState): readonly Task[] =>
  state.tasks.filter(({ status }) => status === 'active');
