import { linkTask } from '../db/read/link-task';
import { createLinks } from '../links';
import { renderMail } from '../templates/render';
import type { Deps } from './deps';
import { postMail } from './mail';
import { taskFacts } from './task-facts';

/** A mail that somebody asked for on a decision page; it goes to the address on file and never to the visitor. */
export interface NoticeOrder {
  readonly kind: 'code' | 'new-link';
  /** Of the one-time code, or of this asking for a link. */
  readonly id: string;
  readonly taskId: string;
  readonly now: number;
}

const CODE_MINUTES = 10;

export const noticeActivities = (deps: Deps) => ({
  async sendNotice(order: NoticeOrder): Promise<void> {
    const found = await linkTask(deps.db, order.taskId);
    const facts = found && (await taskFacts(deps, order));
    if (!facts || found.task.status !== 'active') return;
    const { data, locale } = facts;
    const about = { requestId: found.task.request_id, taskId: order.taskId };
    await postMail(deps, {
      key: `${order.kind}:${order.id}`,
      kind: order.kind,
      recipient: found.recipient,
      ...about,
      now: order.now,
      write: () =>
        Promise.resolve(
          order.kind === 'new-link'
            ? renderMail('new-link', locale, data)
            : renderMail('code', locale, codeData(deps, order, data)),
        ),
    });
  },
});

/** The code is derived here, so that neither history nor database ever holds it. */
const codeData = (
  deps: Deps,
  { id }: NoticeOrder,
  { to, url, request }: NonNullable<Awaited<ReturnType<typeof taskFacts>>>['data'],
) => ({
  to,
  url,
  code: createLinks(deps.secrets, deps.publicUrl).codeFor(id),
  minutes: CODE_MINUTES,
  requestTitle: request.title,
});
