import { type Change, note } from './change';
import type { Actor, Fact, TaskAct } from './events';
import type { Task } from './state';

/** Somebody's act on a task that `objection` allowed. */
export interface Doing {
  readonly act: TaskAct;
  readonly actor: Actor;
}

/** The line of the audit trail that an act on a task leaves. */
export const noteAct = (change: Change, task: Task, { act, actor, payload }: Doing & Pick<Fact, 'payload'>): Change =>
  note(change, `task.${act.action}`, {
    actorId: actor.id,
    onBehalfOfId: task.onBehalfOfId,
    channel: actor.channel,
    taskId: task.id,
    comment: act.comment ?? null,
    payload: { ...payload, round: change.state.round },
  });
