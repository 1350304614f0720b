import type { Route } from '../../route';
import type { Services } from '../../services';
import { vendorMasterRoutes } from './master';
import { sanctionsRoutes } from './sanctions';

export const vendorRoutes = (deps: Pick<Services, 'db'>): readonly Route[] => [
  ...vendorMasterRoutes(deps),
  ...sanctionsRoutes(deps),
];
