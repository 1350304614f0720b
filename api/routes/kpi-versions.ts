import { KpiSetVersion } from '../../domain/kpi/record-schema';
import { kpiSetsOf } from '../../db/stores/kpi-sets';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

export const kpiVersionRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/kpis/versions',
    summary: 'Every set of KPIs that was defined, the first one first, with the day from which it counts',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(KpiSetVersion) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf(await kpiSetsOf(db, params.id)));
    },
  }),
];
