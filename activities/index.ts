import { agendaActivities } from './agenda';
import type { Deps } from './deps';
import { engagementMailActivities } from './engagement-mail';
import { exitActivities } from './exit';
import { gateActivities } from './gates';
import { recordActivities } from './record';
import { reviewActivities } from './reviews';

/** All activities of the main and the mail queue over what they need. */
export const createActivities = (deps: Deps) => ({
  ...recordActivities(deps),
  ...gateActivities(deps),
  ...agendaActivities(deps),
  ...reviewActivities(deps),
  ...exitActivities(deps),
  ...engagementMailActivities(deps),
});

export type Activities = ReturnType<typeof createActivities>;
