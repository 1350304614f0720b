import { z } from 'zod';
import { BOXES, InboxLine, RequestView, TaskAction, TaskView } from '../../domain/approval/request-schema';
import { Uuid } from '../../domain/shapes';
import { listTasks } from '../../db/read/inbox';
import { decodeCursor, pageOf, pageQuery, toPage } from '../paging';
import { actOnTask } from '../requests';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway'>;

export const taskRoutes = (deps: Deps): readonly Route[] => [list(deps), act(deps)];

const Query = z.strictObject({ ...pageQuery, box: z.enum(BOXES).default('todo') });

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/tasks',
    summary: 'One box of the caller’s inbox',
    tag: 'Approvals',
    access: 'signed-in',
    query: Query,
    answers: { 200: pageOf(InboxLine) },
    handle: async ({ query, actor }) => {
      const after = query.cursor ? String(decodeCursor(query.cursor, 1)[0]) : null;
      const lines = await listTasks(db, { userId: actor.id, box: query.box, after, limit: query.limit + 1 });
      return ok(toPage(lines, query.limit, ({ task, request }) => [task?.id ?? request.id]));
    },
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
    handle: async ({ params, body, actor, channel, now, newId }) => {
      const decided = { ...body, decisionId: body.decisionId ?? newId };
      return ok(await actOnTask(deps, { taskId: params.id, body: decided, actor, channel, now }));
    },
  });
