import { z } from 'zod';
import { openTaskIds } from '../../db/read/open-tasks';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { createLinks } from '../../links';
import { startNotice } from '../links/notices';
import { accepted, type Route, route } from '../route';
import type { Services } from '../services';

const AT_ONCE = 20;
const Answer = z.strictObject({ tasks: z.int() });

export const decisionLinkRoutes = (services: Services): readonly Route[] => [
  route({
    method: 'post',
    path: '/decision-links/renewals',
    summary: 'Mail a new link for every open task: once per root key and public address, however often it is called',
    tag: 'Approvals',
    access: ['admin'],
    body: z.strictObject({}),
    answers: { 202: Answer },
    handle: async ({ now, actor, channel }) => {
      const { db, config } = services;
      const { issue } = createLinks(config.secrets, config.publicUrl);
      const taskIds = await openTaskIds(db);
      await renewAll(services, taskIds, { issue, now });
      const entry = {
        key: `links.renewed:${issue}:${now}`,
        at: now,
        type: 'links.renewed',
        actorId: actor.id,
        channel,
      };
      await inTransaction(db, (trx) =>
        appendAudit(trx, MASTER_STREAM, [{ ...entry, payload: { issue, tasks: taskIds.length } }]),
      );
      return accepted({ tasks: taskIds.length });
    },
  }),
];

interface Renewal {
  readonly issue: string;
  readonly now: number;
}

async function renewAll({ gateway }: Services, taskIds: readonly string[], { issue, now }: Renewal): Promise<void> {
  for (let from = 0; from < taskIds.length; from += AT_ONCE) {
    const some = taskIds.slice(from, from + AT_ONCE);
    await Promise.all(
      some.map((taskId) => startNotice(gateway, { kind: 'new-link', id: `${taskId}-${issue}`, taskId, now })),
    );
  }
}
