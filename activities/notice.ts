import { linkTask, type LinkTask } from '../db/read/link-task';
import { findPerson } from '../db/stores/people';
import { USES_PER_HOUR } from '../db/stores/link-uses';
import { createLinks } from '../links';
import { requestTitle } from '../templates/request-title';
import { renderMail, type RenderedMail } from '../templates/render';
import type { Deps } from './deps';
import { postMail } from './mail';
import { taskFacts, type TaskFacts } from './task-facts';

/** A mail that somebody's doing on a decision page asks for; it goes to addresses on file and never to the visitor. */
export interface NoticeOrder {
  readonly kind: 'code' | 'new-link' | 'decided' | 'link-locked' | 'decision-reported';
  /** Of the one-time code, or of this occasion: the same id is the same mail. */
  readonly id: string;
  readonly taskId: string;
  /** The person of the task, unless named. */
  readonly recipientId?: string;
  readonly now: number;
}

const CODE_MINUTES = 10;
const LOCK_MINUTES = 60;

export const noticeActivities = (deps: Deps) => ({
  async sendNotice(order: NoticeOrder): Promise<void> {
    const found = await linkTask(deps.db, order.taskId);
    const facts = found && (await taskFacts(deps, order));
    if (!facts) throw new Error(`task ${order.taskId} is not recorded here`);
    if (!isStillTrue(order, found)) return;
    const recipient = order.recipientId === undefined ? found.recipient : await findPerson(deps.db, order.recipientId);
    if (!recipient) return;
    await postMail(deps, {
      key: `${order.kind}:${order.id}`,
      kind: order.kind,
      recipient,
      requestId: found.task.request_id,
      taskId: order.taskId,
      now: order.now,
      write: () => Promise.resolve(WRITERS[order.kind]({ deps, order, found, facts, recipient })),
    });
  },
});

/** What helps to decide goes only to somebody who still has to; what was decided is told only of a decision. */
const isStillTrue = ({ kind }: NoticeOrder, { task }: LinkTask): boolean =>
  kind === 'decided' || kind === 'decision-reported' ? task.decision !== null : task.status === 'active';

interface Around {
  readonly deps: Deps;
  readonly order: NoticeOrder;
  readonly found: LinkTask;
  readonly facts: TaskFacts;
  readonly recipient: LinkTask['recipient'];
}

const WRITERS: Readonly<Record<NoticeOrder['kind'], (around: Around) => RenderedMail>> = {
  'new-link': ({ facts }) => renderMail('new-link', facts.locale, facts.data),
  /** The code is derived here, so that neither history nor database ever holds it. */
  code: ({ deps, order, facts }) =>
    renderMail('code', facts.locale, {
      ...addressed(facts),
      code: createLinks(deps.secrets, deps.publicUrl).codeFor(order.id),
      minutes: CODE_MINUTES,
    }),
  'link-locked': ({ deps, facts, found }) =>
    renderMail('link-locked', facts.locale, {
      ...addressed(facts),
      url: requestUrl(deps, found),
      tries: USES_PER_HOUR.refused,
      minutes: LOCK_MINUTES,
    }),
  decided: ({ facts, found }) =>
    renderMail('decided', facts.locale, {
      ...facts.data,
      url: `${facts.data.url}/report`,
      ...decisionOf(found),
    }),
  'decision-reported': ({ deps, facts, found, recipient }) =>
    renderMail('decision-reported', recipient.locale, {
      to: { name: recipient.name, timeZone: recipient.timeZone },
      url: requestUrl(deps, found),
      request: facts.data.request,
      person: found.recipient.name,
      status: found.state.status,
      ...decisionOf(found),
    }),
};

const addressed = ({ data: { to, url, request }, locale }: TaskFacts) => ({
  to,
  url,
  requestTitle: requestTitle(locale, request),
});

const requestUrl = ({ publicUrl }: Deps, { task }: LinkTask): string => `${publicUrl}/requests/${task.request_id}`;

const decisionOf = ({ task }: LinkTask) => ({
  decision: task.decision ?? task.status,
  comment: task.comment,
  at: task.decided_at?.getTime() ?? 0,
});
