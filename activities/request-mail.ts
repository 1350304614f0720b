import type { Mail, MailKind } from '../domain/approval/events';
import type { RunStatus } from '../domain/approval/words';
import type { RequestView } from '../domain/approval/request-schema';
import { numberOf } from '../domain/approval/signature';
import { findPerson } from '../db/stores/people';
import { noteSkipped } from '../db/stores/mail-log';
import { requestView } from '../db/read/requests';
import type { MailData } from '../templates/mail-data';
import { renderMail } from '../templates/render';
import type { Deps } from './deps';
import { collectMail, postMail } from './mail';
import { requestFacts } from './request-facts';
import { taskFacts, type TaskFacts } from './task-facts';

export interface RequestMail extends Mail {
  readonly requestId: string;
  readonly now: number;
}

type Rendered = ReturnType<typeof renderMail>;
interface Around {
  readonly deps: Deps;
  readonly mail: RequestMail;
  readonly view: RequestView;
}

/** Mails of a request, written when they are sent from what the database says then. */
export const requestMailActivities = (deps: Deps) => ({
  /** Safe to repeat: the mail log keeps one mail per key, and a mail that nobody needs any more is not sent. */
  async sendRequestMail(mail: RequestMail): Promise<void> {
    const [view, recipient] = await Promise.all([
      requestView(deps.db, mail.requestId),
      findPerson(deps.db, mail.recipientId),
    ]);
    if (!view || !recipient) throw new Error(`request ${mail.requestId} is not recorded here`);
    const key = ['request', mail.requestId, mail.kind, mail.taskId ?? mail.recipientId, mail.seq].join(':');
    if (isStale(mail, view)) return noteSkipped(deps.db, key);
    const { kind, requestId, taskId, now } = mail;
    const posting = { key, kind, recipient, requestId, taskId, engagementId: view.engagementId, now };
    if (kind === 'reminder' && recipient.digest) return collectMail(deps, posting);
    await postMail(deps, { ...posting, write: async () => writers[kind]({ deps, mail, view }) });
  },
});

const ASKING: ReadonlySet<MailKind> = new Set([
  'approval-request',
  'reminder',
  'escalation',
  'urge',
  'opinion-request',
  'answered',
]);

const taskOf = ({ taskId }: RequestMail, view: RequestView) => tasksOf(view).find(({ id }) => id === taskId);

/** Whoever need not decide any more is not asked to, and what cools off no more is not said to. */
const isStale = (mail: RequestMail, view: RequestView): boolean =>
  (mail.kind === 'cooling-off' && view.coolingOffUntil === null) ||
  (ASKING.has(mail.kind) && taskOf(mail, view)?.status !== 'active');

const writers: Readonly<Record<MailKind, (around: Around) => Promise<Rendered>>> = {
  'approval-request': (around) => aboutTask(around, (task) => renderMail('approval-request', task.locale, task.data)),
  urge: (around) =>
    aboutTask(around, (task) => renderMail('reminder', task.locale, { ...task.data, overdue: task.overdue })),
  reminder: (around) =>
    aboutTask(around, (task) => renderMail('reminder', task.locale, { ...task.data, overdue: task.overdue })),
  escalation: (around) =>
    aboutTask(around, (task) => renderMail('escalation', task.locale, { ...task.data, assignee: task.owner })),
  'opinion-request': (around) =>
    aboutTask(around, async (task) =>
      renderMail('opinion-request', task.locale, { ...task.data, asker: (await askerOf(around)) ?? task.owner }),
    ),
  answered: (around) => aboutTask(around, (task) => renderMail('answered', task.locale, task.data)),
  substituted: (around) =>
    aboutTask(around, async (task) =>
      renderMail('substituted', task.locale, { ...task.data, substitute: (await substituteOf(around)) ?? '' }),
    ),
  'no-longer-needed': async (around) => {
    const { data, locale } = await general(around);
    const task = taskOf(around.mail, around.view);
    const reason = task?.reasonCode ?? 'ANY_DECIDED';
    const by = BY_A_DECISION.includes(reason) ? deciderOf(around.view, task?.id) : null;
    return renderMail('no-longer-needed', locale, { ...data, reason, by: await nameOf(around, by) });
  },
  outcome: async (around) => {
    const { data, locale } = await general(around);
    const { view, mail } = around;
    const last = lastDecision(view);
    const by = await nameOf(around, last?.assigneeId ?? null);
    const at = view.closedAt === null ? mail.now : Date.parse(view.closedAt);
    return renderMail('outcome', locale, { ...data, status: endOf(view), by, comment: last?.comment ?? null, at });
  },
  returned: async (around) => {
    const { data, locale } = await general(around);
    const last = lastDecision(around.view);
    const by = await nameOf(around, last?.assigneeId ?? null);
    return renderMail('returned', locale, { ...data, by: by ?? '', comment: last?.comment ?? '', toStart: true });
  },
  'cooling-off': coolingOff,
  frozen: async (around) => {
    const { data, locale } = await general(around);
    const reported = await reportedIn(around);
    const reporter = (await nameOf(around, reported?.report.byId ?? null)) ?? '';
    const { task, person } = reported ?? { task: null, person: '' };
    const decision = task?.decision ?? '';
    const at = task?.decidedAt ? Date.parse(task.decidedAt) : around.mail.now;
    return renderMail('frozen', locale, { ...data, person, reporter, decision, at, comment: task?.comment ?? null });
  },
  'decision-confirmed': (around) => settled(around, 'decision-confirmed'),
  'decision-annulled': (around) => settled(around, 'decision-annulled'),
  cc: copy,
  'cc-opened': copy,
  'cc-step': copy,
  mention: async (around) => {
    const { data, locale } = await general(around);
    const { view, mail } = around;
    const comment = view.comments.find(({ id }) => isNumbered(id, mail.seq));
    const by = (await nameOf(around, comment?.authorId ?? null)) ?? '';
    return renderMail('mention', locale, { ...data, by, comment: comment?.text ?? '' });
  },
};

async function coolingOff(around: Around): Promise<Rendered> {
  const { data, locale } = await general(around);
  const until = Date.parse(around.view.coolingOffUntil ?? '');
  if (around.mail.taskId === null) return renderMail('cooling-off', locale, { ...data, until, approved: false });
  return aboutTask(around, (task) =>
    renderMail('cooling-off', task.locale, { ...data, url: `${task.data.url}/report`, until, approved: true }),
  );
}

async function settled(around: Around, kind: 'decision-confirmed' | 'decision-annulled'): Promise<Rendered> {
  const { data, locale } = await general(around);
  const reported = await reportedIn(around);
  const { settledById = null, settledAt = null } = reported?.report ?? {};
  const by = (await nameOf(around, settledById)) ?? '';
  const comment = around.view.comments.find(({ authorId, at }) => authorId === settledById && at === settledAt);
  return renderMail(kind, locale, { ...data, by, person: reported?.person ?? '', comment: comment?.text ?? null });
}

/** The report that the mail is about: it bears its number. */
async function reportedIn(around: Around) {
  const { view, mail } = around;
  const report = view.reports[mail.seq];
  const task = tasksOf(view).find(({ id }) => id === report?.taskId);
  return report && task && { report, task, person: (await nameOf(around, task.assigneeId)) ?? '' };
}

async function copy(around: Around): Promise<Rendered> {
  const { data, locale } = await general(around);
  const { view } = around;
  const ended = view.steps.filter(({ round, status }) => round === view.round && ENDED.includes(status));
  const steps = ended.map(({ title, status }) => ({ title, status }));
  return renderMail('cc', locale, { ...data, status: view.closedAt === null ? null : endOf(view), steps });
}
const ENDED: readonly RunStatus[] = ['approved', 'rejected', 'returned', 'skipped'];

async function aboutTask(
  { deps, mail }: Around,
  render: (task: TaskFacts) => Rendered | Promise<Rendered>,
): Promise<Rendered> {
  const task = await taskFacts(deps, { taskId: mail.taskId ?? '', now: mail.now });
  if (!task) throw new Error(`task ${mail.taskId ?? ''} is not recorded yet`);
  return render(task);
}

async function general({ deps, mail, view }: Around) {
  const recipient = await findPerson(deps.db, mail.recipientId);
  const data = {
    to: { name: recipient?.name ?? '', timeZone: recipient?.timeZone ?? 'UTC' },
    url: `${deps.publicUrl}/requests/${view.id}`,
    request: await requestFacts(deps.db, view),
  };
  return { data, locale: recipient?.locale ?? ('en' as const) };
}

/** Reasons that a decision of somebody else brought about; the others end a task whatever was decided before. */
const BY_A_DECISION: readonly string[] = ['ANY_DECIDED', 'QUORUM_REACHED', 'QUORUM_IMPOSSIBLE', 'SIGNER_REJECTED'];

const tasksOf = (view: RequestView) => view.steps.flatMap(({ tasks }) => tasks);

/** Whoever asked for the opinion. */
function askerOf(around: Around): Promise<string | null> {
  const task = taskOf(around.mail, around.view);
  return nameOf(around, tasksOf(around.view).find(({ id }) => id === task?.askedById)?.assigneeId ?? null);
}

/** Whoever acts for the person while they are away. */
function substituteOf(around: Around): Promise<string | null> {
  const task = taskOf(around.mail, around.view);
  const copy = tasksOf(around.view).findLast(
    ({ onBehalfOfId, origin }) => origin === 'substitute' && onBehalfOfId === task?.assigneeId,
  );
  return nameOf(around, copy?.assigneeId ?? null);
}

const lastDecision = (view: RequestView) =>
  tasksOf(view)
    .filter(({ decision }) => decision !== null && decision !== 'opinion')
    .sort((a, b) => (a.decidedAt ?? '').localeCompare(b.decidedAt ?? ''))
    .at(-1);

const deciderOf = (view: RequestView, taskId: string | undefined): string | null => {
  const step = view.steps.find(({ tasks }) => tasks.some(({ id }) => id === taskId));
  return step?.tasks.find(({ decision }) => decision !== null && decision !== 'opinion')?.assigneeId ?? null;
};

const nameOf = async ({ deps }: Around, id: string | null): Promise<string | null> =>
  id === null ? null : ((await findPerson(deps.db, id))?.name ?? null);

type End = MailData['outcome']['status'];
const ENDS: readonly End[] = ['approved', 'rejected', 'withdrawn', 'expired', 'terminated'];
/** A superseded request reads as withdrawn: somebody took the question back. */
const endOf = ({ status }: RequestView): End => ENDS.find((end) => end === status) ?? 'withdrawn';

/** The id of a comment begins with the name of its act, whose number the mail bears; one of before with that of its version. */
const isNumbered = (commentId: string, seq: number): boolean =>
  numberOf(commentId.slice(0, commentId.lastIndexOf(':'))) === seq || commentId.startsWith(`v${seq}.`);
