import type { Evidence, MailRow, Records, TaskRow, Violation } from '../evidence';
import type { Delivery } from '../mail/sink';
import { groupBy } from './count';

const I4 = (what: string): Violation => ({ invariant: 'I4', what });
const I5 = (what: string): Violation => ({ invariant: 'I5', what });

/** An early reminder may be this early, for clocks that differ. */
const EARLY_MS = 1_000;
/** A reminder that is missing so long after its time was lost. */
const LATE_MS = 60_000;

interface Post {
  readonly evidence: Evidence;
  readonly copies: ReadonlyMap<string, readonly Delivery[]>;
}

/** I4 and I5: every mail that was due arrived, as one mail; reminders in their time. */
export function checkMails(evidence: Evidence): readonly Violation[] {
  const { deliveries, records } = evidence;
  const copies = groupBy(deliveries, ({ messageId }) => messageId);
  const post = { evidence, copies };
  return [
    ...unknown(post),
    ...records.mails.flatMap((mail) => ofMail(mail, copies.get(mail.messageId) ?? [])),
    ...unaskedTasks(post),
    ...untoldRequesters(post),
    ...records.tasks.flatMap((task) => reminders(task, post)),
  ];
}

/** A copy under another Message-ID is a second mail for whoever gets it. */
function unknown({ evidence: { records, readFrom }, copies }: Post): readonly Violation[] {
  const known = new Set(records.mails.map(({ messageId }) => messageId));
  return [...copies]
    .filter(([id, arrived]) => !known.has(id) && arrived.some(({ at }) => at < readFrom))
    .map(([id]) => I4(`a mail ${id} arrived that no key made`));
}

function ofMail({ key, status }: MailRow, copies: readonly Delivery[]): readonly Violation[] {
  const links = new Set(copies.map((copy) => copy.links.join(' ')));
  return [
    ...(status === 'sent' && !copies.some(({ confirmed }) => confirmed)
      ? [I4(`${key} is noted as sent and never arrived`)]
      : []),
    ...(links.size > 1 ? [I4(`copies of ${key} carry different links`)] : []),
  ];
}

/** On its way with a failure that people can see. */
const isVisible = ({ status, error }: MailRow): boolean => status === 'waiting' && error !== null;

const arrived = (post: Post, rows: readonly MailRow[]): boolean =>
  rows.some((row) => isVisible(row) || (post.copies.get(row.messageId) ?? []).some(({ confirmed }) => confirmed));

/** Whoever still has to decide was asked to. */
function unaskedTasks(post: Post): readonly Violation[] {
  const { records } = post.evidence;
  const byTask = groupBy(
    records.mails.filter(({ kind }) => kind === 'approval-request'),
    ({ taskId }) => taskId,
  );
  return records.tasks
    .filter(({ id, status }) => status === 'active' && !arrived(post, byTask.get(id) ?? []))
    .map(({ id }) => I4(`nobody was asked by mail to decide task ${id}`));
}

function untoldRequesters(post: Post): readonly Violation[] {
  const { records } = post.evidence;
  const byRequest = groupBy(
    records.mails.filter(({ kind }) => kind === 'outcome'),
    ({ requestId }) => requestId,
  );
  return records.requests
    .filter(({ id, status }) => DECIDED.includes(status) && !arrived(post, byRequest.get(id) ?? []))
    .map(({ mark, status }) => I4(`nobody was told that ${mark} is ${status}`));
}
const DECIDED = ['approved', 'rejected'];

function reminders(task: TaskRow, { evidence, copies }: Post): readonly Violation[] {
  const { id, remindAfterMs, activeAt, endedAt } = task;
  const rows = evidence.records.mails.filter(({ kind, taskId }) => kind === 'reminder' && taskId === id);
  const firsts = rows.flatMap(({ messageId }) => copies.get(messageId)?.[0] ?? []);
  if (remindAfterMs === null) return firsts.map(() => I5(`task ${id} asks for no reminders and got one`));
  const dueAt = activeAt + remindAfterMs;
  const isLost = task.status === 'active' && evidence.dumpedAt > dueAt + LATE_MS && firsts.length === 0;
  return [
    ...firsts.filter(({ at }) => at < dueAt - EARLY_MS).map(() => I5(`a reminder of task ${id} came too early`)),
    ...firsts
      .filter(({ at }) => endedAt !== null && at > endedAt + evidence.mailSlackMs)
      .map(() => I5(`a reminder of task ${id} came after it had ended`)),
    ...(isLost ? [I5(`the reminder of task ${id} never came`)] : []),
  ];
}

/** Reminders that have not gone out and are not lost yet: whoever looks earlier can say neither. */
export const owedReminders = ({ tasks, mails }: Pick<Records, 'tasks' | 'mails'>, now: number): number =>
  tasks.filter(
    ({ id, status, activeAt, remindAfterMs }) =>
      status === 'active' &&
      remindAfterMs !== null &&
      now <= activeAt + remindAfterMs + LATE_MS &&
      !mails.some((mail) => mail.kind === 'reminder' && mail.taskId === id && mail.status === 'sent'),
  ).length;
