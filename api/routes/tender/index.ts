import type { Route } from '../../route';
import type { Services } from '../../services';
import { bidRoutes } from './bids';
import { questionRoutes } from './questions';
import { tenderSetup } from './setup';
import { tenderSteps } from './steps';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** Tenders from the inside; vendors have pages of their own behind mailed links. */
export const tenderRoutes = (deps: Deps): readonly Route[] => [
  ...tenderSetup(deps),
  ...tenderSteps(deps),
  ...bidRoutes(deps),
  ...questionRoutes(deps),
];
