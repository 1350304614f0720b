import type { Route } from '../route';
import type { Services } from '../services';
import { carbonRoutes } from './carbon';
import { kpiCorrectionRoutes } from './kpi-corrections';
import { kpiEvidenceRoutes } from './kpi-evidence';
import { kpiFileRoutes } from './kpi-files';
import { kpiVersionRoutes } from './kpi-versions';
import { kpiRoutes } from './kpis';
import { managementCostRoutes } from './management-cost';
import { milestoneStepRoutes } from './milestone-steps';
import { milestoneRoutes } from './milestones';
import { teamRoutes } from './team';
import { workloadRoutes } from './workload';

/** Who runs a service, and what is measured of it. */
export const deliveryRoutes = (services: Services): readonly Route[] =>
  [
    teamRoutes,
    workloadRoutes,
    kpiRoutes,
    kpiVersionRoutes,
    kpiCorrectionRoutes,
    kpiFileRoutes,
    kpiEvidenceRoutes,
    managementCostRoutes,
    carbonRoutes,
    milestoneRoutes,
    milestoneStepRoutes,
  ].flatMap((make) => make(services));
