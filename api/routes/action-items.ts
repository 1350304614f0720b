import { z } from 'zod';
import type { ActionAct } from '../../domain/action-item/acts';
import { ACTION_ITEM_STATES } from '../../domain/action-item/kinds';
import { dueOnDay } from '../../domain/action-item/marks';
import {
  ActionAssignee,
  ActionComment,
  ActionItem,
  ActionReason,
  NewActionItem,
} from '../../domain/action-item/schema';
import { DomainError, fieldError } from '../../domain/errors';
import { isInsider } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import { findActionItem, listActionItems, openActionItem } from '../../db/stores/action-items';
import { actOnItem, checkAssignee, readableItem, viewOf } from '../action-items';
import { pageOf, pageQuery, readCursor, TimedKey, toPage } from '../paging';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;

/** Items of work: what single people owe by a date. */
export const actionItemRoutes = (deps: Deps): readonly Route[] => [
  list(deps),
  read(deps),
  open(deps),
  ...STEPS.map((step) => act(deps, step)),
  assign(deps),
];

const Query = z.strictObject({
  ...pageQuery,
  /** `me` for the caller. */
  assigneeId: z.union([Uuid, z.literal('me')]).optional(),
  engagementId: Uuid.optional(),
  vendorId: Uuid.optional(),
  state: z.enum(ACTION_ITEM_STATES).optional(),
  /** Open or handed in, past their due date. */
  overdue: z.stringbool().default(false),
});

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/action-items',
    summary: 'Items of work, first due first',
    tag: 'Action items',
    access: 'signed-in',
    query: Query,
    answers: { 200: pageOf(ActionItem) },
    handle: async ({ query, actor, now }) => {
      const { limit, cursor, overdue, assigneeId, ...filter } = query;
      const place = readCursor(TimedKey, cursor);
      const items = await listActionItems(db, {
        ...filter,
        assigneeId: assigneeId === 'me' || !isInsider(actor) ? actor.id : assigneeId,
        ...(overdue && { overdueAt: now, pending: true }),
        after: place && { dueAt: place[0], id: place[1] },
        limit: limit + 1,
      });
      return ok(toPage(items.map(viewOf), limit, (item) => [item.dueAt, item.id]));
    },
  });

const read = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/action-items/{id}',
    summary: 'One item of work',
    tag: 'Action items',
    access: 'signed-in',
    params: Params,
    answers: { 200: ActionItem },
    handle: async ({ params, actor }) => ok(viewOf(await readableItem(db, params.id, actor))),
  });

const open = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewActionItem>({
    method: 'post',
    path: '/engagements/{id}/action-items',
    summary: 'Give somebody a piece of work in an engagement',
    tag: 'Action items',
    access: 'insiders',
    params: EngagementParams,
    body: NewActionItem,
    answers: { 201: ActionItem },
    handle: async (call) => {
      const { body, newId, now, params } = call;
      const key = `manual:${newId}`;
      const id = await changeRecord(deps.db, call, {
        act: 'edit',
        type: 'action-item.opened',
        write: async (trx, engagement) => {
          await checkAssignee(trx, body.assigneeId);
          if (body.approverId !== undefined) await checkAssignee(trx, body.approverId);
          const dueAt = dueOnDay(engagement.time_zone, body.due);
          if (dueAt <= now) throw fieldError('due', 'must not be in the past');
          const { title, assigneeId, approverId = null } = body;
          const item = { key, kind: 'manual', title, assigneeId, approverId, opensAt: now, dueAt, now } as const;
          return openActionItem(trx, { ...item, engagementId: engagement.id, escalateIds: [engagement.owner_id] });
        },
        payload: (item) => ({ item, title: body.title, assigneeId: body.assigneeId, due: body.due }),
      });
      await planAgain(deps, params.id);
      const item = id === null ? null : await findActionItem(deps.db, id);
      if (!item) throw new DomainError('CONFLICT', 'The item exists already.');
      return created(`/api/v1/action-items/${item.id}`, viewOf(item));
    },
  });

interface Step {
  readonly act: ActionAct;
  readonly path: string;
  readonly summary: string;
  readonly body: typeof ActionComment | typeof ActionReason;
}

const STEPS: readonly Step[] = [
  {
    act: 'done',
    path: 'done',
    summary: 'Say that an item is done; with an approver it is handed in',
    body: ActionComment,
  },
  { act: 'approve', path: 'approve', summary: 'Accept a result that was handed in', body: ActionComment },
  { act: 'return', path: 'return', summary: 'Return a result that was handed in', body: ActionReason },
  { act: 'waive', path: 'waive', summary: 'Ask to leave an item out', body: ActionReason },
  {
    act: 'confirm-waiver',
    path: 'waive/confirm',
    summary: 'Confirm as the second person that it is left out',
    body: ActionComment,
  },
  { act: 'cancel', path: 'cancel', summary: 'An item is no longer needed', body: ActionReason },
];

const act = (deps: Deps, { act: name, path, summary, body }: Step): Route =>
  route<Params, unknown, ActionComment | ActionReason>({
    method: 'post',
    path: `/action-items/{id}/${path}`,
    summary,
    tag: 'Action items',
    access: 'signed-in',
    params: Params,
    body,
    answers: { 200: ActionItem },
    handle: async ({ params, body: said, actor, channel, now, newId }) => {
      const text = ('reason' in said ? said.reason : said.comment) ?? null;
      return ok(await actOnItem(deps, { id: params.id, act: name, actor, channel, text, now, newId }));
    },
  });

const assign = (deps: Deps): Route =>
  route<Params, unknown, ActionAssignee>({
    method: 'post',
    path: '/action-items/{id}/assign',
    summary: 'Give an item to somebody else',
    tag: 'Action items',
    access: 'signed-in',
    params: Params,
    body: ActionAssignee,
    answers: { 200: ActionItem },
    handle: async ({ params, body: { assigneeId }, actor, channel, now, newId }) =>
      ok(await actOnItem(deps, { id: params.id, act: 'assign', actor, channel, text: null, assigneeId, now, newId })),
  });
