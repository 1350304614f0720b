import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { KpiForecast } from '../../domain/forecast/schema';
import { Key, Uuid } from '../../domain/shapes';
import { kpiForecasts } from '../../db/read/kpi-forecast';
import { scopedEngagement } from '../engagement-scope';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;

const Params = z.strictObject({ id: Uuid, key: Key });

export const forecastRoutes = ({ db }: Deps): readonly Route[] => [
  route<z.infer<typeof Params>>({
    method: 'get',
    path: '/engagements/{id}/kpis/{key}/forecast',
    summary: 'Coming values of a KPI, how wrong such forecasts have been, and the odds of a breach',
    tag: 'Delivery',
    access: 'insiders',
    params: Params,
    answers: { 200: KpiForecast },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const [forecast] = await kpiForecasts(db, params.id, params.key);
      if (!forecast) throw new DomainError('NOT_FOUND', 'There is no such KPI.');
      return ok(forecast);
    },
  }),
];
