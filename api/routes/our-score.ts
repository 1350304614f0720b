import { OurPace } from '../../domain/delivery/our-pace-schema';
import { ourPace } from '../../db/read/our-pace';
import { scopedEngagement } from '../engagement-scope';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

export const ourScoreRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/our-score',
    summary: 'How quickly we decide and answer the vendor, by quarter, newest first, and how the vendor rates us',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: OurPace },
    handle: async ({ params: { id }, actor, now }) => {
      const engagement = await scopedEngagement(db, id, { actor, act: 'read' });
      return ok(await ourPace(db, engagement, now));
    },
  }),
];
