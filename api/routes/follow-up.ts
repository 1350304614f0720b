import type { Route } from '../route';
import type { Services } from '../services';
import { communicationRoutes } from './communication';
import { improvementPlanRoutes } from './improvement-plans';
import { issueRoutes } from './issues';
import { reviewRoutes } from './reviews';

/** How a running service is followed up by both sides. */
export const followUpRoutes = (services: Services): readonly Route[] => [
  ...reviewRoutes(services),
  ...issueRoutes(services),
  ...communicationRoutes(services),
  ...improvementPlanRoutes(services),
];
