import type { Route } from '../../route';
import type { Services } from '../../services';
import { backtestRoute } from './backtest';
import { historyRoutes } from './history';
import { matrixRoutes } from './matrices';
import { previewRoute } from './preview';
import { versionRoutes } from './versions';

export const policyRoutes = (deps: Pick<Services, 'db'>): readonly Route[] => [
  ...versionRoutes(deps),
  ...matrixRoutes(deps),
  previewRoute(deps),
  backtestRoute(deps),
  ...historyRoutes(deps),
];
