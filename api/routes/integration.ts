import type { Route } from '../route';
import type { Services } from '../services';
import { channelRoutes } from './channels';
import { keyRoutes } from './keys';
import { webhookRoutes } from './webhooks';

/** How other systems and chat groups hear of events, and how machines report. */
export const integrationRoutes = (services: Services): readonly Route[] => [
  ...keyRoutes(services),
  ...webhookRoutes(services),
  ...channelRoutes(services),
];
