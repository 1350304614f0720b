import { z } from 'zod';
import { EngagementView, NewEngagement } from '../../domain/engagement/schema';
import { isInsider } from '../../domain/people/people';
import { STATES } from '../../domain/engagement/statuses';
import { Uuid } from '../../domain/shapes';
import { agendaOf } from '../../db/read/agenda';
import { auditTrail } from '../../db/read/audit';
import { engagementView, listEngagements, toView } from '../../db/read/engagements';
import { checkCodes, checkNeeds } from '../../db/read/needs';
import { agendaLogOf } from '../../db/stores/agenda-log';
import { engagementStream } from '../../db/stores/audit';
import { engagementWorkflowId } from '../../workflows/ids';
import { WITHHELD } from '../authorization/withheld';
import { scopedEngagement } from '../engagement-scope';
import { idCursor, numberCursor, pageOf, pageQuery, toPage } from '../paging';
import { etagOf } from '../precondition';
import { checkTeam } from '../team';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway'>;
export const EngagementParams = z.strictObject({ id: Uuid });
export type EngagementParams = z.infer<typeof EngagementParams>;

export const engagementRoutes = (deps: Deps): readonly Route[] => [
  create(deps),
  list(deps),
  read(deps),
  events(deps),
  calendar(deps),
];

/** Who may start an engagement. */
export const ENGAGEMENT_STARTERS = ['admin', 'manager'] as const;

const create = (deps: Deps): Route =>
  route<unknown, unknown, NewEngagement>({
    method: 'post',
    path: '/engagements',
    summary: 'Start an engagement',
    tag: 'Engagements',
    access: ENGAGEMENT_STARTERS,
    body: NewEngagement,
    answers: { 201: EngagementView },
    handle: async (call) => {
      await startEngagement(deps, call);
      return created(`/api/v1/engagements/${call.newId}`, await engagementView(deps.db, call.newId));
    },
  });

/** Starts the process of an engagement under `newId`; the same call again finds it started. */
export async function startEngagement(
  { db, gateway }: Deps,
  { body, newId, actor, channel }: Pick<Call<unknown, unknown, NewEngagement>, 'body' | 'newId' | 'actor' | 'channel'>,
): Promise<void> {
  await checkTeam(db, { ...body, sponsorId: body.sponsorId ?? null });
  await checkCodes(db, body.needs);
  await checkNeeds(db, body.needs);
  await gateway.startAndUpdate(
    {
      workflow: 'engagementWorkflow',
      id: engagementWorkflowId(newId),
      args: [{ id: newId, byDateKeeper: true, opening: { body, actorId: actor.id, channel } }],
      summary: body.title,
    },
    { update: 'started', arg: {} },
  );
}

export const EngagementQuery = z.strictObject({
  state: z.enum(STATES).optional(),
  ownerId: Uuid.optional(),
  vendorId: Uuid.optional(),
  q: z.string().max(100).optional(),
  overdue: z.enum(['true', 'false']).optional(),
});
const Query = EngagementQuery.extend(pageQuery);

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/engagements',
    summary: 'Engagements, newest first',
    tag: 'Engagements',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(EngagementView) },
    handle: async ({ query, now }) => {
      const before = idCursor(query.cursor);
      const rows = await listEngagements(db, {
        ...query,
        overdue: query.overdue === 'true',
        now,
        before,
        limit: query.limit + 1,
      });
      return ok(toPage(rows, query.limit, ({ id }) => [id]));
    },
  });

/** What the vendor sees. */
const vendorView = (view: EngagementView): EngagementView => ({ ...view, ...WITHHELD['get /engagements/{id}'] });

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}',
    keyScope: 'read',
    summary: 'One engagement; its ETag is the version of the needs',
    tag: 'Engagements',
    access: 'signed-in',
    params: EngagementParams,
    answers: { 200: EngagementView },
    handle: async ({ params, actor }) => {
      const row = await scopedEngagement(db, params.id, { actor, act: 'know' });
      const view = toView(row);
      return ok(isInsider(actor) || actor.grant ? view : vendorView(view), etagOf(row.needs_version));
    },
  });

const Event = z.strictObject({
  seq: z.int(),
  at: z.string(),
  actorId: Uuid.nullable(),
  onBehalfOfId: Uuid.nullable(),
  channel: z.string(),
  type: z.string(),
  payload: z.record(z.string(), z.unknown()),
  hash: z.string(),
});
const EventQuery = z.strictObject(pageQuery);

const events = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof EventQuery>>({
    method: 'get',
    path: '/engagements/{id}/events',
    summary: 'The audit trail of an engagement, oldest first',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    query: EventQuery,
    answers: { 200: pageOf(Event) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const after = numberCursor(query.cursor);
      const lines = await auditTrail(db, engagementStream(params.id), { after, limit: query.limit + 1 });
      return ok(toPage(lines, query.limit, ({ seq }) => [seq]));
    },
  });

const Dates = z.strictObject({
  coming: z.array(
    z.strictObject({ key: z.string(), kind: z.string(), at: z.string(), facts: z.record(z.string(), z.string()) }),
  ),
  done: z.array(z.strictObject({ key: z.string(), kind: z.string(), dueAt: z.string(), doneAt: z.string() })),
});
const MAX_DATES = 500;

const calendar = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/calendar',
    summary: 'Every coming date the workflow will act on, and what it has done',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: Dates },
    handle: async ({ params, actor, now }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const [items, done] = await Promise.all([
        agendaOf(db, params.id, { cursor: { at: now, key: '' }, limit: MAX_DATES }),
        agendaLogOf(db, params.id),
      ]);
      const coming = items.map(({ key, kind, at, facts }) => ({ key, kind, at: new Date(at).toISOString(), facts }));
      return ok({ coming, done });
    },
  });
