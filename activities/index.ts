import { approvalActivities } from './approval';
import type { Deps } from './deps';
import { digestActivities } from './digest';
import { engagementMailActivities } from './engagement-mail';
import { gateActivities } from './gates';
import { labelActivities } from './labels';
import { noticeActivities } from './notice';
import { purgeActivities } from './purge';
import { recordActivities } from './record';
import { requestMailActivities } from './request-mail';
import { sampleActivities } from './samples';
import { storyActivities } from './stories';
import { sweepActivities } from './sweep';

/** All activities of the main and the mail queue over what they need. */
export const createActivities = (deps: Deps) => ({
  ...recordActivities(deps),
  ...labelActivities(deps),
  ...approvalActivities(deps),
  ...gateActivities(deps),
  ...storyActivities(deps),
  ...sweepActivities(deps),
  ...purgeActivities(deps),
  ...sampleActivities(deps),
  ...engagementMailActivities(deps),
  ...requestMailActivities(deps),
  ...noticeActivities(deps),
  ...digestActivities(deps),
});

export type Activities = ReturnType<typeof createActivities>;
