import type { Fact, FactType, Mail, MailKind } from './events';
import type { RequestState, StepRun, Task } from './state';

/** A state on its way through one event, with what the world must be told about it. */
export interface Change {
  readonly state: RequestState;
  readonly now: number;
  readonly mails: readonly Mail[];
  readonly facts: readonly Fact[];
}

export const begin = (state: RequestState, now: number): Change => ({ state, now, mails: [], facts: [] });

export const patch = (change: Change, part: Partial<RequestState>): Change => ({
  ...change,
  state: { ...change.state, ...part },
});

export const patchTask = (change: Change, id: string, part: Partial<Task>): Change =>
  patch(change, { tasks: change.state.tasks.map((task) => (task.id === id ? { ...task, ...part } : task)) });

export const patchRun = (change: Change, id: string, part: Partial<StepRun>): Change =>
  patch(change, { runs: change.state.runs.map((run) => (run.id === id ? { ...run, ...part } : run)) });

export const note = (change: Change, type: FactType, part: Partial<Omit<Fact, 'type'>> = {}): Change => ({
  ...change,
  facts: [
    ...change.facts,
    { type, actorId: null, onBehalfOfId: null, channel: 'workflow', taskId: null, comment: null, payload: {}, ...part },
  ],
});

/** A mail about a task, to its assignee. */
export const mailTask = (change: Change, task: Task, { kind, seq = 0 }: { kind: MailKind; seq?: number }): Change =>
  mail(change, { kind, taskId: task.id, recipientId: task.assigneeId, seq });

export const mail = (change: Change, message: Mail): Change => ({ ...change, mails: [...change.mails, message] });

/** Applies a function for each item in turn. */
export const forEach = <T>(change: Change, items: readonly T[], apply: (change: Change, item: T) => Change): Change =>
  items.reduce(apply, change);
