import type {
  Actor,
  Candidate,
  Event,
  Fact,
  Found,
  Mail,
  Presence,
  RequestAct,
  TaskAct,
} from '../../domain/approval/events';
import { allSteps } from '../../domain/approval/flow';
import { objection } from '../../domain/approval/objection';
import { type OpenInput, openRequest, questions, reduce, REVISION } from '../../domain/approval/reducer';
import type { Node, Settings, Step } from '../../domain/approval/schema';
import type { RequestState, Task } from '../../domain/approval/state';
import type { WorkCalendar } from '../../domain/calendar/schema';
import type { Refusal } from '../../domain/errors';

export const REQUEST_ID = '01930000-0000-7000-8000-000000000000';
export const HOUR = 3_600_000;
export const MONDAY = Date.parse('2026-11-23T09:00:00Z');

export const step = (part: Partial<Step> & { readonly people?: readonly string[] } = {}): Step => {
  const { people = ['A', 'B', 'C'], ...rest } = part;
  return { key: 's1', title: 'Step', mode: 'any', assignees: people.map((user) => ({ user })), ...rest };
};

export interface Directory {
  readonly managers?: Readonly<Record<string, string>>;
  readonly adminIds?: readonly string[];
  readonly skip?: readonly string[];
  readonly branches?: Readonly<Record<string, readonly number[]>>;
  readonly fallbackId?: string;
  /** Who last changed the subject. */
  readonly editorIds?: readonly string[];
  /** People who are away or have left. */
  readonly presences?: Record<string, Presence>;
}

const candidate = ({ managers = {}, presences = {} }: Directory, { weights }: Step, id: string): Candidate => ({
  personId: id,
  weight: weights?.[id] ?? 1,
  origin: 'direct',
  managerId: managers[id] ?? null,
  ...(presences[id] && { presence: presences[id] }),
});

export const found = (directory: Directory, of: Step, chosen: readonly string[] = []): Found => ({
  applies: !directory.skip?.includes(of.key),
  candidates: of.assignees
    .flatMap((source) => ('user' in source ? [source.user] : 'previousSelect' in source ? chosen : []))
    .map((id) => candidate(directory, of, id)),
  adminIds: directory.adminIds ?? ['ADMIN'],
  fallbackId: directory.fallbackId ?? null,
});

export interface Setup extends Partial<OpenInput> {
  readonly steps: readonly Node[];
  readonly settings?: Settings;
  readonly directory?: Directory;
  readonly calendars?: Readonly<Record<string, WorkCalendar>>;
}

/** No sequence of a test comes near this many events: a request that does answers itself without end. */
const MOST_EVENTS = 2_000;

/** One event with the state before and after it. */
export interface Applied {
  readonly event: Event;
  readonly now: number;
  readonly before: RequestState;
  readonly after: RequestState;
  readonly facts: readonly Fact[];
}

/** A request in a bottle: it answers its own questions from a directory and remembers the mails it wanted. */
export class Desk {
  state: RequestState;
  now: number;
  mails: Mail[] = [];
  facts: string[] = [];
  told: Fact[] = [];
  /** Everything that happened, from the first state on. */
  readonly log: Applied[] = [];

  /** Whoever is away or has left at the moment; may be changed as a test goes on. */
  readonly presences: Record<string, Presence>;

  constructor(
    readonly setup: Setup,
    startedAt = MONDAY,
  ) {
    this.now = startedAt;
    this.presences = setup.directory?.presences ?? {};
    this.state = openRequest(
      {
        requestId: REQUEST_ID,
        revision: REVISION,
        policyKey: 'test',
        gate: null,
        requesterId: 'R',
        excludedIds: [],
        ccIds: [],
        select: {},
        subjectHash: 'h1',
        latestAt: null,
        ...setup,
      },
      this.now,
    );
    this.answer();
  }

  apply(event: Event): void {
    const { state: before, now } = this;
    const result = reduce(before, event, now);
    this.state = JSON.parse(JSON.stringify(result.state)) as RequestState;
    this.log.push({ event, now, before, after: this.state, facts: result.facts });
    this.mails.push(...result.mails);
    this.facts.push(...result.facts.map(({ type }) => type));
    this.told.push(...result.facts);
  }

  answer(): void {
    if (this.log.length > MOST_EVENTS) throw new Error('the request goes round and round');
    for (const question of questions(this.state, this.now)) {
      this.apply(this.eventFor(question));
      return this.answer();
    }
  }

  private eventFor(question: ReturnType<typeof questions>[number]): Event {
    const { steps, settings = {}, directory = {}, calendars = {} } = this.setup;
    switch (question.ask) {
      case 'policy':
        return {
          type: 'policyLoaded',
          policy: { key: 'test', version: 1, settings, steps },
          calendars,
          ...(directory.editorIds && { editorIds: directory.editorIds }),
        };
      case 'step':
        return {
          type: 'stepResolved',
          stepKey: question.stepKey,
          found: found(
            { ...directory, presences: { ...this.presences } },
            findIn(this.state.policy?.steps ?? [], question.stepKey),
            this.state.chosen[question.stepKey],
          ),
        };
      case 'branch':
        return {
          type: 'branchChosen',
          nodeKey: question.nodeKey,
          branches: directory.branches?.[question.nodeKey] ?? [0],
        };
      case 'presence':
        return { type: 'presenceKnown', people: { ...this.presences } };
      case 'standIn': {
        const wanted =
          question.who === 'manager'
            ? directory.managers?.[question.forId]
            : question.who === 'admin'
              ? 'ADMIN'
              : question.who;
        const personId = wanted !== undefined && !question.notIds.includes(wanted) ? wanted : null;
        return { type: 'standInFound', taskId: question.taskId, personId };
      }
    }
  }

  /** The task a person holds or held last. */
  task(person: string): Task {
    const own = this.state.tasks.filter(({ assigneeId }) => assigneeId === person);
    return own.find(({ status }) => status === 'active') ?? own.at(-1) ?? missing(person);
  }

  try(person: string, action: TaskAct['action'], part: Partial<TaskAct> = {}): Refusal | null {
    const id = part.taskId ?? this.state.tasks.find(({ assigneeId }) => assigneeId === person)?.id ?? 'none';
    const task = part.taskId ? id : (this.state.tasks.findLast(({ assigneeId }) => assigneeId === person)?.id ?? id);
    const act: TaskAct = {
      on: 'task',
      action,
      taskId: task,
      decisionId: `${person}-${action}`,
      comment: 'because',
      ...part,
    };
    return this.attempt(act, { id: person, admin: false, channel: 'api' });
  }

  ask(person: string, action: RequestAct['action'], part: Partial<RequestAct> = {}): Refusal | null {
    const act: RequestAct = { on: 'request', action, decisionId: action, comment: 'because', ...part };
    return this.attempt(act, { id: person, admin: person === 'ADMIN', channel: 'api' });
  }

  attempt(act: TaskAct | RequestAct, actor: Actor): Refusal | null {
    const refusal = objection(this.state, act, { actor, now: this.now });
    if (refusal) return refusal;
    this.apply({ type: 'act', act, actor });
    this.answer();
    return null;
  }

  /** Short notation: `A+ B- C0` approve, reject, abstain. */
  vote(notation: string): (string | null)[] {
    const actions = { '+': 'approve', '-': 'reject', '0': 'abstain' } as const;
    return notation.split(' ').map((word) => {
      const action = actions[word.slice(-1) as keyof typeof actions];
      return this.try(word.slice(0, -1), action)?.code ?? null;
    });
  }

  at(instant: number): void {
    this.now = instant;
    this.apply({ type: 'tick' });
    this.answer();
  }

  get open(): string[] {
    return this.state.tasks.filter(({ status }) => status === 'active').map(({ assigneeId }) => assigneeId);
  }

  get outcome(): string {
    return this.state.status;
  }
}

const findIn = (nodes: readonly Node[], key: string): Step =>
  allSteps(nodes).find((one) => one.key === key) ?? missing(key);

function missing(what: string): never {
  throw new Error(`no ${what}`);
}
