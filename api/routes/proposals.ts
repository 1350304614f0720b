import { z } from 'zod';
import { Proposal, PROPOSAL_STATES, ProposalAct } from '../../domain/duties/proposal-schema';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { findProposal, listProposals } from '../../db/stores/proposals';
import { ADMIN_READERS } from '../admin/access';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { settle } from '../proposals/settle';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;

/** What one administrator asks for and another one confirms. */
export const proposalRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), act(deps)];

const Query = z.strictObject({ ...pageQuery, state: z.enum(PROPOSAL_STATES).optional() });

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/proposals',
    summary: 'What administrators have asked for and another one confirms, newest first',
    tag: 'Settings',
    access: ADMIN_READERS,
    query: Query,
    answers: { 200: pageOf(Proposal) },
    handle: async ({ query: { cursor, limit, state } }) => {
      const found = await listProposals(db, { state, after: idCursor(cursor), limit: limit + 1 });
      return ok(toPage(found, limit, ({ id }) => [id]));
    },
  });

const read = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/proposals/{id}',
    summary: 'One of them',
    tag: 'Settings',
    access: ADMIN_READERS,
    params: Params,
    answers: { 200: Proposal },
    handle: async ({ params }) => {
      const found = await findProposal(db, params.id);
      if (!found) throw new DomainError('NOT_FOUND', 'There is no such proposal.');
      return ok(found);
    },
  });

const act = (deps: Deps): Route =>
  route<Params, unknown, ProposalAct>({
    method: 'post',
    path: '/proposals/{id}/actions',
    summary: 'Confirm it, which brings it into force, or reject it; or take back one’s own',
    tag: 'Settings',
    access: ['admin'],
    params: Params,
    body: ProposalAct,
    stepUp: true,
    answers: { 200: Proposal },
    handle: async (call) => ok(await settle(deps, call, { id: call.params.id, act: call.body })),
  });
