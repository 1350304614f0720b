import { z } from 'zod';
import { NewPartialTermination, PartialTermination } from '../../domain/exit/partial-schema';
import { ProposalView } from '../../domain/exit/proposal-schema';
import { Uuid } from '../../domain/shapes';
import { partSettlement } from '../../db/read/part-settlement';
import { partialsOf } from '../../db/stores/partial-terminations';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { askForPart, existingPart } from '../partial-terminations';
import { proposalView } from '../settlement-proposal';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway'>;

/** Parts of a service that end while the rest goes on. */
export const partialTerminationRoutes = (deps: Deps): readonly Route[] => [
  ask(deps),
  list(deps),
  read(deps),
  account(deps),
];

const PATH = '/engagements/{id}/partial-terminations';

const ask = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewPartialTermination>({
    method: 'post',
    path: PATH,
    summary: 'Ask for the end of a part of the service on a day (policy `partial-termination`)',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    body: NewPartialTermination,
    answers: { 201: PartialTermination },
    handle: async (call) => {
      const partial = await askForPart(deps, call);
      return created(`/api/v1/engagements/${call.params.id}/partial-terminations/${partial.id}`, partial);
    },
  });

const list = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: PATH,
    summary: 'Parts of the service that have ended or are to end, oldest first',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(PartialTermination) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf(await partialsOf(db, params.id)));
    },
  });

const One = z.strictObject({ id: Uuid, partialId: Uuid });

const read = ({ db }: Deps): Route =>
  route<z.infer<typeof One>>({
    method: 'get',
    path: `${PATH}/{partialId}`,
    summary: 'One partial termination',
    tag: 'Exit',
    access: 'insiders',
    params: One,
    answers: { 200: PartialTermination },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await existingPart(db, params.id, params.partialId));
    },
  });

const account = ({ db }: Deps): Route =>
  route<z.infer<typeof One>>({
    method: 'get',
    path: `${PATH}/{partialId}/settlement`,
    summary: 'What the part settles by the records of today, each line with where it comes from',
    tag: 'Exit',
    access: 'insiders',
    params: One,
    answers: { 200: ProposalView },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const partial = await existingPart(db, params.id, params.partialId);
      const { currency } = engagement;
      return ok(proposalView(await partSettlement(db, engagement, partial), { currency, locale: actor.locale }));
    },
  });
