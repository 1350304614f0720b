import type { Services } from '../../services';
import type { Route } from '../../route';
import { meetingRoutes } from './meetings';
import { packRoutes } from './pack';
import { rhythmRoutes } from './rhythm';

export const reviewRoutes = (deps: Pick<Services, 'db' | 'gateway' | 'config' | 'log' | 'clock'>): readonly Route[] => [
  ...meetingRoutes(deps),
  ...packRoutes(deps),
  ...rhythmRoutes(deps),
];
