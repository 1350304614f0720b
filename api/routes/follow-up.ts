import type { Route } from '../route';
import type { Services } from '../services';
import { communicationRoutes } from './communication';
import { feedbackRoutes } from './feedback';
import { improvementPlanRoutes } from './improvement-plans';
import { issueRoutes } from './issues';
import { retrospectiveRoutes } from './retrospectives';
import { reviewRoutes } from './reviews';

/** How a running service is followed up by both sides, and looked back on. */
export const followUpRoutes = (services: Services): readonly Route[] => [
  ...reviewRoutes(services),
  ...issueRoutes(services),
  ...communicationRoutes(services),
  ...improvementPlanRoutes(services),
  ...feedbackRoutes(services),
  ...retrospectiveRoutes(services),
];
