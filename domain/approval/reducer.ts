import { actOnRequest, actOnTask } from './act';
import { addBusinessTime } from '../calendar/business-time';
import { begin, type Change, note, patch } from './change';
import { calendarOf } from './clock';
import { keepFiles, tellOpened } from './copies';
import type { Actor, Event, Fact, Mail, Question } from './events';
import { findStep, frontier } from './flow';
import { barred } from './people';
import { presenceChanged, presenceKnown, unsure } from './presence';
import { advance, resolveStep } from './progress';
import { isFrozen, isTicking, knowing, latestRun, type RequestState, runOf, type Task, tasksOf } from './state';
import { standInFound, tick } from './tick';

/** What a request starts with: ids and small values, never the document. */
export interface OpenInput {
  readonly requestId: string;
  readonly policyKey: string;
  readonly gate: string | null;
  readonly requesterId: string;
  readonly excludedIds: readonly string[];
  readonly ccIds: readonly string[];
  readonly select: Readonly<Record<string, readonly string[]>>;
  readonly subjectHash: string;
  /** An end that the requester named; the policy may end it earlier. */
  readonly latestAt: number | null;
  /** Two people have recorded that nobody is to have time to object: no cooling-off, unless the policy says one. */
  readonly atOnce?: boolean;
  /** Missing in requests that were opened before absences were followed (2) and approvals cooled off (3). */
  readonly revision?: number;
}

/** The rules that new requests are opened under. */
export const REVISION = 3;

/** A new request in its first round; it asks for its policy next. */
export const openRequest = (input: OpenInput, now: number): RequestState => ({
  id: input.requestId,
  policyKey: input.policyKey,
  gate: input.gate,
  requesterId: input.requesterId,
  excludedIds: input.excludedIds,
  ccIds: input.ccIds,
  select: input.select,
  chosen: {},
  subjectHash: input.subjectHash,
  latestAt: input.latestAt,
  ...(input.atOnce && { atOnce: true }),
  revision: input.revision ?? 1,
  version: 0,
  expiresAt: input.latestAt,
  status: 'pending',
  round: 1,
  outcomeReason: null,
  policy: null,
  calendars: {},
  startedAt: now,
  closedAt: null,
  branches: {},
  runs: [],
  tasks: [],
  taskCount: 0,
  returnedTo: null,
  resumeAt: null,
});

export interface Reduction {
  readonly state: RequestState;
  readonly mails: readonly Mail[];
  readonly facts: readonly Fact[];
}

/** One event of a request. Pure: the same state, event and moment always give the same result. */
export function reduce(state: RequestState, event: Event, now: number): Reduction {
  const { state: next, mails, facts } = apply(begin(state, now), event);
  const changed = next !== state;
  return { state: changed ? { ...next, version: state.version + 1 } : state, mails, facts };
}

function apply(change: Change, event: Event): Change {
  // What is asked of the outside is asked again when the freeze has ended.
  if (isFrozen(change.state) && event.type !== 'act' && event.type !== 'presenceChanged') return change;
  switch (event.type) {
    case 'act':
      return touched(
        keepFiles(
          event.act.on === 'task'
            ? actOnTask(informed(change, event.actor), event.act, event.actor)
            : actOnRequest(informed(change, event.actor), event.act, event.actor),
          event.act,
        ),
      );
    case 'policyLoaded':
      return loadPolicy(change, event);
    case 'stepResolved':
      return resolveStep(change, event);
    case 'branchChosen':
      return chooseBranch(change, event);
    case 'standInFound':
      return standInFound(change, event);
    case 'presenceKnown':
      return presenceKnown(change, event.people);
    case 'presenceChanged':
      return presenceChanged(change, event.personIds);
    case 'tick':
      return tick(change);
  }
}

const informed = (change: Change, { accounts }: Actor): Change =>
  accounts ? { ...change, state: knowing(change.state, accounts) } : change;

/** A comment changes no field, yet it is an event of its own. */
const touched = (change: Change): Change =>
  change.facts.length > 0 ? { ...change, state: { ...change.state } } : change;

interface BranchChosen {
  readonly nodeKey: string;
  readonly branches: readonly number[];
}

type Loaded = Extract<Event, { readonly type: 'policyLoaded' }>;

function loadPolicy(change: Change, { policy, calendars, editorIds }: Loaded): Change {
  const { state } = change;
  if (state.policy !== null || state.status !== 'pending') return change;
  // Those of an earlier round are not those of this one.
  const editors = editorIds ?? (state.editorIds && []);
  const known = patch(change, { policy, calendars, ...(editors && { editorIds: editors }) });
  const loaded = patch(known, { expiresAt: expiryOf(known.state, change.now) });
  const [first] = frontier(loaded.state).start;
  const returnedTo = state.returnedTo === 'START' ? (first?.key ?? null) : state.returnedTo;
  const opened = note(patch(loaded, { returnedTo }), 'request.opened', {
    actorId: state.requesterId,
    payload: {
      round: state.round,
      policyKey: policy.key,
      policyVersion: policy.version,
      subjectHash: state.subjectHash,
    },
  });
  return advance(tellOpened(opened));
}

function expiryOf(state: RequestState, now: number): number | null {
  const { expiresAfter, calendar } = state.policy?.settings ?? {};
  if (expiresAfter === undefined) return state.latestAt;
  const byPolicy = addBusinessTime(calendarOf(state, calendar), now, expiresAfter);
  return state.latestAt === null ? byPolicy : Math.min(byPolicy, state.latestAt);
}

function chooseBranch(change: Change, { nodeKey, branches }: BranchChosen): Change {
  const { state } = change;
  if (state.status !== 'pending' || state.branches[nodeKey] !== undefined) return change;
  const chosen = patch(change, { branches: { ...state.branches, [nodeKey]: branches } });
  return advance(note(chosen, 'branch.chosen', { payload: { nodeKey, branches, round: state.round } }));
}

/** Everything the request waits for from outside at this moment. */
export function questions(state: RequestState, now: number): readonly Question[] {
  if (state.status !== 'pending' || isFrozen(state)) return [];
  if (!state.policy) return [{ ask: 'policy' }];
  const waiting = state.runs.filter(
    (run) =>
      run.status === 'waiting' &&
      latestRun(state, run.key)?.id === run.id &&
      (run.retryAt === null || run.retryAt <= now),
  );
  const seeking = state.tasks.filter(isTicking).flatMap((task) => standInQuestion(state, task));
  const personIds = [...new Set(unsure(state, now).map(({ assigneeId }) => assigneeId))];
  return [
    ...frontier(state).choose.map(({ key }): Question => ({ ask: 'branch', nodeKey: key })),
    ...waiting.map(({ key }): Question => ({ ask: 'step', stepKey: key })),
    ...seeking,
    ...(personIds.length > 0 ? [{ ask: 'presence', personIds } as const] : []),
  ];
}

function standInQuestion(state: RequestState, task: Task): readonly Question[] {
  const run = runOf(state, task);
  const step = run && findStep(state, run.key);
  if (!task.seeking || !step) return [];
  const inStep = tasksOf(state, task.runId).flatMap(({ assigneeId, status }) =>
    status === 'transferred' ? [] : [assigneeId],
  );
  const planned = run.seats.map(({ personId }) => personId);
  const { who } = task.seeking;
  return [
    {
      ask: 'standIn',
      taskId: task.id,
      who,
      forId: task.assigneeId,
      notIds: [...new Set([...inStep, ...planned, ...barred(state, step)])],
    },
  ];
}
