import type { Scenario } from '../scenario';
import { dateScenarios } from './dates';
import { engagementScenarios } from './engagements';
import { exitScenarios } from './exits';
import { modelScenarios } from './model';
import { platformScenarios } from './platform';
import { reviewScenarios } from './reviews';

/** All that is played for the corpus. */
export const scenarios = (): readonly Scenario[] => [
  ...reviewScenarios(),
  ...modelScenarios(),
  ...engagementScenarios(),
  ...dateScenarios(),
  ...platformScenarios(),
  ...exitScenarios(),
];
