import type { Route } from '../route';
import type { Services } from '../services';
import { amendmentRoutes } from './amendments';
import { changeRoutes } from './changes';
import { complianceRoutes } from './compliance';
import { contractRoutes } from './contracts';
import { documentRoutes } from './documents';
import { obligationRoutes } from './obligations';
import { privacyRoutes } from './privacy';
import { renewalRoutes } from './renewal';
import { subcontractorRoutes } from './subcontractors';

/** A contract from its first draft to its renewal, with everything that hangs on it. */
export const contractLifeRoutes = (services: Services): readonly Route[] => [
  ...contractRoutes(services),
  ...documentRoutes(services),
  ...amendmentRoutes(services),
  ...changeRoutes(services),
  ...subcontractorRoutes(services),
  ...obligationRoutes(services),
  ...complianceRoutes(services),
  ...privacyRoutes(services),
  ...renewalRoutes(services),
];
