import type { Locale } from '../domain/people/people';
import { linkTask } from '../db/read/link-task';
import { requestView } from '../db/read/requests';
import { findPerson } from '../db/stores/people';
import { createLinks } from '../links';
import type { MailData } from '../templates/mail-data';
import type { Deps } from './deps';
import { requestFacts } from './request-facts';
import { noteFor } from './task-note';

export interface TaskFacts {
  readonly data: MailData['approval-request'];
  readonly locale: Locale;
  readonly overdue: boolean;
  /** Name of the person whose task it is at bottom. */
  readonly owner: string;
}

/** What a mail says that asks somebody to decide, with a link of its own that is signed here and nowhere kept. */
export async function taskFacts(
  deps: Deps,
  { taskId, now }: { taskId: string; now: number },
): Promise<TaskFacts | null> {
  const found = await linkTask(deps.db, taskId);
  const view = found && (await requestView(deps.db, found.task.request_id));
  if (!view) return null;
  const { task, recipient } = found;
  const [owner, absent] = await Promise.all([findPerson(deps.db, task.owner_id), nameOf(deps, task.on_behalf_of_id)]);
  const expiresAt = now + found.linkTtlMs;
  const url = createLinks(deps.secrets, deps.publicUrl).forDecision({
    taskId,
    round: task.round,
    recipientId: recipient.id,
    address: recipient.email,
    subjectHash: task.subject_hash,
    expiresAt,
  });
  const dueAt = task.due_at?.getTime() ?? null;
  const data = {
    to: { name: recipient.name, timeZone: recipient.timeZone },
    url,
    request: await requestFacts(deps.db, view),
    step: found.stepTitle,
    dueAt,
    onBehalfOf: absent,
    note: await noteFor(deps.db, view, task.id),
    // A task that has ended bears the reason of its end.
    why: task.status === 'active' ? task.reason_code : null,
    needsCode: found.stepUp,
    linkUntil: expiresAt,
  };
  return { data, locale: recipient.locale, overdue: dueAt !== null && dueAt <= now, owner: owner?.name ?? '' };
}

const nameOf = async (deps: Deps, id: string | null): Promise<string | null> =>
  id === null ? null : ((await findPerson(deps.db, id))?.name ?? null);
