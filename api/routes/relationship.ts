import { Relationship } from '../../domain/engagement/relationship-schema';
import { relationshipView } from '../../db/read/relationship';
import { scopedEngagement } from '../engagement-scope';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

export const relationshipRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/relationship',
    summary: 'How both sides get on: performance, issues in time, contact and satisfaction, without what is not known',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: Relationship },
    handle: async ({ params: { id }, actor, now }) => {
      const engagement = await scopedEngagement(db, id, { actor, act: 'read' });
      return ok(await relationshipView(db, engagement, now));
    },
  }),
];
