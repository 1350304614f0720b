import type { EngagementRow } from '../db/stores/engagements';
import type { ExitTask } from '../domain/exit/task-schema';
import type { MailOrder } from '../domain/mail/order';
import { letters } from './agenda/people';

/** To whoever owes a task of the exit; when it is late also to the owner of the engagement. */
export function exitTaskLetters(
  engagement: EngagementRow,
  { key: task, due, assigneeId }: Pick<ExitTask, 'key' | 'due' | 'assigneeId'>,
  { word, now }: { readonly word: string; readonly now: number },
): readonly MailOrder[] {
  const people = word === 'overdue' ? [...new Set([assigneeId, engagement.owner_id])] : [assigneeId];
  const { exit_cause: cause, exit_effective_date: effectiveDate } = engagement;
  const facts = { task, due, cause: cause ?? 'other', effectiveDate: effectiveDate ?? '', word };
  const subject = word === 'given' ? task : `${task}:${word}:${due}`;
  return letters(engagement, people, { kind: 'exit-task', subject, facts, now });
}
