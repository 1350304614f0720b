import { z } from 'zod';
import { type Box, BOXES, InboxLine, RequestView, TaskAction, TaskView } from '../../domain/approval/request-schema';
import { Key, Uuid } from '../../domain/shapes';
import { countTasks, listTasks } from '../../db/read/inbox';
import { actOnTasks, BulkAction, BulkAnswer } from '../bulk';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { actOnTask } from '../requests';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway' | 'log' | 'config'>;

export const taskRoutes = (deps: Deps): readonly Route[] => [list(deps), counts(deps), act(deps), actOnMany(deps)];

const Query = z.strictObject({
  ...pageQuery,
  box: z.enum(BOXES).default('todo'),
  policyKey: Key.optional(),
  /** Part of the title, of the requester’s name, or of the engagement’s number or title. */
  q: z.string().trim().min(1).max(100).optional(),
  overdue: z.stringbool().default(false),
});

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/tasks',
    summary: 'One box of the caller’s inbox',
    tag: 'Approvals',
    access: 'signed-in',
    query: Query,
    answers: { 200: pageOf(InboxLine) },
    handle: async ({ query, actor, now }) => {
      const { limit, cursor, overdue, ...filter } = query;
      const after = idCursor(cursor);
      const wanted = { ...filter, ...(overdue && { overdueAt: now }), userId: actor.id, after, limit: limit + 1 };
      return ok(toPage(await listTasks(db, wanted), limit, ({ task, request }) => [task?.id ?? request.id]));
    },
  });

const Counts = z.strictObject({
  todo: z.int(),
  done: z.int(),
  'closed-by-others': z.int(),
  cc: z.int(),
  mine: z.int(),
} satisfies Record<Box, z.ZodType>);

const counts = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/tasks/counts',
    summary: 'How much lies in each box of the caller’s inbox',
    tag: 'Approvals',
    access: 'signed-in',
    answers: { 200: Counts },
    handle: async ({ actor }) => ok(await countTasks(db, actor.id)),
  });

const Params = z.strictObject({ id: Uuid });

const act = (deps: Deps): Route =>
  route<z.infer<typeof Params>, unknown, TaskAction>({
    method: 'post',
    path: '/tasks/{id}/actions',
    summary: 'Decide, send back or hand on',
    tag: 'Approvals',
    access: 'signed-in',
    params: Params,
    body: TaskAction,
    answers: { 200: z.strictObject({ task: TaskView, request: RequestView }) },
    handle: async ({ params, body, actor, channel, session, now, newId }) => {
      const decided = { ...body, decisionId: body.decisionId ?? newId };
      return ok(await actOnTask(deps, { taskId: params.id, body: decided, actor, channel, session, now }));
    },
  });

const actOnMany = (deps: Deps): Route =>
  route<unknown, unknown, BulkAction>({
    method: 'post',
    path: '/tasks/actions',
    summary: 'Decide several tasks; each is checked, recorded and answered by itself',
    tag: 'Approvals',
    access: 'signed-in',
    body: BulkAction,
    answers: { 200: BulkAnswer },
    handle: async ({ body, actor, channel, session, newId, requestId, now }) =>
      ok({ items: await actOnTasks(deps, { body, actor, channel, session, id: newId, requestId, now }) }),
  });
