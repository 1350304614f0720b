import type { TaskView } from '../domain/approval/request-schema';

type Standing = Pick<TaskView, 'status' | 'decision' | 'reasonCode' | 'askedFor' | 'waitsFor' | 'signing'>;

/** Where a task stands, as the key of a text: a status alone does not tell what is waited for, or what was given back. */
export function taskWord({ status, decision, reasonCode, askedFor, waitsFor, signing }: Standing): string {
  if (decision === 'opinion') return 'opinion';
  if (status === 'active' && askedFor === 'opinion') return 'advising';
  if (status === 'returned' && reasonCode === 'TAKEN_BACK') return 'taken-back';
  if (status === 'approved' && signing !== null) return 'approved-awaiting';
  return status === 'waiting' && waitsFor !== null ? `waiting-${waitsFor}` : status;
}

type Asked = Pick<TaskView, 'id' | 'assigneeId' | 'askedById' | 'ownerId'>;

/** Tasks in the order in which people read them: whoever was asked comes after the one who asked. */
export function inReadingOrder<T extends Asked>(tasks: readonly T[], askerId: string | null = null): readonly T[] {
  const isFirst = ({ askedById }: T): boolean => !tasks.some(({ id }) => id === askedById);
  const own = tasks.filter((task) => (askerId === null ? isFirst(task) : task.askedById === askerId));
  return own.flatMap((task) => [task, ...inReadingOrder(tasks, task.id)]);
}

/** People whom the holder of a task asked to sign and who have not been asked to yet. */
export function toSignLater<T extends Asked>(
  tasks: readonly T[],
  task: T & Pick<TaskView, 'signing'>,
): readonly string[] {
  const asked = tasks.filter(({ askedById }) => askedById === task.id).map(({ ownerId }) => ownerId);
  return task.signing?.peopleIds.filter((id) => !asked.includes(id)) ?? [];
}
