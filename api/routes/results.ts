import type { Route } from '../route';
import type { Services } from '../services';
import { creditRoutes } from './credits';
import { ourScoreRoutes } from './our-score';
import { relationshipRoutes } from './relationship';
import { standingRoutes } from './standing';

/** What closed periods lead to. */
export const resultRoutes = (services: Pick<Services, 'db' | 'gateway'>): readonly Route[] => [
  ...standingRoutes(services),
  ...creditRoutes(services),
  ...ourScoreRoutes(services),
  ...relationshipRoutes(services),
];
