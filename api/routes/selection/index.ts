import type { Route } from '../../route';
import type { Services } from '../../services';
import { candidateRoutes } from './candidates';
import { cultureRoutes } from './culture';
import { evaluationRoutes } from './evaluation';
import { modelRoutes } from './model';
import { moderationRoutes } from './moderation';
import { qualityRoutes } from './quality';
import { quoteFileRoutes } from './quote-files';
import { sheetRoutes } from './sheets';
import { waiverRoutes } from './waivers';

type Deps = Pick<Services, 'db'>;

export const selectionRoutes = (deps: Deps): readonly Route[] => [
  ...candidateRoutes(deps),
  ...quoteFileRoutes(deps),
  ...modelRoutes(deps),
  ...sheetRoutes(deps),
  ...moderationRoutes(deps),
  ...waiverRoutes(deps),
  ...cultureRoutes(deps),
  ...evaluationRoutes(deps),
  ...qualityRoutes(deps),
];
