import type { Route } from '../../route';
import type { Services } from '../../services';
import { vendorFileRoutes } from './files';
import { vendorMasterRoutes } from './master';
import { sanctionsRoutes } from './sanctions';

export const vendorRoutes = (deps: Pick<Services, 'db'>): readonly Route[] => [
  // Before the routes of one vendor: `export` is no id.
  ...vendorFileRoutes(deps),
  ...vendorMasterRoutes(deps),
  ...sanctionsRoutes(deps),
];
