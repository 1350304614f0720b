import type { z } from 'zod';
import { type StandingBid, standingBids } from '../../../db/stores/bids';
import { scopedEngagement } from '../../engagement-scope';
import { ListQuery, pageById, pageOf, sliceById } from '../../paging';
import { ok, type Route, route } from '../../route';
import { checkSeal } from '../../selection-rules';
import type { Services } from '../../services';
import { BidView } from '../../tender/view';
import { tenderOf } from '../../../db/stores/tenders';
import { EngagementParams } from '../engagements';

export const bidRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams, ListQuery>({
    method: 'get',
    path: '/engagements/{id}/tender/bids',
    summary: 'The bids as they were handed in, once they are opened',
    tag: 'Tender',
    access: 'insiders',
    params: EngagementParams,
    query: ListQuery,
    answers: { 200: pageOf(BidView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      await checkSeal(db, params.id);
      const slice = sliceById(query);
      const tender = await tenderOf(db, params.id);
      const bids = tender?.openedAt == null ? [] : await standingBids(db, params.id, slice);
      return ok(pageById(bids.map(viewOf), query.limit));
    },
  }),
];

const viewOf = ({ id, candidateId, sha256, submittedAt, late, content }: StandingBid): z.infer<typeof BidView> => ({
  id,
  candidateId,
  sha256,
  submittedAt: new Date(submittedAt).toISOString(),
  late,
  content,
});
