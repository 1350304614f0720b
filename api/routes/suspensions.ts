import { SuspensionView } from '../../domain/engagement/suspension-schema';
import { suspensionsOf } from '../../db/stores/suspensions';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Days on which the service stood still. */
export const suspensionRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/suspensions',
    summary: 'When the service stood still, and why',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(SuspensionView) },
    handle: async ({ params, actor }) => {
      const { id } = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const items = (await suspensionsOf(db, id)).map(({ suspendedAt, resumedAt, ...days }) => ({
        ...days,
        suspendedAt: new Date(suspendedAt).toISOString(),
        resumedAt: instant(resumedAt),
      }));
      return ok(wholeOf(items));
    },
  }),
];
