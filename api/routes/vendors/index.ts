import type { Route } from '../../route';
import type { Services } from '../../services';
import { assessmentRoutes } from './assessments';
import { concentrationRoutes } from './concentration';
import { emissionRoutes } from './emissions';
import { vendorFileRoutes } from './files';
import { leagueRoutes } from './league';
import { vendorMasterRoutes } from './master';
import { questionnaireRoutes } from './questionnaires';
import { sanctionsRoutes } from './sanctions';
import { vendorSheetRoute } from './sheet';

export const vendorRoutes = (deps: Pick<Services, 'db' | 'config' | 'gateway'>): readonly Route[] => [
  // Before the routes of one vendor: `export` is no id.
  ...vendorFileRoutes(deps),
  ...vendorMasterRoutes(deps),
  vendorSheetRoute(deps),
  ...sanctionsRoutes(deps),
  ...questionnaireRoutes(deps),
  ...assessmentRoutes(deps),
  ...concentrationRoutes(deps),
  ...leagueRoutes(deps),
  ...emissionRoutes(deps),
];
