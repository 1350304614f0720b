import type { RequestState } from './state';
import { isBinding } from './words';

/** Whether deciding needs more than the mail or the session that one has: as its policy says, else what binds the organisation. */
export const needsStepUp = ({ policy, policyKey }: Pick<RequestState, 'policy' | 'policyKey'>): boolean =>
  policy?.settings.stepUp ?? isBinding(policyKey);
