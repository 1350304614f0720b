import { z } from 'zod';
import { NewRequest, RequestAction, RequestLine, RequestView } from '../../domain/approval/request-schema';
import { REQUEST_STATUSES } from '../../domain/approval/words';
import { DomainError } from '../../domain/errors';
import { isColleague, OUR_ROLES } from '../../domain/people/people';
import { Key, Uuid } from '../../domain/shapes';
import { listRequests } from '../../db/read/requests';
import { findPeople } from '../../db/stores/people';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { oversees, readableRequest } from '../request-access';
import { actOnRequest, openRequest } from '../requests';
import { proposalHref } from '../proposals/propose';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway'>;
const Params = z.strictObject({ id: Uuid });

export const requestRoutes = (deps: Deps): readonly Route[] => [open(deps), list(deps), read(deps), act(deps)];

const open = (deps: Deps): Route =>
  route<unknown, unknown, NewRequest>({
    method: 'post',
    path: '/requests',
    summary: 'Ask for the approval of anything',
    tag: 'Approvals',
    access: OUR_ROLES.filter((role) => role !== 'auditor'),
    body: NewRequest,
    answers: { 201: RequestView },
    handle: async ({ body, actor, newId, now }) => {
      await checkPeople(deps.db, body);
      const view = await openRequest(deps, {
        requestId: newId,
        policyKey: body.policyKey,
        gate: null,
        engagementId: null,
        requesterId: actor.id,
        ccIds: body.cc,
        select: body.select,
        subject: body.subject,
        latestAt: latestOf(body, now),
        notifyWorkflowId: null,
        now,
      });
      return created(`/api/v1/requests/${newId}`, view);
    },
  });

function latestOf({ expiresAt }: NewRequest, now: number): number | null {
  if (expiresAt === undefined) return null;
  const instant = Date.parse(expiresAt);
  if (instant > now) return instant;
  throw new DomainError('INVALID_FIELDS', 'expiresAt is not in the future.', [
    { path: 'expiresAt', message: 'must be in the future' },
  ]);
}

async function checkPeople(db: Deps['db'], { cc, select, policyKey }: NewRequest): Promise<void> {
  if (policyKey.startsWith('gate-'))
    throw new DomainError('INVALID_FIELDS', 'Gates are submitted on their engagement.', [
      { path: 'policyKey', message: 'is the policy of a gate' },
    ]);
  const selected = Object.values(select).flat();
  const ids = [...new Set([...cc, ...selected])];
  const active = (await findPeople(db, ids)).filter((person) => person.active);
  const known = new Set(active.map(({ id }) => id));
  const mayDecide = new Set(active.filter(isColleague).map(({ id }) => id));
  const errors = [
    ...cc.filter((id) => !known.has(id)).map((id) => ({ path: 'cc', message: `${id} is not an active person` })),
    ...selected
      .filter((id) => !mayDecide.has(id))
      .map(() => ({ path: 'select', message: 'names nobody of the organisation who is active' })),
  ];
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'Some people are not known.', errors);
}

const Filter = z.strictObject({
  ...pageQuery,
  status: z.enum(REQUEST_STATUSES).optional(),
  requesterId: Uuid.optional(),
  policyKey: Key.optional(),
  engagementId: Uuid.optional(),
});

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Filter>>({
    method: 'get',
    path: '/requests',
    summary: 'Requests, newest first',
    tag: 'Approvals',
    access: 'insiders',
    query: Filter,
    answers: { 200: pageOf(RequestLine) },
    handle: async ({ query, actor }) => {
      const { limit, cursor, ...filter } = query;
      const after = idCursor(cursor);
      const scope = oversees(actor) ? {} : { forId: actor.id };
      const lines = await listRequests(db, { ...filter, ...scope, after, limit: limit + 1 });
      return ok(toPage(lines, limit, ({ id }) => [id]));
    },
  });

const read = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>>({
    method: 'get',
    path: '/requests/{id}',
    summary: 'A request with all its rounds, steps and tasks',
    tag: 'Approvals',
    access: 'signed-in',
    params: Params,
    answers: { 200: RequestView },
    handle: async ({ params, actor }) => ok(await readableRequest(db, params.id, actor)),
  });

const act = (deps: Deps): Route =>
  route<z.infer<typeof Params>, unknown, RequestAction>({
    method: 'post',
    path: '/requests/{id}/actions',
    summary: 'Withdraw, resubmit, urge, terminate or comment',
    tag: 'Approvals',
    access: 'signed-in',
    params: Params,
    body: RequestAction,
    answers: { 200: RequestView, 202: RequestView },
    handle: async ({ params, body, actor, channel, now, newId }) => {
      await readableRequest(deps.db, params.id, actor);
      const doing = { requestId: params.id, body, actor, channel, now, decisionId: newId };
      const { request, proposalId } = await actOnRequest(deps, doing);
      return proposalId === null
        ? ok(request)
        : { status: 202, headers: { location: proposalHref(proposalId) }, body: request };
    },
  });
